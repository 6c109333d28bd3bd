from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts import levels, profiles
from accounts.models import User
from picomarket.lib.images import BadPicture
from tests import make

from .test_levels import NOW, judge

SAID = {
    "language": "en",
    "name": "Benjamin",
    "bio": "I type fast.",
    "languages": ["bn", "en"],
    "time_zone": "Asia/Dhaka",
}


def page(client: Client, name: str, *args: str) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def save(client: Client, **more: Any) -> Any:
    return client.post(reverse("accounts:edit"), {**SAID, **more})


def test_a_profile_is_edited(client: Client, ben: User) -> None:
    client.force_login(ben)

    response = save(client)

    ben = make.fresh(ben)
    assert response["Location"] == reverse("accounts:profile")
    assert (ben.language, ben.name, ben.bio, ben.languages, ben.time_zone) == tuple(SAID.values())


def test_a_form_cannot_reach_beyond_its_fields(client: Client, ben: User) -> None:
    client.force_login(ben)

    save(client, level="3", is_staff="on", email="other@example.org", country="US", approved="999")

    after = make.fresh(ben)
    assert (after.level, after.is_staff, after.email, str(after.country), after.approved) == (
        1,
        False,
        "ben@example.org",
        "BD",
        0,
    )


@pytest.mark.parametrize(
    ("field", "value"), [("time_zone", "Mars/Base"), ("languages", ["xx"]), ("name", "x" * 41), ("bio", "x" * 601)]
)
def test_what_cannot_be_is_refused(client: Client, ben: User, field: str, value: Any) -> None:
    client.force_login(ben)

    response = save(client, **{field: value})

    assert list(response.context["form"].errors) == [field]
    assert make.fresh(ben).name == "Ben"


@pytest.mark.parametrize(
    "name",
    [
        "\u200c\u200c",
        "...",
        "x@y.com",
        "call +880 1711 123456",
        "Picomarket Help",
        "Pico Market",
        "Support",
        "The Sup-port Team",
        "Ann (staff)",
        "\u0420icomarket",
        "\uff33upport",
    ],
)
def test_a_name_that_deceives_or_that_nobody_reads_is_refused(client: Client, ben: User, name: str) -> None:
    client.force_login(ben)

    response = save(client, name=name)

    assert list(response.context["form"].errors) == ["name"]
    assert make.fresh(ben).name == "Ben"


@pytest.mark.parametrize("name", ["", "Ben 2", "Béla Stafford", "Модест", "রহিম", "王小明", "Ann-Marie O'Neill"])
def test_a_name_of_any_alphabet_is_taken(client: Client, ben: User, name: str) -> None:
    client.force_login(ben)

    save(client, name=name)

    assert make.fresh(ben).name == name


def test_the_staff_may_say_who_they_are(client: Client, ben: User) -> None:
    ben.is_staff = True
    ben.save()
    client.force_login(ben)

    save(client, name="Ben of support")

    assert make.fresh(ben).name == "Ben of support"


def test_words_about_oneself_lead_nobody_outside(client: Client, ben: User) -> None:
    client.force_login(ben)

    response = save(client, bio="I type fast, write to ben@example.org.")

    assert "Take out “ben@example.org”" in response.content.decode()
    assert make.fresh(ben).bio == ""


