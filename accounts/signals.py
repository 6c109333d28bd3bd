"""What accounts announce to the apps outside them. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# Somebody is being suspended. ``person``: who; ``now``: the moment. Sent before the person's row is locked, so that who
# listens may lock tasks.
suspended = Signal()

# Accounts are found to be linked, or more so than before. ``links``: rows of ``Link``, some not stored yet; ``now``:
# the moment. Sent before anybody's row is locked.
linked = Signal()
