"""The words of paid attempts at tests, and the account their money waits in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0017_words_of_promotions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "Earned"),
                    (2, "Spendable"),
                    (3, "In escrow"),
                    (4, "Promo credit"),
                    (5, "Set aside for a test"),
                    (10, "Outside"),
                    (11, "Commission earned"),
                    (12, "Money on its way out"),
                    (13, "Promo credit given"),
                    (14, "Goodwill given"),
                    (15, "Losses"),
                    (16, "Corrections"),
                    (17, "What rails cost"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="kind",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "Deposit"),
                    (2, "Deposit taken back"),
                    (3, "Taken for a deposit that was taken back"),
                    (10, "Put into a task"),
                    (11, "Returned from a task"),
                    (12, "Returned from a slot"),
                    (13, "Added to a task"),
                    (14, "Promotion of a task"),
                    (15, "Returned from a promotion"),
                    (16, "Set aside for a test"),
                    (17, "Returned from a test"),
                    (20, "Reward"),
                    (21, "Commission on a reward"),
                    (22, "Commission out of a reward"),
                    (23, "Referral share"),
                    (24, "Bonus"),
                    (25, "Part of a reward, by dispute"),
                    (26, "For trying a test"),
                    (30, "Moved to spend"),
                    (40, "Set aside for a payout"),
                    (41, "Paid out"),
                    (42, "Returned from a payout"),
                    (43, "Payout fee"),
                    (44, "Payout came back"),
                    (45, "Cost of sending"),
                    (46, "Set aside to send back"),
                    (47, "Deposit sent back"),
                    (48, "Returned from a refund"),
                    (49, "Sent back, and came again"),
                    (50, "Promo credit"),
                    (51, "Promo credit expired"),
                    (60, "Goodwill"),
                    (61, "Correction"),
                ]
            ),
        ),
    ]
