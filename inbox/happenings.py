"""What a webhook tells of. Triggers of each app's tables write these as the change is written, by whatever verb."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whose money or work it is, and what became of it."""

    HANDED_IN = "submission.handed_in", _("Work was handed in")
    APPROVED = "submission.approved", _("Work was approved")
    REJECTED = "submission.rejected", _("Work was rejected")
    SCREENED = "submission.screened", _("Somebody did not qualify, and was paid for finding out")
    PUBLISHED = "task.published", _("A task was published or goes on")
    PAUSED = "task.paused", _("A task was paused")
    HELD = "task.held", _("A task was held for a look")
    FINISHED = "task.finished", _("A task is finished")
    STOPPED = "task.stopped", _("A task was stopped")
    FOUND = "task.found", _("A new task was found for you")
    RESULTS = "results.ready", _("A file of results is ready")
    DISPUTE_OPENED = "dispute.opened", _("A dispute was opened")
    DISPUTE_DECIDED = "dispute.decided", _("A dispute or an appeal was decided")
    DEPOSIT_ARRIVED = "deposit.arrived", _("A deposit arrived")
    PAYOUT_PAID = "payout.paid", _("A payout was paid")
    PAYOUT_RETURNED = "payout.returned", _("A payout failed, and the money is back")


# What the button for trying it out sends; nobody chooses it.
TEST = "test"
