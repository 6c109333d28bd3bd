"""A case knows what the house was proposed to pay for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0005_support_passes"),
        ("wallet", "0019_promotions_invoiced"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="goodwill",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wallet.adjustment",
            ),
        ),
    ]
