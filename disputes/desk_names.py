"""What the desk calls disputes and appeals. See picomarket.desk_names."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

MODELS: dict[str, tuple[Promise, Promise]] = {
    "appeal": (pgettext_lazy("noun", "appeal"), pgettext_lazy("noun", "appeals")),
    "dispute": (pgettext_lazy("noun", "dispute"), pgettext_lazy("noun", "disputes")),
}
COLUMNS: dict[str, Promise] = {
    "filed_at": pgettext_lazy("column: when it was appealed", "filed at"),
    "was": pgettext_lazy("column: how it was decided before", "was"),
}
