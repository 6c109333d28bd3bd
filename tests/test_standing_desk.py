"""What waits about people's standing, on the desk's front page."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts import appeals, standing
from accounts.models import User
from picomarket import desk
from tasks import person_reports
from tests import make

NOW = timezone.now()
WORDS = "I was at my sister's that day and did nothing of this."


def test_what_waits_is_first_and_the_rest_is_folded_with_its_number(client: Client, ben: User, sam: User) -> None:
    appeals.appeal(make.suspended(ben, sam, now=NOW).sanctions.get(), words=WORDS, by=ben, now=NOW)
    client.force_login(sam)

    answer = client.get("/admin/")

    page = " ".join(answer.content.decode().split())
    assert [str(queue.name) for queue in answer.context["waiting"]] == ["Appeals against sanctions"]
    quiet = len(answer.context["quiet"])
    assert quiet == len(answer.context["queues"]) - 1
    first, folded = page.split('<details class="lists">', 1)
    assert ("Appeals against sanctions" in first, "Bans to agree to" in first) == (True, False)
    assert folded.startswith(f" <summary> {quiet} queues in which nothing waits </summary>")
    assert "Bans to agree to" in folded


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

    names = (
        *("Appeals against sanctions past their promise", "Appeals against sanctions"),
        *("Bans to agree to", "People to answer"),
    )
    assert [queues[name].waiting.count for name in names] == [1, 1, 1, 1]
    assert [len(client.get(queues[name].url).context["cl"].result_list) for name in names] == [1, 1, 1, 1]


def test_a_report_of_a_person_leads_to_the_form_to_warn_them(client: Client, ann: User, ben: User, sam: User) -> None:
    case = person_reports.report(ann, by=ben, reason="abuse", words="They insulted me twice.", now=NOW)
    client.force_login(sam)
    form = f"/admin/accounts/user/{ann.pk}/change/"

    shown = client.get(f"/admin/tasks/personreport/{case.pk}/change/").content.decode()
    begun = client.get(f"{form}?kind=strike&ids=abc").content.decode()

    assert all(f'href="{form}?kind={kind}#decide"' in shown for kind in ("warning", "strike", "suspension"))
    assert f"/admin/tasks/task/?employer__id__exact={ann.pk}" in shown
    assert '<option value="strike" selected>' in begun
    assert 'value="abc"' in begun
