from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0002_laws"),
    ]

    operations = [
        migrations.RemoveField(model_name="referral", name="held_for"),
        migrations.AddField(
            model_name="referral",
            name="held_for",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
