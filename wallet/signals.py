"""What the wallet announces to the apps outside it. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# A deposit was taken back by its payer's bank. ``person``: who made it; ``amount``: what of it; ``now``: the moment.
# Sent before any account is locked, so that who listens may lock tasks.
deposit_reversed = Signal()

# A deposit, or more of one, arrived. ``person``, ``amount``, ``now``. Sent before any account is locked.
deposit_arrived = Signal()
