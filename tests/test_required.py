"""What the operator asks of everybody: named before anybody joins and on each task, and never before money leaves."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import identities, required
from accounts.models import User
from picomarket import checks
from picomarket.lib.money import usd
from submissions import review
from tasks import publishing, targeting
from tasks.models import Task
from tests import make
from wallet import methods, payouts
from wallet.models import Payout

pytestmark = pytest.mark.django_db
TO_WORK = "Before you take a task you need a checked identity."
TO_HIRE = "Before you publish a task you need a confirmed phone and a checked identity."


@pytest.fixture
def _asked(settings: Settings) -> None:
    settings.IDENTITY_BY_HAND = settings.SMS_BY_MAIL = True
    settings.REQUIRED_TO_WORK, settings.REQUIRED_TO_HIRE = ["identity"], ["phone", "identity"]


def seen(person: User, name: str, *args: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=args)).content.decode()


@pytest.mark.usefixtures("_asked")
def test_it_is_named_before_anybody_joins(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()

    assert TO_WORK in page
    assert TO_HIRE in page
    assert "What you earned is paid out without it, always." in page
    assert "No papers and no phone number" not in page
    assert page.index(TO_WORK) < page.index('name="email"')


def test_where_nothing_is_asked_it_says_so(client: Client) -> None:
    assert "No papers and no phone number" in client.get(reverse("account_signup")).content.decode()


@pytest.mark.usefixtures("_asked")
def test_a_task_names_it_with_the_way_and_is_open_once_it_is_done(ann: User, ben: User, sam: User) -> None:
    task = _published(ann)

    with pytest.raises(targeting.NotForYou, match=TO_WORK):
        make.claim(task, ben)
    assert not Task.objects.open_to(ben)
    assert targeting.lock_of(task, ben) == targeting.Lock(
        TO_WORK, "Have your identity checked", reverse("accounts:identity")
    )
    for page in (seen(ben, "tasks:feed"), seen(ben, "tasks:detail", task.public_id), seen(ben, "accounts:profile")):
        assert "Have your identity checked" in page
    identities.confirm(identities.send(ben, files=[make.picture()], now=_now()), by=sam, now=_now())

    assert list(Task.objects.open_to(make.fresh(ben))) == [task]
    assert make.claim(task, make.fresh(ben)).worker == ben


@pytest.mark.usefixtures("_asked")
def test_a_task_is_written_and_not_published_without_it(ann: User) -> None:
    draft = make.draft(ann)
    make.deposit(ann)

    with pytest.raises(required.StillAsked, match=TO_HIRE):
        publishing.publish(draft, by=ann, now=_now())
    assert TO_HIRE in seen(ann, "tasks:post")
    assert TO_HIRE in seen(ann, "tasks:draft", draft.public_id, "quote")


@pytest.mark.usefixtures("_asked")
def test_who_sent_what_they_can_reads_that_it_waits(ann: User, ben: User) -> None:
    task = _published(ann)
    identities.send(ben, files=[make.picture()], now=_now())
    ben = make.fresh(ben)

    for page in (seen(ben, "tasks:feed"), seen(ben, "tasks:detail", task.public_id)):
        assert "What you sent waits for a look; you are told what came of it by" in page
        assert "Have your identity checked" not in page.partition('id="first-steps-work"')[0]
    assert "Waits for a look" in seen(ben, "accounts:profile")


@pytest.mark.usefixtures("_asked")
def test_a_quote_leads_to_what_is_asked_instead_of_a_button_that_is_refused(ann: User) -> None:
    draft = make.draft(ann)
    make.deposit(ann)

    page = seen(ann, "tasks:draft", draft.public_id, "quote")
    User.objects.filter(pk=ann.pk).update(phone_confirmed_at=_now(), identity_confirmed_at=_now())

    assert ("Publish for" in page, "Confirm your phone" in page) == (False, True)
    assert "Publish for" in seen(make.fresh(ann), "tasks:draft", draft.public_id, "quote")


@pytest.mark.usefixtures("_asked")
def test_the_page_of_a_step_leads_on_once_all_that_is_asked_is_done(ben: User) -> None:
    find = f'class="button" href="{reverse("tasks:feed")}"'
    before = seen(ben, "accounts:identity")
    User.objects.filter(pk=ben.pk).update(identity_confirmed_at=_now())
    after = seen(make.fresh(ben), "accounts:identity")

    assert (TO_WORK in before, find in before) == (True, False)
    assert (TO_WORK in after, find in after) == (False, True)


@pytest.mark.usefixtures("_asked")
def test_a_phone_that_is_asked_is_not_said_to_be_a_choice(ben: User, settings: Settings) -> None:
    settings.REQUIRED_TO_WORK = ["phone"]

    assert "A confirmed phone, if you like" not in seen(ben, "accounts:profile")


def test_what_is_held_is_handed_in_paid_and_paid_out_when_it_is_asked_later(
    ann: User, ben: User, settings: Settings
) -> None:
    task = make.task(ann, reward=usd("8"), slots=1)
    held = make.claim(task, ben)
    settings.IDENTITY_BY_HAND, settings.REQUIRED_TO_WORK = True, ["identity"]

    review.approve(make.handed_in(held, ben), by=ann, now=_now())
    methods.choose(ben, rail="manual", destination="First Bank 12345678, Ben", by=ben, now=_now())
    asked = payouts.request(ben, amount=usd("5"), rail="manual", now=_now())

    assert asked.state == Payout.State.REQUESTED


def test_what_nobody_can_do_is_asked_of_nobody_and_the_operator_is_told(settings: Settings, ben: User) -> None:
    settings.REQUIRED_TO_WORK = ["identity", "blood"]

    assert required.before(required.WORK) == []
    assert required.of(ben, required.WORK, now=_now()) is None
    assert [error.id for error in checks.fit_for_production(None)].count("picomarket.E007") == 2


def _published(ann: User) -> Task:
    """By an employer who has done all that is asked."""
    User.objects.filter(pk=ann.pk).update(phone_confirmed_at=_now(), identity_confirmed_at=_now())
    return make.task(make.fresh(ann))


def _now() -> datetime:
    return timezone.now()
