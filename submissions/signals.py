"""What submissions announce to the apps outside them. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# Submissions are approved and about to be paid. ``slots``: the list of escrow.SlotPaid; ``now``: the moment. A receiver
# answers with the commission.Shares to be paid with them.
approved = Signal()
