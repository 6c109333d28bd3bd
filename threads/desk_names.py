"""What the desk calls tickets of support. See picomarket.desk_names."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MODELS: dict[str, tuple[Promise, Promise]] = {
    "ticket": (pgettext_lazy("of support", "ticket"), pgettext_lazy("of support", "tickets"))
}
COLUMNS: dict[str, Promise] = {"topic": _("topic")}
