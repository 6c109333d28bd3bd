"""What waits about people's standing, on the desk's front page."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts import appeals, standing
from accounts.models import User
from picomarket import desk
from tests import make

NOW = timezone.now()
WORDS = "I was at my sister's that day and did nothing of this."


def test_what_waits_stands_on_the_front_page(ben: User, cleo: User, ann: User, sam: User) -> None:
    for person, filed in ((ben, NOW), (cleo, NOW - timedelta(days=8))):
        sanction = make.suspended(person, sam, now=filed).sanctions.get()
        appeals.appeal(sanction, words=WORDS, by=person, now=filed)
    standing.propose_ban(ann, make.grounds(), by=sam, now=NOW)
    appeals.answer(ben.sanctions.get(), words=WORDS, by=ben, now=NOW)

    sue, client = make.person("sue"), Client()
    sue.is_staff = True
    sue.save(update_fields=["is_staff"])
    sue.groups.add(Group.objects.get(name="Support"))
    client.force_login(sue)

    queues = {str(one.name): one for one in desk.queues(sue, now=NOW)}

    appealed = ("Appeals against sanctions past their promise", "Appeals against sanctions")
    names = (*appealed, "Bans to agree to", "People to answer")
    assert [queues[name].waiting.count for name in names] == [1, 1, 1, 1]
    assert [len(client.get(queues[name].url).context["cl"].result_list) for name in names] == [1, 1, 1, 1]
