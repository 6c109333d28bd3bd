"""Confirming a phone: a code is sent to it and typed here. Never needed to be paid; what it gives stands on the page.

It gives a mark others see, and a newcomer more claims at a time. It opens nothing where money goes: whoever took over
an account could add a phone of their own.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from secrets import randbelow

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import rates
from picomarket.lib.refusals import Refused

from . import verifiers
from .models import Phone, User

log = logging.getLogger(__name__)
MINUTES, TRIES = 10, 5
# Codes for one person, and for one number, within an hour.
CODES_AN_HOUR = 3
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")


class PhoneRefused(Refused):
    """No number, a wrong code, one that is over, or a phone that another account has."""


def of(person: User) -> Phone | None:
    return Phone.objects.filter(person=person).first()


def is_offered(person: User) -> bool:
    """Whether there is a page about it for this person: also to take out a phone where none can be confirmed now."""
    return verifiers.offered() is not None or person.phone_confirmed_at is not None


def ask(person: User, *, number: str, now: datetime) -> Phone:
    """Send a code to a number. Whether another account has it is said only to who holds the phone.

    Raises PhoneRefused or TooOften.
    """
    verifier, number = verifiers.offered(), re.sub(r"[\s()./-]", "", number)
    if verifier is None:
        raise PhoneRefused(_("No phone can be confirmed here now."))
    if not _NUMBER.fullmatch(number):
        raise PhoneRefused(_("Write the number with a plus and the code of its country, as +880 1712 345678."))
    _check_often(person, _hashed("number", number), now=now)
    code = f"{randbelow(1_000_000):06}"
    phone = _kept(person, number, code, now=now)
    try:
        verifier.send(
            number, _("%(code)s is your code for %(market)s.") % {"code": code, "market": settings.MARKET_NAME}
        )
    except verifiers.VerifierSilent as silent:
        log.warning("No code could be sent for %s: %s", person.public_id, silent)
        phone.delete()
        raise PhoneRefused(_("The message could not be sent. Try again in some minutes.")) from silent
    return phone


def _kept(person: User, number: str, code: str, *, now: datetime) -> Phone:
    fields = {"mark": _hashed("number", number), "ends": number[-3:], "code": _hashed(str(person.pk), code)}
    until = now + timedelta(minutes=MINUTES)
    with transaction.atomic():
        # A phone that is being confirmed at this very moment is never changed for another one.
        if User.objects.select_for_update(no_key=True).get(pk=person.pk).phone_confirmed_at:
            raise PhoneRefused(_("You have a confirmed phone. Take it out first, then confirm another one."))
        return Phone.objects.update_or_create(person=person, defaults={**fields, "tries": 0, "until": until})[0]


def _check_often(person: User, mark: str, *, now: datetime) -> None:
    rates.check(person.pk, "phone", most=CODES_AN_HOUR, within=rates.HOUR, now=now)
    rates.check(mark, "number", most=CODES_AN_HOUR, within=rates.HOUR, now=now)
    rates.check("all", "phones", most=settings.RULES.phone_codes_an_hour, within=rates.HOUR, now=now)


def confirm(person: User, *, code: str, now: datetime) -> None:
    """Take the code that was sent: the phone is confirmed, and its person told. Raises PhoneRefused."""
    # Counted before it is compared, so that many at once are no more tries.
    waiting = Phone.objects.filter(person=person, confirmed_at=None, until__gt=now, tries__lt=TRIES)
    if not waiting.update(tries=F("tries") + 1):
        raise PhoneRefused(_("This code is over. Have another one sent."))
    phone = of(person)
    if phone is None or not constant_time_compare(phone.code, _hashed(str(person.pk), re.sub(r"\s", "", code))):
        raise PhoneRefused(_("This is not the code that was sent. Look once more at the message."))
    try:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=person.pk)
            # Pinned to this code: another one may have been sent meanwhile, to another number.
            sent = Phone.objects.filter(pk=phone.pk, confirmed_at=None, code=phone.code)
            if not sent.update(confirmed_at=now, code=""):
                raise PhoneRefused(_("This code is over. Have another one sent."))
            User.objects.filter(pk=person.pk).update(phone_confirmed_at=now)
            _tell(person, gettext_lazy("A phone was confirmed for your account"), phone, now=now)
    except IntegrityError as taken:
        raise PhoneRefused(_("Another account has confirmed this phone. Take it out there first.")) from taken
    log.info("%s confirmed a phone", person.public_id)


def take_out(person: User, *, now: datetime) -> None:
    """Keep nothing of the phone any more; another account can confirm it then. Safe to repeat."""
    with transaction.atomic():
        phone = of(person)
        if phone is None:
            return
        phone.delete()
        if User.objects.filter(pk=person.pk).exclude(phone_confirmed_at=None).update(phone_confirmed_at=None):
            _tell(person, gettext_lazy("Your phone was taken out of your account"), phone, now=now)


def sweep_old(*, now: datetime) -> int:
    """Forget numbers whose code came never, an hour after it ended; how many."""
    gone, _by_model = Phone.objects.filter(confirmed_at=None, until__lte=now - rates.HOUR).delete()
    return gone


def _hashed(salt: str, words: str) -> str:
    return salted_hmac(f"accounts.phones.{salt}", words, algorithm="sha256").hexdigest()


def _tell(person: User, subject: Promise, phone: Phone, *, now: datetime) -> None:
    words = gettext_lazy("Its number ends in {ends}. If this was not you, change your password at once.")
    body = format_lazy(words, ends=phone.ends)
    url = reverse("accounts:verify")
    notices.tell(person, subject=subject, body=body, url=url, mail=True, topic=Topic.ACCOUNT, now=now)
