from django.apps import AppConfig


class PicomarketConfig(AppConfig):
    name = "picomarket"

    def ready(self) -> None:
        # shared_task finds its broker through the app that was made last: it must exist in the web server too.
        from . import celery, checks  # noqa: F401, PLC0415
