from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A payout held back while its batch is looked at returns to the queue: there must be no second one by then."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("wallet", "0007_deposits_know_what_was_asked"),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="payout", name="wallet_one_request_at_a_time"),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=["requested", "gathered"], purpose="payout"),
                name="wallet_one_request_at_a_time",
            ),
        ),
    ]
