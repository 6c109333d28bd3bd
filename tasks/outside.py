"""What people write to each other stays inside: ways to reach somebody elsewhere are given back, marked."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from picomarket.lib import contacts
from picomarket.lib.refusals import Refused

from . import excerpts
from .models import Task


class HeldBack(Refused):
    """The words lead outside the market. ``parts`` are the words with what does so marked."""

    def __init__(self, parts: list[excerpts.Part]) -> None:
        self.parts = parts
        words = _(
            "This is not sent yet. What is marked leads outside the market, where neither work nor pay is protected. "
            "Take it out and send the rest."
        )
        super().__init__(words)


def check(words: str, *, about: Task, also: str = "") -> None:
    """Raises HeldBack where the words name a way outside, but for what the task names, or ``also``, and ourselves.

    A host is known wherever on it a link leads; a number or an address only as it stands there.
    """
    texts = [about.title, *about.steps, also]
    for field in about.proof_fields.all():
        texts += [field.label, field.example, field.site]
    known = {*contacts.hosts_in("\n".join(texts)), contacts.host_of(settings.SITE_URL)}
    said = "\n".join(texts).casefold()
    if stretches := [one for one in contacts.found(words, known=known) if words[one].casefold() not in said]:
        raise HeldBack(excerpts.marked(words, stretches))
