"""What tasks tell the apps outside."""

from django.dispatch import Signal

# Sent with ``task``, whose price is the one before, inside the transaction that raises it and with the task locked.
reward_raised = Signal()

# Sent with ``question``, ``by`` and ``now`` in the transaction that answers it.
question_answered = Signal()

# Sent with ``look``: who receives it answers how many submissions are paid if its rejections turn out unfair.
rejections_counted = Signal()

# Sent with ``look``, ``by`` and ``now`` in the transaction that ends a look at rejections, before anything is locked.
rejections_undone = Signal()
