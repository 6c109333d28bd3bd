"""What the desk calls referrals. See picomarket.desk_names."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MODELS: dict[str, tuple[Promise, Promise]] = {"referral": (_("referral"), _("referrals"))}
COLUMNS: dict[str, Promise] = {
    "due_at": pgettext_lazy("column: by when it is decided", "due at"),
    "joined_at": _("joined at"),
}
