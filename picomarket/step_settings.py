"""The steps by which somebody can show who they are. None is offered where nothing stands here."""

from environ import FileAwareEnv

env = FileAwareEnv()

# A gateway that sends text messages: what is posted there, and with which bearer token. Both or none.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
# In development the code comes into the mailbox instead.
SMS_BY_MAIL = env.bool("DEBUG", default=False)
