"""Rules changed while the market runs: checked, in a history, in the staff log, and in force in every process."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts import rule_changes
from accounts.models import RuleChange, StaffEntry, User
from picomarket.lib import rule_facts
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHY = "Two weeks of quiet showed that less is enough."


def change(by: User, name: str, value: str, reason: str = WHY) -> RuleChange:
    return rule_changes.change(name, value=value, reason=reason, by=by, now=NOW)


def page(name: str) -> str:
    return f"/admin/accounts/rulechange/{name}/change/"


def test_every_rule_has_words_and_bounds_its_default_is_within() -> None:
    for fact in rule_facts.facts().values():
        assert fact.note, fact.name
        if not fact.fixed:
            assert rule_facts.text(rule_facts.read(fact, fact.default)) == fact.default
    rule_facts.check(Rules())


def test_a_change_holds_in_the_object_everybody_reads(sam: User, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        change(sam, "undo_seconds", "90")
        change(sam, "minimum_payout", "2.50")
        change(sam, "worker_commission", "4.5")

    rules = settings.RULES
    assert (rules.undo_seconds, rules.minimum_payout, rules.worker_ppm) == (90, usd("2.50"), 45_000)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("9.12345678", "two digits after the point"),
        ("", "its value already"),
    ],
)
def test_what_says_nothing_new_or_too_much_is_refused(value: str, words: str, sam: User) -> None:
    with pytest.raises(rule_changes.RuleRefused, match=words):
        change(sam, "employer_commission", value)

    change(sam, "employer_commission", "9.12")
    with pytest.raises(rule_changes.RuleRefused, match="its value already"):
        change(sam, "employer_commission", "9.12")
    assert RuleChange.objects.count() == 1


def test_another_process_has_it_when_it_looks_next(
    sam: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change(sam, "undo_seconds", "90")
    rule_changes.look()
    assert settings.RULES.undo_seconds == 60

    rule_changes.follow()
    rule_changes.look()
    assert settings.RULES.undo_seconds == 90

    change(sam, "undo_seconds", "30")
    cache.clear()
    with django_assert_num_queries(0):
        rule_changes.look()
    monkeypatch.setattr(rule_changes._following, "look_at", 0.0)
    rule_changes.look()
    assert settings.RULES.undo_seconds == 30


def test_without_its_cache_a_change_is_made_and_found_in_the_table(
    sam: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    rule_changes.follow()
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={**settings.CACHES, "default": gone}):
        with django_capture_on_commit_callbacks(execute=True):
            change(sam, "undo_seconds", "90")
        here = settings.RULES.undo_seconds
        rule_changes._following.has = None
        object.__setattr__(rule_changes.LIVE, "undo_seconds", 60)
        rule_changes.look()

    assert (here, settings.RULES.undo_seconds) == (90, 90)


def test_what_a_test_or_a_command_sets_stays_set(sam: User, settings: object) -> None:
    change(sam, "undo_seconds", "90")
    settings.RULES = Rules(undo_seconds=5)  # type: ignore[attr-defined]

    rule_changes.apply()

    assert settings.RULES.undo_seconds == 5  # type: ignore[attr-defined]


def test_an_empty_value_is_the_environments_again(sam: User) -> None:
    change(sam, "undo_seconds", "90")
    back = change(sam, "undo_seconds", "")
    rule_changes.apply()

    assert (back.before, back.value, settings.RULES.undo_seconds) == ("90", "", 60)
    assert rule_changes.set_here() == {}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("undo_seconds", "soon", "Write a whole number."),
        ("undo_seconds", "1.5", "Write a whole number."),
        ("undo_seconds", "-1", "Write a number from 0 to 86,400."),
        ("employer_commission", "41", "Write a number from 0 to 40."),
        ("worker_commission", "nan", "Write a number from 0 to 100."),
        ("minimum_reward", "0", "Write a number from 0.01 to"),
        ("minimum_deposit", "20000", "“Minimum deposit” cannot be more than “Maximum deposit”, which is 10000."),
        ("claim_minutes_least", "200", "“Claim minutes least” cannot be more than “Claim minutes”, which is 15."),
        ("hourly_floors", "mars=2", "There is no zone “mars”. Write these: "),
        ("hourly_floors", "west_europe=much", "Write what people receive an hour at least, as west_europe=4 or"),
        ("hourly_floors", "west_europe=-2", "Write what people receive an hour at least, as west_europe=4 or"),
        ("freeze_rate", "101", "Write a number from 0 to 100."),
        ("freeze_rate", "81", "“Freeze rate” cannot be more than “Freeze warn rate”, which is 80."),
        ("freeze_least", "9", "Write a number from 10 to"),
        ("freeze_least", "51", "“Freeze least” cannot be more than “Rolling verdicts”, which is 50."),
        ("freeze_hours_third", "2161", "Write a number from 0 to 2,160."),
        ("dollar_points", "10001", "Write a number from 0 to 10,000."),
        ("suspension_days_most", "3651", "Write a number from 1 to 3,650."),
        ("link_device", "1001", "Write a number from 0 to 1,000."),
        ("link_shown", "0", "Write a number from 1 to 1,000."),
        ("link_shown", "61", "“Link shown” cannot be more than “Link closes”, which is 60."),
        ("payout_runs", "0 9 * * 1", "The clock of the jobs reads it when it starts."),
        ("batch_bytes", "5", "The servers read it when they start."),
    ],
)
def test_a_value_a_rule_cannot_have_is_refused_in_words(sam: User, name: str, value: str, says: str) -> None:
    with pytest.raises(rule_changes.RuleRefused) as refused:
        change(sam, name, value)

    assert says in refused.value.words
    assert not RuleChange.objects.exists()


def test_a_change_without_a_reason_is_refused(sam: User) -> None:
    with pytest.raises(rule_changes.RuleRefused, match="Write why"):
        change(sam, "undo_seconds", "90", reason=" ")


def test_a_change_is_in_the_staff_log(sam: User) -> None:
    change(sam, "undo_seconds", "90")

    entry = StaffEntry.objects.get()
    assert (entry.what, entry.reason) == ("Rule “Undo seconds” changed from 60 to 90", WHY)
    assert entry.url == page("undo_seconds")


def test_a_value_that_fits_no_more_is_left_out(sam: User) -> None:
    RuleChange.objects.create(name="undo_seconds", before="60", value="lots", reason=WHY, by=sam, at=NOW)
    RuleChange.objects.create(name="no_such_rule", before="1", value="2", reason=WHY, by=sam, at=NOW)
    change(sam, "quote_minutes", "20")

    rule_changes.apply()

    assert (settings.RULES.undo_seconds, settings.RULES.quote_minutes) == (60, 20)


def test_prices_that_were_given_stay(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann, reward=usd("1"))
    before = task.price

    change(sam, "worker_commission", "50")
    rule_changes.apply()
    done = make.approved(task, ben)

    assert make.fresh(task).price == before
    assert done.task.price.receives == usd("0.95")
    assert make.task(ann, reward=usd("1")).price.receives == usd("0.50")


def test_a_rule_is_changed_on_the_desk_and_set_back_from_its_history(client: Client, sam: User) -> None:
    client.force_login(sam)

    client.post(page("undo_seconds"), {"value": "90", "reason": WHY})
    shown = client.get(page("undo_seconds")).content.decode()
    refused = client.post(page("undo_seconds"), {"value": "soon", "reason": WHY}).content.decode()

    assert RuleChange.objects.get().value == "90"
    assert all(words in shown for words in ("60 → 90", WHY, "?value=60", "Seconds for which an employer can take back"))
    assert 'value="60"' in client.get(f"{page('undo_seconds')}?value=60").content.decode()
    assert "Write a whole number." in refused
    assert 'value="soon"' in refused


def test_a_change_of_prices_is_shown_before_it_is_made(client: Client, sam: User) -> None:
    client.force_login(sam)
    typed = {"value": "9", "reason": WHY}

    asked = client.post(page("employer_commission"), typed).content.decode()
    none_yet = RuleChange.objects.count()
    another = client.post(page("employer_commission"), {**typed, "value": "4", "sure": "10 → 9"}).content.decode()
    client.post(page("employer_commission"), {**typed, "sure": "10 → 9"})

    assert "Employer commission: 10 → 9" in asked
    assert "It counts from now on" in asked
    assert f'value="{WHY}"' in asked
    assert "Employer commission: 10 → 4" in another
    assert (none_yet, RuleChange.objects.get().value) == (0, "9")
    refused = client.post(page("employer_commission"), {**typed, "value": "41"}).content.decode()
    assert "Write a number from 0 to 40." in refused


def test_rules_stand_by_area_and_are_found_by_their_words(client: Client, sam: User) -> None:
    client.force_login(sam)

    shown = client.get("/admin/accounts/rulechange/").content.decode()
    found = client.get("/admin/accounts/rulechange/", {"q": "Undo SECONDS"}).content.decode()

    folded = [unescape(area) for area in re.findall(r"<summary>\s*(.+?)\s*<span", shown)]
    assert folded == [str(area) for area in rule_facts.AREAS.values()]
    assert ('<details class="lists" open' in shown, '<details class="lists" open' in found) == (False, True)
    assert ("Undo seconds" in found, "Quote minutes" in found) == (True, False)
    assert all(fact.area for fact in rule_facts.facts().values())
    assert (
        "No rule speaks of “<bdi>goblins</bdi>”" in client.get("/admin/accounts/rulechange/?q=goblins").content.decode()
    )


def test_a_rule_read_at_the_start_says_why_it_has_no_form(client: Client, sam: User) -> None:
    client.force_login(sam)

    shown = client.get(page("payout_runs")).content.decode()

    assert "start that anew" in shown
    assert 'name="value"' not in shown
    assert client.get(page("no_such_rule")).status_code == 404


def test_who_may_only_see_the_rules_changes_none(client: Client) -> None:
    eva = make.person("eva")
    User.objects.filter(pk=eva.pk).update(is_staff=True)
    eva.user_permissions.add(Permission.objects.get(codename="view_rulechange"))
    client.force_login(eva)

    assert "Undo seconds" in client.get("/admin/accounts/rulechange/").content.decode()
    assert 'name="value"' not in client.get(page("undo_seconds")).content.decode()
    assert client.post(page("undo_seconds"), {"value": "1", "reason": WHY}).status_code == 403
