"""Shows a person's record in disputes on pages of apps that do not know disputes."""

from __future__ import annotations

from django import template

from accounts.models import User
from disputes import records
from disputes.records import Record

register = template.Library()


@register.inclusion_tag("disputes/_record.html")
def dispute_record(person: User) -> dict[str, Record]:
    return {"as_worker": records.of_worker(person), "as_employer": records.of_employer(person)}
