"""What submissions announce to the apps outside them. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# Submissions were approved and paid. ``slots``: the list of escrow.SlotPaid; ``now``: the moment.
approved = Signal()
