"""Completion codes: what a site makes with the snippets is right, for one worker and one claim only."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from shutil import which

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import codes, snippets
from tasks.models import CodeKey

NOW = timezone.now()
IDS = {"task": "t2", "worker": "w3", "nonce": "n4"}
RUN = {
    "Python": ("python3", "-c", "{0}\nprint(completion_code('t2', 'w3', 'n4'))"),
    "PHP": ("php", "-r", "{0}\necho completion_code('t2', 'w3', 'n4');"),
    "JavaScript (Node)": ("node", "-e", "{0}\nconsole.log(completionCode('t2', 'w3', 'n4'));"),
}


@pytest.mark.parametrize("language", [name for name, (program, *_rest) in RUN.items() if which(program)])
def test_each_snippet_makes_the_code_that_is_asked_for(ann: User, language: str) -> None:
    secret = codes.key_of(ann, now=NOW).secret
    program, how, source = RUN[language]
    snippet = dict(snippets.with_secret(secret))[language].removeprefix("<?php")

    told = subprocess.run([program, how, source.format(snippet)], capture_output=True, text=True, check=True)

    assert codes.is_right(told.stdout, employer=ann, now=NOW, **IDS)


@pytest.mark.parametrize("change", [{"task": "t9"}, {"worker": "w9"}, {"nonce": "n9"}])
def test_a_code_is_good_for_its_task_worker_and_claim_only(ann: User, change: dict[str, str]) -> None:
    code = codes.code(codes.key_of(ann, now=NOW).secret, **IDS)

    assert codes.is_right(code, employer=ann, now=NOW, **IDS)
    assert not codes.is_right(code, employer=ann, now=NOW, **{**IDS, **change})


def test_a_code_is_read_as_people_type_it(ann: User) -> None:
    code = codes.code(codes.key_of(ann, now=NOW).secret, **IDS)

    assert codes.is_right(f" {code[:8].upper()}-{code[8:]} ", employer=ann, now=NOW, **IDS)
    assert not codes.is_right(code[:-1], employer=ann, now=NOW, **IDS)
    assert not codes.is_right("", employer=ann, now=NOW, **IDS)


def test_another_employers_secret_makes_no_code_here(ann: User, cleo: User) -> None:
    codes.key_of(ann, now=NOW)
    theirs = codes.code(codes.key_of(cleo, now=NOW).secret, **IDS)

    assert not codes.is_right(theirs, employer=ann, now=NOW, **IDS)


def test_the_former_secret_is_good_for_a_day_more(ann: User) -> None:
    old = codes.code(codes.key_of(ann, now=NOW).secret, **IDS)

    new = codes.code(codes.renew(ann, now=NOW).secret, **IDS)

    assert old != new
    assert codes.is_right(new, employer=ann, now=NOW, **IDS)
    assert codes.is_right(old, employer=ann, now=NOW + timedelta(hours=23), **IDS)
    assert not codes.is_right(old, employer=ann, now=NOW + timedelta(hours=25), **IDS)


def test_a_link_keeps_what_the_site_asks_for() -> None:
    link = codes.link("https://forms.example/s?lang=en&task=old#top", **IDS)

    assert link == "https://forms.example/s?lang=en&task=t2&worker=w3&nonce=n4#top"


def test_the_page_shows_the_secret_to_its_owner_and_makes_another(client: Client, ann: User, cleo: User) -> None:
    client.force_login(ann)

    page = client.get("/tasks/codes/").content.decode()
    first = CodeKey.objects.get(employer=ann).secret
    client.post("/tasks/codes/renew/")
    later = client.get("/tasks/codes/").content.decode()
    client.force_login(cleo)

    assert page.count(first) == 5
    assert first not in later
    assert "The one before is good until" in later
    assert CodeKey.objects.get(employer=ann).secret not in client.get("/tasks/codes/").content.decode()
