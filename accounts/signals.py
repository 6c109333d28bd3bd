"""What accounts announce to the apps outside them. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# Somebody is being suspended. ``person``: who; ``now``: the moment. Sent before the person's row is locked, so that who
# listens may lock tasks.
suspended = Signal()

# A sanction names what it is about. ``ids``: public ids; ``person``: whom it is about. Who receives it answers with
# what it knows of them: a dictionary of ``items.Item`` by id.
items_named = Signal()

# A sanction is lifted, by its appeal or without one. ``sanction``; ``by``: who lifts it; ``now``. Sent in the
# transaction that lifts it, with its person locked.
lifted = Signal()
