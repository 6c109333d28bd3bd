"""What people say to each other and to support."""

from .threads import Message, MessagePicture, Thread, ThreadQuerySet
from .tickets import Said, Ticket, TicketFile, TicketQuerySet, Topic

__all__ = [
    "Message",
    "MessagePicture",
    "Said",
    "Thread",
    "ThreadQuerySet",
    "Ticket",
    "TicketFile",
    "TicketQuerySet",
    "Topic",
]
