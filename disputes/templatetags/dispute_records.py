"""Shows a person's record in disputes, and the jury they are on, on pages of apps that do not know disputes."""

from __future__ import annotations

from django import template
from django.utils import timezone

from accounts.models import User
from disputes import jury, records
from disputes.records import Record
from tasks.models import EmployerRecord

register = template.Library()


@register.inclusion_tag("disputes/_record.html")
def dispute_record(person: User) -> dict[str, Record | EmployerRecord | None]:
    # What an employer lost is counted once: their profile says the number that cards and tasks say.
    counted = EmployerRecord.objects.filter(employer=person).first()
    return {"as_worker": records.of_worker(person), "as_employer": counted}


@register.inclusion_tag("disputes/_asked.html")
def jury_asks(person: User) -> dict[str, int]:
    """That somebody is asked what they think of disputes of others; nothing for who is not."""
    return {"count": jury.asked_now(person, now=timezone.now())}
