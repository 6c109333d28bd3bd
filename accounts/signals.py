"""What accounts announce to the apps outside them. Sent with ``.send`` inside the transaction."""

from django.dispatch import Signal

# Somebody is being suspended. ``person``: who; ``now``: the moment. Sent before the person's row is locked, so that who
# listens may lock tasks.
suspended = Signal()

# Somebody takes their data along. ``person``: who. Whoever listens answers with its parts (``leaving.parts.Part``),
# which are read only while the file is written.
data_asked = Signal()

# Somebody wants their account deleted. ``person``: who; ``now``: the moment. Whoever listens answers with what is still
# open there (``leaving.parts.OpenEnd``).
ends_asked = Signal()

# Somebody is being forgotten. ``person``: who; ``now``: the moment. Whoever listens deletes what is of that person
# alone; sent before the person's row is changed.
forgetting = Signal()

# A sanction names what it is about. ``ids``: public ids; ``person``: whom it is about. Who receives it answers with
# what it knows of them: a dictionary of ``items.Item`` by id.
items_named = Signal()

# A sanction is about to be lifted. ``sanction``; ``now``. Sent before its person is locked, so that who listens may
# lock what comes before a person.
lifting = Signal()

# A sanction is lifted, by its appeal or without one. ``sanction``; ``by``: who lifts it; ``now``. Sent in the
# transaction that lifts it, with its person locked.
lifted = Signal()

# Accounts are found to be linked, or more so than before. ``links``: rows of ``Link``, some not stored yet; ``now``:
# the moment. Sent before anybody's row is locked.
linked = Signal()
