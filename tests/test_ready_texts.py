"""Ready texts: written by the staff, put into a reason without a script, and changed there before a decision."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts import deeds, ready_texts
from accounts.first_words import READY_TEXTS
from accounts.models import ReadyText, StaffEntry, User
from tests import make
from tests.test_casework import DECISIONS, a_case, desk

KIND = {"disputes_dispute": "dispute", "tasks_look": "look", "tasks_personreport": "report"}
KIND |= {"submissions_proposal": "cosign"}
KINDS = pytest.mark.parametrize("kind", DECISIONS)


def text(kind: str, words: str = "Dear {person}, see {market}.", **given: str) -> ReadyText:
    return ReadyText.objects.create(kind=KIND[kind], **{"title": "Dear", "text": words, **given})


def fill(client: Client, kind: str, case: Any, chosen: ReadyText | str, **typed: str) -> str:
    url = reverse(f"admin:{kind}_fill", args=[case.pk])
    return client.post(url, {"ready_text": getattr(chosen, "pk", chosen), **typed}).content.decode()


@KINDS
def test_a_ready_text_goes_after_what_was_typed_and_decides_nothing(kind: str, ann: User, ben: User) -> None:
    case, rana, chosen = a_case(kind, ann, ben), desk("rana"), text(kind)

    offered = rana.get(reverse(f"admin:{kind}_change", args=[case.pk])).content.decode()
    page = fill(rana, kind, case, chosen, words="First of all:")

    reader = "Ben" if kind in ("disputes_dispute", "tasks_personreport") else "Ann"
    assert f'<option value="{chosen.pk}">' in offered
    assert offered.index('<option value="">–') < offered.index(f'<option value="{chosen.pk}">')
    assert f"First of all:\nDear {reader}, see Picomarket." in page
    assert 'name="outcome"' in page
    assert "Choose one of the outcomes." not in page
    assert make.fresh(case).is_open
    assert make.fresh(chosen).used == 1


def test_the_language_of_the_reader_comes_first(ann: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(language="bn")
    case = a_case("disputes_dispute", ann, ben)
    theirs = text("disputes_dispute", language="bn", title="Zuletzt")
    others = text("disputes_dispute", language="ar", title="Allererst")

    offers = desk("rana").get(reverse("admin:disputes_dispute_change", args=[case.pk])).context["ready_texts"]

    assert ready_texts.Offer(theirs.pk, "Zuletzt", "বাংলা") in offers
    assert offers[-1] == ready_texts.Offer(others.pk, "Allererst", "العربية")


def a_first_text(words: str) -> ReadyText:
    """One the market comes with: those of a test's database may have been emptied by another."""
    kept = ReadyText.objects.get_or_create(
        kind="report", language="en", title="Use a dispute", defaults={"text": words}
    )
    return kept[0]


def test_what_a_market_comes_with_is_chosen_in_ones_own_language_and_comes_in_the_readers(ann: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(language="bn")
    case, rana = a_case("tasks_personreport", ann, ben), desk("rana")
    User.objects.filter(email="rana@example.org").update(language="fr")
    kept = a_first_text("This is about one rejection. Open a dispute from it: there we decide on the proof.")

    page = rana.get(reverse("admin:tasks_personreport_change", args=[case.pk])).context
    filled = fill(rana, "tasks_personreport", case, kept, words="")

    with override("fr"):
        assert ready_texts.Offer(kept.pk, gettext(kept.title), "বাংলা") in page["ready_texts"]
    with override("bn"):
        assert gettext(kept.text) != kept.text
        assert gettext(kept.text) in filled


def test_what_the_staff_changed_comes_as_they_wrote_it(ann: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(language="bn")
    case, rana = a_case("tasks_personreport", ann, ben), desk("rana")
    kept = a_first_text("Dispute it.")
    ReadyText.objects.filter(pk=kept.pk).update(text="Dispute it.")

    page = rana.get(reverse("admin:tasks_personreport_change", args=[case.pk])).context

    assert ready_texts.Offer(kept.pk, kept.title, "") in page["ready_texts"]
    assert "Dispute it." in fill(rana, "tasks_personreport", case, kept, words="")


def test_the_log_keeps_a_ready_text_as_it_went_out() -> None:
    words = "The proof shows every step done as the task asks."

    with override("bn"):
        assert gettext(words) != words
        assert deeds.because(words, "disputes.dispute") == words


def test_every_word_of_the_first_texts_is_marked_for_translators() -> None:
    migration = import_module("accounts.migrations.0003_first_ready_texts")

    kept = {one for words in migration.TEXTS.values() for pair in words.items() for one in pair}

    assert kept == set(READY_TEXTS)


@pytest.mark.parametrize("chosen", ["", "0", "x", "99999999", "²"])
def test_a_text_that_is_none_leaves_what_was_typed(ann: User, ben: User, chosen: str) -> None:
    case = a_case("tasks_personreport", ann, ben)

    assert "As it was." in fill(desk("rana"), "tasks_personreport", case, chosen, words="As it was.")


def test_a_text_of_another_kind_is_none_here(ann: User, ben: User) -> None:
    case = a_case("tasks_personreport", ann, ben)

    assert "Dear Ben" not in fill(desk("rana"), "tasks_personreport", case, text("tasks_look"), words="")


def test_who_may_not_decide_fills_in_nothing(client: Client, ann: User, ben: User) -> None:
    case = a_case("disputes_dispute", ann, ben)
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)

    answer = desk("ann").post(reverse("admin:disputes_dispute_fill", args=[case.pk]), {"ready_text": "1"})

    assert answer.status_code == 403


def test_texts_are_written_on_the_desk_and_what_cannot_be_filled_in_is_named(sam: User) -> None:
    client = Client()
    client.force_login(sam)
    typed = {"kind": "report", "language": "en", "title": "Thanks", "text": "Dear {name}, thank you."}

    refused = client.post("/admin/accounts/readytext/add/", typed).content.decode()
    client.post("/admin/accounts/readytext/add/", {**typed, "text": "Dear {person}, thank you."})

    assert "Nothing is filled in for {name}." in refused
    made = ReadyText.objects.get(title="Thanks")
    assert made.text == "Dear {person}, thank you."
    assert StaffEntry.objects.filter(what="Added", kind="accounts.readytext", key=str(made.pk)).exists()
