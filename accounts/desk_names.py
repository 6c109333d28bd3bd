"""What the desk calls people, their standing and the staff log. See picomarket.desk_names."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MODELS: dict[str, tuple[Promise, Promise]] = {
    "link": (
        pgettext_lazy("two accounts that may be one person's", "link"),
        pgettext_lazy("two accounts that may be one person's", "links"),
    ),
    "sanction": (_("sanction"), _("sanctions")),
}
COLUMNS: dict[str, Promise] = {
    "link.one": pgettext_lazy("the first of two accounts", "one"),
    "link.other": pgettext_lazy("the second of two accounts", "other"),
    "staffentry.about": pgettext_lazy("column: the person it concerns", "about"),
    "staffentry.hash": pgettext_lazy("column: a checksum", "hash"),
}