def test_a_photo_becomes_a_small_square_without_its_metadata(client: Client, ben: User) -> None:
    client.force_login(ben)
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    body = BytesIO()
    Image.new("RGB", (900, 500), "red").save(body, "JPEG", exif=exif)

    save(client, photo=SimpleUploadedFile("me.jpg", body.getvalue(), content_type="image/jpeg"))

    response = client.get(make.fresh(ben).photo_url)
    served = Image.open(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert response["Content-Type"] == "image/webp"
    assert (served.format, served.size, len(served.getexif())) == ("WEBP", (256, 256), 0)


def test_a_file_that_is_no_picture_changes_nothing_and_keeps_what_was_typed(client: Client, ben: User) -> None:
    client.force_login(ben)

    response = save(client, photo=SimpleUploadedFile("me.png", b"<svg onload=alert(1)>", content_type="image/png"))

    assert list(response.context["form"].errors) == ["photo"]
    assert "I type fast." in response.content.decode()
    assert (make.fresh(ben).name, make.fresh(ben).photo.name) == ("Ben", "")


def test_the_verb_refuses_a_bad_photo_before_it_writes(ben: User) -> None:
    with pytest.raises(BadPicture):
        profiles.edit(ben, fields=SAID, photo=SimpleUploadedFile("me.png", b"nothing"))

    assert make.fresh(ben).name == "Ben"


def test_a_new_photo_takes_the_place_of_the_old_one(
    ben: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first = profiles.edit(ben, fields={}, photo=make.picture()).photo.name

    with django_capture_on_commit_callbacks(execute=True):
        second = profiles.edit(ben, fields={}, photo=make.picture(300, 300)).photo.name

    assert [default_storage.exists(str(name)) for name in (first, second)] == [False, True]
    assert make.fresh(ben).name == "Ben"


def test_a_photo_is_removed(
    client: Client, ben: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(ben)
    old = profiles.edit(ben, fields={}, photo=make.picture()).photo_url

    with django_capture_on_commit_callbacks(execute=True):
        save(client, remove_photo="on")

    assert make.fresh(ben).photo_url == ""
    assert client.get(old).status_code == 404


def test_the_own_page_says_level_and_rates(client: Client, ann: User, ben: User) -> None:
    judge(ben, ann, "+++-")
    client.force_login(ben)

    text = " ".join(page(client, "accounts:profile").split())

    assert "Advanced after 22 more approved tasks at 85% or better: you are at 75%." in text
    assert f"http://testserver/r/{ben.public_id}/" in text


def test_the_own_page_warns_before_a_level_falls(client: Client, ann: User, ben: User) -> None:
    judge(ben, ann, "+" * 25 + "----")
    client.force_login(ben)

    assert "One more rejection brings you below Advanced." in page(client, "accounts:profile")


def test_the_first_steps_go_with_the_first_verdict(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)
    before = page(client, "accounts:profile")
    judge(ben, ann, "+")

    assert "Your first steps" in before
    assert "Your first steps" not in page(client, "accounts:profile")


def test_money_and_rules_stand_in_the_first_steps(client: Client, ben: User) -> None:
    client.force_login(ben)

    text = " ".join(page(client, "accounts:profile").split())

    assert "Of each reward 5% goes to the market" in text
    assert "you read by which day it arrives before you ask" in text


def test_the_own_pages_ask_strangers_to_sign_in(client: Client, db: None) -> None:
    for name in ("accounts:profile", "accounts:edit"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_the_public_page_says_what_others_may_know(client: Client, ann: User, ben: User) -> None:
    profiles.edit(ben, fields=SAID)
    judge(ben, ann, "+++-")

    text = " ".join(page(client, "accounts:person", ben.public_id).split())

    assert "Benjamin" in text
    assert "Bangladesh" in text
    assert "75%" in text
    assert "Bangla, English" in text


def test_the_public_page_leaks_nothing(client: Client, ben: User, cleo: User) -> None:
    client.force_login(cleo)

    text = page(client, "accounts:person", ben.public_id)

    for secret in (ben.email, "1995", "5 May", f"/r/{ben.public_id}/", "Asia/Dhaka"):
        assert secret not in text


def test_somebody_without_a_name_is_a_pseudonym(client: Client, ben: User) -> None:
    profiles.edit(ben, fields={"name": ""})

    text = page(client, "accounts:person", ben.public_id)

    assert f"{ben.public_id[:4]}-{ben.public_id[4:7]}" in text


def test_those_who_left_have_no_page(client: Client, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert client.get(ben.get_absolute_url()).status_code == 404
    assert client.get(reverse("accounts:photo", args=[ben.public_id])).status_code == 404


def test_a_photo_nobody_gave_is_not_found(client: Client, ben: User) -> None:
    assert client.get(reverse("accounts:photo", args=[ben.public_id])).status_code == 404


@pytest.mark.parametrize("verdicts", [1, 30])
def test_the_own_page_asks_the_database_the_same_however_much_there_is(
    client: Client, ann: User, ben: User, verdicts: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judged = [levels.Judged(number, ben.pk, ann.pk, True, "A task", "/x/") for number in range(1, verdicts + 1)]
    levels.record_verdicts(judged, now=NOW)
    client.force_login(ben)

    with django_assert_max_num_queries(16):
        page(client, "accounts:profile")
