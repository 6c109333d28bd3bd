"""What ``check --deploy`` asks of this market besides what Django asks of every site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http.request import validate_host

from accounts.verifiers import STEPS

DEMO_BANK = ("DEMO_BANK_URL", "DEMO_BANK_KEY", "DEMO_BANK_SECRET")


@register(Tags.security, deploy=True)
def fit_for_production(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001 - checks pass it
    """Errors for what would cost real people money or lock them out."""
    return list(_complaints())


def _complaints() -> Iterator[Error]:
    given = [name for name in DEMO_BANK if getattr(settings, name)]
    if given and not settings.DEBUG:
        hint = f"Take {', '.join(given)} out of the environment."
        yield Error("The demo bank pays in money that does not exist.", hint=hint, id="picomarket.E001")
    if (
        settings.LITECOIN_RPC_URL
        and not settings.DEBUG
        and (settings.LITECOIN_NETWORK != "main" or settings.LITECOIN_RATE)
    ):
        hint = "Take LITECOIN_NETWORK and LITECOIN_RATE out of the environment."
        yield Error(
            "Litecoin is set up for trying it out: its coins or its rate are not real.", hint=hint, id="picomarket.E004"
        )
    for name in settings.MANUAL_RAILS:
        if not settings.MANUAL_INSTRUCTIONS[name]:
            hint = f"Set MANUAL_{name.upper()}_INSTRUCTIONS, or take {name} out of MANUAL_RAILS."
            yield Error(f"Who deposits by {name} is not told where to send the money.", hint=hint, id="picomarket.E005")
    for name in {*settings.REQUIRED_TO_WORK, *settings.REQUIRED_TO_HIRE}:
        if name not in STEPS or not STEPS[name].is_offered():
            hint = f"Set up what {name} needs, or take it out of REQUIRED_TO_WORK and REQUIRED_TO_HIRE."
            yield Error(f"Everybody is asked for {name}, which nobody can do here.", hint=hint, id="picomarket.E007")
    address = urlsplit(settings.SITE_URL)
    if address.scheme != "https":
        hint = "Cookies, HSTS and the redirect follow from SITE_URL=https://…"
        yield Error("SITE_URL is not https.", hint=hint, id="picomarket.E002")
    if "*" in settings.ALLOWED_HOSTS:
        hint = "Name the hosts this market is reached at."
        yield Error("ALLOWED_HOSTS takes any host.", hint=hint, id="picomarket.E006")
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        hint = f"Add {address.hostname} to ALLOWED_HOSTS: until then every page is refused."
        yield Error("The host of SITE_URL is not allowed.", hint=hint, id="picomarket.E003")
