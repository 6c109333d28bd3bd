"""What the wallet announces to the apps outside it. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# A deposit was taken back by its payer's bank. ``person``: who made it; ``now``: the moment. Sent before any account is
# locked, so that who listens may lock tasks.
deposit_reversed = Signal()
