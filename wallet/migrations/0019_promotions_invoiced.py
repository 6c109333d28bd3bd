"""What promoting tasks cost stands on invoices too; a month in which more came back has a credit note."""

from django.db import migrations, models
from django.db.models import Q

import picomarket.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0018_words_of_tests"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="promotions",
            field=picomarket.lib.fields.MoneyField(default=0),
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="wallet_invoice_positive",
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=Q(("commission__gte", 0)) & ~Q(("commission", 0), ("promotions", 0)),
                name="wallet_invoice_charges",
            ),
        ),
    ]
