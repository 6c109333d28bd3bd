import django.db.models.deletion
import django.db.models.functions.datetime
import django_countries.fields
from django.conf import settings
from django.db import migrations, models

import picomarket.lib.fields
import picomarket.lib.public


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
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
                ("owner_id", models.BigIntegerField(default=0)),
                ("derived", models.BooleanField(default=False)),
                ("balance", picomarket.lib.fields.MoneyField(default=0)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "owner_id"), name="wallet_account_once"),
                    models.CheckConstraint(condition=models.Q(("balance__gte", 0)), name="wallet_no_overdraft"),
                    models.CheckConstraint(
                        condition=models.Q(("derived", False), ("balance", 0), _connector="OR"),
                        name="wallet_derived_keeps_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goodwill", "Goodwill, into the earned pocket"),
                            ("promo", "Promo credit, to spend here only"),
                            ("add_earned", "Correction: add to earned"),
                            ("add_spendable", "Correction: add to spendable"),
                            ("take_earned", "Correction: take from earned"),
                            ("take_spendable", "Correction: take from spendable"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("applied", "Applied"),
                            ("declined", "Declined"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("reason", models.TextField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("warned_at", models.DateTimeField(blank=True, null=True)),
                ("item", models.CharField(blank=True, db_default="", default="", max_length=12)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BatchApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="BillingDetails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("individual", "A person"), ("company", "A company")],
                        default="individual",
                        max_length=12,
                    ),
                ),
                ("legal_name", models.CharField(max_length=120)),
                ("address", models.TextField(max_length=400)),
                ("country", django_countries.fields.CountryField(max_length=2)),
                ("tax_id", models.CharField(blank=True, max_length=40)),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "billing details",
                "permissions": [("report_taxes", "Can take out the figures that tax offices ask for")],
            },
        ),
        migrations.CreateModel(
            name="BookCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ran_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("accounts", models.BigIntegerField()),
                ("transfers", models.BigIntegerField()),
                ("findings", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["-ran_at"], name="wallet_book_check")],
            },
        ),
        migrations.CreateModel(
            name="Deposit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("rail", models.CharField(max_length=20)),
                ("asked", picomarket.lib.fields.MoneyField(default=0)),
                ("amount", picomarket.lib.fields.MoneyField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("started", "Waiting for the money"),
                            ("settled", "Arrived"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Failed"),
                            ("expired", "Closed, never arrived"),
                            ("reversed", "Taken back by the payer's bank"),
                        ],
                        default="started",
                        max_length=12,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("pay_url", models.URLField(blank=True, max_length=500)),
                ("instructions", models.TextField(blank=True)),
                ("terms", models.JSONField(blank=True, default=dict)),
                ("terms_until", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("ask_at", models.DateTimeField(blank=True, null=True)),
                ("seen", picomarket.lib.fields.MoneyField(default=0)),
                ("shortfall", picomarket.lib.fields.MoneyField(default=0)),
                ("recovered", picomarket.lib.fields.MoneyField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="FundsRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("month", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("place", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("seller", models.JSONField()),
                ("commission", picomarket.lib.fields.MoneyField()),
                ("promotions", picomarket.lib.fields.MoneyField(default=0)),
                ("tax_ppm", models.PositiveIntegerField(default=0)),
                ("tax", picomarket.lib.fields.MoneyField(default=0)),
                ("rewards", picomarket.lib.fields.MoneyField(default=0)),
                ("bonuses", picomarket.lib.fields.MoneyField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="InvoiceYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("moved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("payout", "Payout"), ("refund", "Refund of a deposit")],
                        default="payout",
                        max_length=12,
                    ),
                ),
                ("rail", models.CharField(max_length=20)),
                ("destination", models.CharField(blank=True, max_length=120)),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("fee", picomarket.lib.fields.MoneyField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Waiting for the next run"),
                            ("gathered", "In a batch"),
                            ("sent", "Sent, not yet confirmed"),
                            ("paid", "Paid"),
                            ("returned", "Failed, money returned"),
                            ("cancelled", "Cancelled"),
                            ("reversed", "Came back after it was paid"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                ("rail_paid", picomarket.lib.fields.MoneyField(default=0)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("requested_at", models.DateTimeField()),
                ("promised_for", models.DateTimeField()),
                ("gathered_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("came_back_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("held_reason", models.TextField(blank=True)),
                ("told_late_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PayoutBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("rail", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("gathered", "Gathered"), ("sent", "Sent"), ("settled", "Settled")],
                        default="gathered",
                        max_length=12,
                    ),
                ),
                ("gathered_at", models.DateTimeField()),
                ("goes_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "payout batches",
            },
        ),
        migrations.CreateModel(
            name="PayoutCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=picomarket.lib.public.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("prepared", models.JSONField(blank=True, default=dict)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PayoutMethod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("destination", models.CharField(max_length=120)),
                ("changed_at", models.DateTimeField()),
                ("usable_from", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RailEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("event_id", models.CharField(max_length=100)),
                ("payload", models.JSONField()),
                ("received_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                (
                    "refused",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed", "Refused, though the rail signed it"),
                            ("unsigned", "Refused, and not signed by the rail"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reasons", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.BigIntegerField(unique=True)),
                ("upto", models.BigIntegerField(unique=True)),
                ("lines", models.BigIntegerField()),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("hash", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.BigIntegerField()),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
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
                            (27, "Referral shares released"),
                            (28, "For finding out: did not qualify"),
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
                ("leg", models.PositiveSmallIntegerField(default=1)),
                ("amount", picomarket.lib.fields.MoneyField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Rollup",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="wallet.account",
                    ),
                ),
                ("upto", models.BigIntegerField()),
                ("balance", picomarket.lib.fields.MoneyField()),
            ],
        ),
        migrations.AddField(
            model_name="adjustment",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="sanction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adjustments",
                to="accounts.sanction",
            ),
        ),
        migrations.AddField(
            model_name="batchapproval",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="billingdetails",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="billing_details", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deposit",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deposits", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deposit",
            name="seen_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fundsrecord",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="details",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="wallet.billingdetails"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="deposit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="wallet.deposit",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to="wallet.payoutbatch",
            ),
        ),
        migrations.AddField(
            model_name="batchapproval",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="wallet.payoutbatch"
            ),
        ),
        migrations.AddField(
            model_name="payoutcall",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="wallet.payoutbatch"
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="call",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to="wallet.payoutcall",
            ),
        ),
        migrations.AddField(
            model_name="payoutmethod",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payout_methods", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="railevent",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="credit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wallet.account",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="debit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wallet.account",
            ),
        ),
        migrations.AddIndex(
            model_name="adjustment",
            index=models.Index(
                condition=models.Q(("kind", "promo"), ("state", "applied")),
                fields=["person", "kind"],
                name="wallet_promo",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="wallet_adjustment_positive"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "applied"), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="wallet_adjustment_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "promo"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                ),
                name="wallet_promo_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="wallet_adjustment_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("item", ""), _negated=True), models.Q(("state", "declined"), _negated=True)
                ),
                fields=("item", "kind"),
                name="wallet_item_taken_back_once",
            ),
        ),
        migrations.AddIndex(
            model_name="billingdetails",
            index=models.Index(fields=["person", "-id"], name="wallet_billing_latest"),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(
                condition=models.Q(("ask_at__isnull", False)), fields=["ask_at"], name="wallet_deposit_ask"
            ),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(
                condition=models.Q(("recovered__lt", models.F("shortfall"))),
                fields=["person"],
                name="wallet_deposit_owing",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="wallet_deposit_positive"),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("recovered__lte", models.F("shortfall"))), name="wallet_deposit_recovered"
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("rail", "reference"),
                name="wallet_deposit_reference_once",
            ),
        ),
        migrations.AddIndex(
            model_name="fundsrecord",
            index=models.Index(fields=["rail", "-at"], name="wallet_funds"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("person", "month"), name="wallet_invoice_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("year", "place"), name="wallet_invoice_number_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("commission__gte", 0), models.Q(("commission", 0), ("promotions", 0), _negated=True)
                ),
                name="wallet_invoice_charges",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchapproval",
            constraint=models.UniqueConstraint(fields=("batch", "by"), name="wallet_batch_approved_once"),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(fields=["state", "id"], name="wallet_payout_state"),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(
                condition=models.Q(("state__in", ["requested", "gathered", "sent"])),
                fields=["promised_for"],
                name="wallet_payout_promised",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", models.F("fee")), ("fee__gte", 0)), name="wallet_payout_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deposit__isnull", True), ("purpose", "payout")),
                    models.Q(("deposit__isnull", False), ("purpose", "refund")),
                    _connector="OR",
                ),
                name="wallet_refund_has_deposit",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_at__isnull", True),
                    models.Q(("held_by__isnull", False), models.Q(("held_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="wallet_hold_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", "payout"), ("state__in", ["requested", "gathered"])),
                fields=("person",),
                name="wallet_one_request_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", "refund"), ("state__in", ["requested", "gathered", "sent"])),
                fields=("deposit",),
                name="wallet_one_refund_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutmethod",
            constraint=models.UniqueConstraint(fields=("person", "rail"), name="wallet_method_once"),
        ),
        migrations.AddConstraint(
            model_name="railevent",
            constraint=models.UniqueConstraint(fields=("rail", "event_id"), name="wallet_event_once"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["debit", "id"], name="wallet_transfer_debit"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["credit", "id"], name="wallet_transfer_credit"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(fields=("ref", "kind", "leg"), name="wallet_transfer_once"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="wallet_transfer_positive"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("debit", models.F("credit")), _negated=True), name="wallet_transfer_two_accounts"
            ),
        ),
    ]
