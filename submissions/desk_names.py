"""What the desk calls work that was handed in. See picomarket.desk_names."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MODELS: dict[str, tuple[Promise, Promise]] = {
    "proof": (_("proof"), _("proofs")),
    "submission": (_("submission"), _("submissions")),
}
COLUMNS: dict[str, Promise] = {
    "approved_by": _("approved by"),
    "awarded": pgettext_lazy("column: percent of the price", "awarded"),
    "checked": pgettext_lazy("column: whether it was checked by itself", "checked"),
    "claim_until": pgettext_lazy("column: when the time to do it ends", "claim until"),
    "claimed_at": _("claimed at"),
    "contest_until": pgettext_lazy("column: until when a rejection can be disputed", "contest until"),
    "extended_at": pgettext_lazy("column: when more time was given", "extended at"),
    "field": pgettext_lazy("column: what was asked for", "field"),
    "own_employer_commission": pgettext_lazy("column: of this one, not of its task", "own employer commission"),
    "own_reward": pgettext_lazy("column: of this one, not of its task", "own reward"),
    "own_worker_commission": pgettext_lazy("column: of this one, not of its task", "own worker commission"),
    "reason_step": pgettext_lazy("column: the step it was rejected for", "reason step"),
    "rejected_at": _("rejected at"),
    "review_until": pgettext_lazy("column: until when the employer can judge it", "review until"),
    "revise_until": pgettext_lazy("column: until when the worker can change it", "revise until"),
    "row": pgettext_lazy("column: of a batch", "row"),
    "saved_at": _("saved at"),
    "submitted_at": _("submitted at"),
    "text": _("text"),
    "ticked": pgettext_lazy("column: the steps marked as done", "ticked"),
    "turn": pgettext_lazy("column: which time one worker does it", "turn"),
}
