"""What programs look for at addresses that are the same on every site: whom to tell of a weakness, what to index."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

# RFC 9116 wants less than a year.
GOOD_FOR = timedelta(days=180)
# What everybody may read and search engines may show, with what lies beneath it; no page that is about a person.
SHOWN = ("accounts:rules", "accounts:privacy", "tasks:policy", "books", "transparency", "tasks:costs")
# These alone, not what lies beneath them.
SHOWN_ALONE = ("home", "tasks:feed", "threads:help", "account_login", "account_signup")


def security(*, now: datetime) -> str:
    """The lines of security.txt, as RFC 9116 has them."""
    expires = (now + GOOD_FOR).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        ("Contact", _contact()),
        ("Expires", expires),
        ("Preferred-Languages", settings.LANGUAGE_CODE),
        ("Canonical", _whole(reverse("security_txt"))),
        ("Policy", settings.SECURITY_POLICY),
    ]
    return "".join(f"{name}: {value}\n" for name, value in lines if value)


def robots() -> str:
    """The lines of robots.txt, as RFC 9309 has them: where several hold, the longest does."""
    allowed = [f"{reverse(name)}$" for name in SHOWN_ALONE] + [reverse(name) for name in SHOWN] + [settings.STATIC_URL]
    return "".join(f"{line}\n" for line in ["User-agent: *", *(f"Allow: {path}" for path in allowed), "Disallow: /"])


def _contact() -> str:
    """An address of mail or of a page. Without one, the page where anybody who signs in asks for help."""
    given = settings.SECURITY_CONTACT
    if not given:
        return _whole(reverse("threads:ask"))
    return given if ":" in given else f"mailto:{given}"


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
