from django.apps import AppConfig

from . import desk_names
from .lib import empty_forms
from .words import compiling


class PicomarketConfig(AppConfig):
    name = "picomarket"

    def ready(self) -> None:
        compiling.compile_stale()
        desk_names.install()
        # shared_task finds its broker through the app that was made last: it must exist in the web server too.
        from . import celery, checks, receivers  # noqa: F401, PLC0415

        # Before any form is: each field takes the words there are when it is made.
        empty_forms.say_what_to_do()
