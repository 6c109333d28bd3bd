import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picomarket.settings")

application = get_wsgi_application()

# Once the apps are there.
from accounts import rule_changes  # noqa: E402

rule_changes.follow()
