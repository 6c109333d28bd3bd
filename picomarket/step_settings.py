"""The steps by which somebody can show who they are, and what of them is asked of everybody."""

from environ import FileAwareEnv

env = FileAwareEnv()

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
