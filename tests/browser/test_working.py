"""Work on a phone over a bad line, in a real browser: what is typed stays, what is chosen arrives."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from picomarket.lib.public import new_public_id
from tests.browser.conftest import PHONE, Opener
from tests.browser.people import Person
from tests.make import PASSWORD

pytestmark = pytest.mark.browser

InTheMarket = Callable[[str], None]

# For each of these keys somebody holds a slot of a task that asks for words and up to three screenshots.
# Nobody steals their passwords, and to hash each as for real takes a second.
CLAIMS = """
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from submissions.models import Submission
from tasks.drafts import Wanted
from tests import make
PBKDF2PasswordHasher.iterations = 1
hires = make.person("hires-{run}")
make.deposit(hires, "40")
wanted = [Wanted("text", "What did you see?", 10), Wanted("screenshot", "A screenshot of it", most=3)]
task = make.task(hires, slots=len({keys}), claim_minutes=60, proofs=wanted)
for key in {keys}:
    held = make.claim(task, make.person(f"works-{{key}}"))
    Submission.objects.filter(pk=held.pk).update(public_id=key)
"""
WORDS = "A street with a red house."
OFFLINE = "You are offline. What you typed is kept on this device and saved when you are online again."
GIVEN = """([kind, name, body]) => {
    const bytes = Uint8Array.from(atob(body), letter => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, {type: 'image/png'}));
    const how = {bubbles: true, cancelable: true};
    const event = kind === 'drop'
        ? new DragEvent('drop', {...how, dataTransfer: data})
        : new ClipboardEvent('paste', {...how, clipboardData: data});
    (kind === 'drop' ? document.querySelector('.upload') : document.body).dispatchEvent(event);
}"""
ON_DEVICE = """async () => {
    const cache = await caches.open('unsaved');
    const files = (await cache.keys()).map(request => new URL(request.url).pathname);
    return [...Object.keys(localStorage).filter(key => key.startsWith('unsaved ')), ...files];
}"""
PIXEL = """async ([x, y]) => {
    const image = document.querySelector('img[data-cover]');
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return [...pen.getImageData(x * canvas.width, y * canvas.height, 1, 1).data].slice(0, 3);
}"""


@pytest.fixture(scope="module")
def claims(in_the_market: InTheMarket, request: pytest.FixtureRequest) -> Iterator[str]:
    """Keys of claimed work, for every test at once: to begin a program for each takes longer than its test."""
    keys = [new_public_id() for test in request.session.items if "work" in getattr(test, "fixturenames", ())]
    in_the_market(CLAIMS.format(run=keys[0], keys=keys))
    return iter(keys)


@pytest.fixture
def work(open_page: Opener, claims: Iterator[str]) -> Person:
    """Somebody at the page of their work."""
    key = next(claims)
    somebody = Person(open_page(PHONE)).sign_in(f"works-{key}@example.org", PASSWORD)
    somebody.go(f"/submissions/{key}/")
    return somebody


def picture(width: int = 300, height: int = 200, *, noise: bool = False) -> bytes:
    image = Image.effect_noise((width, height), 90) if noise else Image.new("RGB", (width, height), "#f4f1ea")
    body = BytesIO()
    image.save(body, "PNG")
    return body.getvalue()


def kept(page: Page, count: int) -> None:
    expect(page.locator("#kept-proof-2 img")).to_have_count(count)


def test_what_is_typed_stays_without_a_press(work: Person) -> None:
    page = work.page
    page.get_by_label("What did you see?").fill(WORDS)
    page.get_by_label("Done with step 2").check()
    work.sees(re.compile(r"Saved at \d\d:\d\d"))

    page.reload()

    expect(page.get_by_label("What did you see?")).to_have_value(WORDS)
    expect(page.get_by_label("Done with step 2")).to_be_checked()


def test_that_it_was_not_handed_in_is_said_until_the_line_is_back(work: Person) -> None:
    page = work.page
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    work.press("Hand in")
    refused = page.get_by_text("Not handed in: you are offline.")
    expect(refused).to_be_visible()

    # As long as it takes until saving was tried, and failed.
    page.wait_for_timeout(2500)

    expect(refused).to_be_visible()
    page.context.set_offline(False)
    work.sees("You are online again: hand it in now.")


def test_what_is_typed_without_a_line_is_saved_when_there_is_one(work: Person) -> None:
    page = work.page
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    work.sees(OFFLINE)

    page.context.set_offline(False)

    work.sees(re.compile(r"Saved at \d\d:\d\d"))


def test_what_was_typed_before_a_crash_is_there_again(work: Person) -> None:
    page, address = work.page, work.page.url
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    work.sees(OFFLINE)
    page.close()

    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)

    expect(again.get_by_label("What did you see?")).to_have_value(WORDS)
    expect(again.get_by_text(re.compile(r"Saved at \d\d:\d\d"))).to_be_visible()


def test_a_draft_waits_on_the_device_for_the_line_and_goes_with_handing_in(work: Person) -> None:
    page, address = work.page, work.page.url
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    work.press("Hand in")
    work.sees(re.compile("Not handed in: you are offline."))

    page.goto("/work/")
    work.sees("You are offline")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Find work")).to_be_visible()
    page.goto(address)

    expect(page.get_by_label("What did you see?")).to_have_value(WORDS)
    page.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    work.press("Hand in")
    work.sees("Handed in. You need do nothing more.")
    left_on_device(page, 0)


def test_pictures_are_dropped_and_pasted_and_arrive_by_themselves(work: Person) -> None:
    for number, kind in enumerate(("drop", "paste"), start=1):
        work.page.evaluate(GIVEN, [kind, f"{kind}.png", b64encode(picture()).decode()])
        kept(work.page, number)

    work.page.reload()
    kept(work.page, 2)


def test_a_line_that_breaks_costs_one_piece(work: Person, tmp_path: Path) -> None:
    body = picture(900, 900, noise=True)
    (tmp_path / "noise.png").write_bytes(body)
    sent: list[str] = []

    def breaking(route: Route) -> None:
        sent.append(route.request.headers["upload-offset"])
        if len(sent) in (2, 3):
            route.abort("connectionfailed")
        else:
            route.continue_()

    work.page.route(re.compile(r"/uploads/\w{12}/$"), breaking)
    work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "noise.png")
    work.sees("The line broke. It goes on by itself.")

    kept(work.page, 1)
    piece = 256 * 1024
    rest = [str(offset) for offset in range(2 * piece, len(body), piece)]
    assert sent == ["0", str(piece), str(piece), str(piece), *rest]


def test_what_was_given_up_is_begun_again_when_the_line_is_back(work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture())
    is_broken, given_up = True, work.page.get_by_text("Not sent. It goes with the form when you hand in.")
    work.page.route(
        re.compile(r"/uploads/\w{12}/$"),
        lambda route, _request: route.abort("connectionfailed") if is_broken else route.continue_(),
    )
    work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")
    for _try in range(400):
        # A line that comes and goes shortens each wait, and what was given up begins again with it.
        if given_up.count():
            break
        work.page.evaluate("dispatchEvent(new Event('online'))")
        work.page.wait_for_timeout(50)
    expect(given_up).to_be_visible()

    is_broken = False
    work.page.evaluate("dispatchEvent(new Event('online'))")

    kept(work.page, 1)
    expect(given_up).to_have_count(0)


def test_a_picture_half_sent_goes_on_by_itself_when_the_page_comes_anew(work: Person, tmp_path: Path) -> None:
    body = picture(900, 900, noise=True)
    (tmp_path / "noise.png").write_bytes(body)
    sent: list[str] = []

    def second(route: Route) -> None:
        sent.append(route.request.headers["upload-offset"])
        if len(sent) != 2:
            route.continue_()

    work.page.route(re.compile(r"/uploads/\w{12}/$"), second)
    with work.page.expect_request(lambda request: request.headers.get("upload-offset") == str(256 * 1024)):
        work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "noise.png")

    work.page.reload()

    kept(work.page, 1)
    # The first piece is not sent again.
    assert sent[2] == str(256 * 1024)
    left_on_device(work.page, 0)


def test_signing_out_leaves_neither_words_nor_files_on_the_device(work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture())
    work.page.context.set_offline(True)
    work.page.get_by_label("What did you see?").fill(WORDS)
    work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")
    work.sees(OFFLINE)
    work.page.route(re.compile(r"/(uploads|keep)/"), lambda route, _request: route.abort())
    work.page.context.set_offline(False)
    left_on_device(work.page, 2)

    # Leaving asks whether what is not saved may stay behind.
    work.page.on("dialog", lambda dialog: dialog.accept())
    work.page.goto(work.page.url.partition("/submissions/")[0] + "/account/logout/")
    work.page.locator("form.form").get_by_role("button", name="Sign out").click()
    work.page.wait_for_url(lambda url: urlsplit(url).path == "/")

    left_on_device(work.page, 0)


def left_on_device(page: Page, count: int) -> None:
    """Wait until so much of work is kept in the browser: unsaved words, and files on their way."""
    page.wait_for_function(f"async count => (await ({ON_DEVICE})()).length === count", arg=count)


def test_handing_in_waits_for_what_is_on_its_way(work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture())
    stuck: list[Route] = []
    work.page.get_by_label("What did you see?").fill(WORDS)
    work.page.route(re.compile(r"/uploads/\w{12}/$"), lambda route, _request: stuck.append(route))
    with work.page.expect_request(re.compile(r"/uploads/\w{12}/$")):
        work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")

    work.press("Hand in")
    work.sees("Handing in as soon as this is sent.")
    stuck[0].continue_()

    work.sees("Waiting for review")
    expect(work.page.locator("figure.shot img")).to_have_count(1)


def test_a_wrong_file_is_refused_and_all_else_stays(work: Person, tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(b"<svg><script>alert(1)</script></svg>")
    (tmp_path / "list.csv").write_text("a,b")
    work.page.get_by_label("What did you see?").fill(WORDS)
    chosen = work.page.get_by_label("A screenshot of it")

    for name in ("page.png", "list.csv"):
        chosen.set_input_files(tmp_path / name)
        work.sees(re.compile("This file is not a picture we can read"))

    expect(work.page.get_by_label("What did you see?")).to_have_value(WORDS)
    kept(work.page, 0)


def test_a_field_is_wrong_no_more_when_its_picture_is_there(work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture())
    work.page.get_by_label("What did you see?").fill(WORDS)
    work.press("Hand in")
    work.sees("Add a screenshot.")

    work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")

    kept(work.page, 1)
    expect(work.page.get_by_text("Add a screenshot.")).to_have_count(0)
    expect(work.page.get_by_text("This needs a change before it can go on")).to_have_count(0)


def test_files_refused_for_one_reason_are_named_in_one_line_beside_one_that_is_kept(
    work: Person, tmp_path: Path
) -> None:
    bodies = {"page.png": b"<svg></svg>", "shot.png": picture(), "list.csv": b"a,b", "note.csv": b"c,d"}
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
    work.page.get_by_label("A screenshot of it").set_input_files([tmp_path / name for name in bodies])

    kept(work.page, 1)
    work.sees("list.csv · note.csv · page.png: This file is not a picture we can read.")


def test_what_is_drawn_is_covered_by_every_button(work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture(300, 200))
    work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")
    kept(work.page, 1)
    address = work.page.url
    work.follow(re.compile("Rotate or cover"))

    draw(work.page, (0.5, 0.5), (1.0, 1.0))
    work.press("Turn it right")
    expect(work.page.locator("img[data-cover]")).to_have_attribute("width", "200")
    assert max(work.page.evaluate(PIXEL, [0.25, 0.75])) < 60

    draw(work.page, (0.5, 0.0), (1.0, 0.5))
    work.follow("Done")
    work.sees("Covered. What was there is gone for good.")
    assert work.page.url.split("#")[0] == address.split("#")[0]
    work.follow(re.compile("Rotate or cover"))
    expect(work.page.locator("img[data-cover]")).to_be_visible()
    assert max(work.page.evaluate(PIXEL, [0.75, 0.25])) < 60


def test_a_picture_is_turned_and_what_is_private_covered(work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture(300, 200))
    work.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")
    kept(work.page, 1)
    work.follow(re.compile("Rotate or cover"))
    work.press("Turn it right")
    image = work.page.locator("img[data-cover]")
    expect(image).to_have_attribute("width", "200")

    draw(work.page, (0.5, 0.5), (1.0, 1.0))
    work.press("Cover it")
    work.sees("Covered. What was there is gone for good.")

    assert max(work.page.evaluate(PIXEL, [0.75, 0.75])) < 60
    assert min(work.page.evaluate(PIXEL, [0.25, 0.25])) > 200


def test_covering_needs_neither_a_mouse_nor_scripts(open_page: Opener, work: Person, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(picture(300, 200))
    plain = Person(open_page(PHONE, javascript=False)).sign_in(work.email, PASSWORD)
    plain.go(work.page.url)
    plain.page.get_by_label("A screenshot of it").set_input_files(tmp_path / "shot.png")
    plain.press("Save for later")
    plain.follow(re.compile("Rotate or cover"))

    plain.page.get_by_text("Say by numbers what to cover").click()
    for side, percent in (("Left", "0"), ("Right", "100"), ("Upper", "0"), ("Lower", "50")):
        plain.page.get_by_label(f"{side} side").fill(percent)
    plain.press("Cover it")

    plain.sees("Covered. What was there is gone for good.")


def draw(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    image = page.locator("img[data-cover]")
    # Only then it has its size and takes what is drawn.
    expect(image).to_have_css("cursor", "crosshair")
    image.evaluate("image => image.decode()")
    box = image.bounding_box()
    assert box
    (x, y), (to_x, to_y) = (
        (box["x"] + part[0] * box["width"], box["y"] + part[1] * box["height"]) for part in (start, end)
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()
