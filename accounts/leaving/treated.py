"""What the staff and the rules did about a person's standing, and what was said of it.

It stays when somebody leaves: it is the market's too.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import ExpressionWrapper, Q
from django.db.models.fields import BooleanField
from django.utils.translation import gettext_lazy as _

from accounts.models import Appeal, Exhibit, Freeze, Remark, Sanction, User

from .parts import Kept, Part, table


def parts(person: User) -> Iterator[Part]:
    told = Sanction.objects.shown_to(person).order_by("pk")
    facts = ("kind", "role", "state", "rule", "reason", "at", "until", "ended_at", "ending")
    yield table("sanctions", _("Warnings, strikes, suspensions and bans."), told, "public_id", *facts)
    exhibits = Exhibit.objects.filter(sanction__in=told).order_by("pk")
    files = (Kept(f"exhibits/{one.public_id}-{one.name}", one.file.storage, str(one.file.name)) for one in exhibits)
    about = _("Files they rest on; they are in the folder beside it, their ids before their names.")
    yield table("exhibits", about, exhibits, "sanction__public_id", "public_id", "name", files=files)
    yours = ExpressionWrapper(Q(author=person), output_field=BooleanField())
    remarks = Remark.objects.filter(sanction__in=told).annotate(yours=yours).order_by("pk")
    yield table("remarks", _("What was said about them."), remarks, "sanction__public_id", "yours", "words", "said_at")
    appeals = Appeal.objects.filter(person=person).order_by("pk")
    yield table("appeals", _("Your appeals."), appeals, "state", "words", "filed_at", "decided_at", "decision")
    freezes = Freeze.objects.filter(person=person).order_by("pk")
    yield table("freezes", _("Times you could claim nothing."), freezes, "at", "until", "ended_at", "rate", "undone")
