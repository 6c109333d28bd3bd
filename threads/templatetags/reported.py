"""Shows a message that was reported, on the desk's page of reports, which does not know threads."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from accounts import naming
from threads.models import Message

register = template.Library()
BEFORE_IT = 4


@register.inclusion_tag("admin/threads/_reported.html", takes_context=True)
def reported_message(context: Context, key: int | None) -> dict[str, Any]:
    """The message with the last few before it; nothing where the report is of no message."""
    message = Message.objects.select_related("thread").filter(pk=key).first() if key else None
    if message is None:
        return {}
    rows = Message.objects.filter(thread=message.thread, pk__lte=message.pk)
    shown = list(rows.select_related("author").prefetch_related("pictures").order_by("-pk")[: BEFORE_IT + 1])
    naming.tell_apart(one.author for one in shown)
    return {"message": message, "shown": shown[::-1], "perms": context.get("perms")}
