from django.db import migrations, models

import submissions.models.uploads


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0029_row_titles"),
    ]

    operations = [
        # Where files on their way are kept, in Django's eyes alone: they stay where they are.
        migrations.AlterField(
            model_name="upload",
            name="file",
            field=models.FileField(storage=submissions.models.uploads.piece_storage, upload_to="pieces/%Y/%m/%d/"),
        ),
    ]
