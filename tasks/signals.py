"""What tasks tell the apps outside."""

from django.dispatch import Signal

# Sent with ``task``, whose price is the one before, inside the transaction that raises it and with the task locked.
reward_raised = Signal()

# Sent with ``look``, ``by`` and ``now`` in the transaction that ends a look at rejections, before anything is locked.
rejections_undone = Signal()
