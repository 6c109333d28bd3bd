"""What people say to each other and to support."""

from .tickets import Said, Ticket, TicketFile, TicketQuerySet, Topic

__all__ = ["Said", "Ticket", "TicketFile", "TicketQuerySet", "Topic"]
