"""The steps by which somebody can show who they are, and what of them is asked of everybody."""

from datetime import UTC, datetime

from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv

env = FileAwareEnv()


def _beginning(name: str, day: str) -> datetime | None:
    """When a day begins, in UTC; None for no day. Raises ImproperlyConfigured."""
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC) if day else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={day} is no day. Write it as 2026-12-31.") from error


# A gateway that sends text messages: what is posted there, and with which bearer token. Both or none.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
# In development the code comes into the mailbox instead.
SMS_BY_MAIL = env.bool("DEBUG", default=False)
# Whether the staff looks at documents of people who want their identity checked; on by itself in development.
IDENTITY_BY_HAND = env.bool("IDENTITY_BY_HAND", default=SMS_BY_MAIL)
# What is asked of everybody before they take a task, and before they publish one: phone, identity, or both.
REQUIRED_TO_WORK = env.list("REQUIRED_TO_WORK", default=[])
REQUIRED_TO_HIRE = env.list("REQUIRED_TO_HIRE", default=[])
# Since which day each is, as 2026-12-31. Who joined before has PICOMARKET_REQUIRED_DAYS from then on and is told of it;
# without a day it is asked of everybody at once.
REQUIRED_TO_WORK_SINCE = _beginning("REQUIRED_TO_WORK_SINCE", env.str("REQUIRED_TO_WORK_SINCE", default=""))
REQUIRED_TO_HIRE_SINCE = _beginning("REQUIRED_TO_HIRE_SINCE", env.str("REQUIRED_TO_HIRE_SINCE", default=""))
