"""Makes the key this installation calls push services with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from picomarket.lib import webpush


class Command(BaseCommand):
    help = "Print a new key for Web Push, to be put into the environment. Whoever changes it ends all subscriptions."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        self.stdout.write(f"VAPID_PRIVATE_KEY={webpush.new_key()}")
