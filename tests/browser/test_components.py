"""The pieces every page is built of, as a person meets them, on a phone and at a desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.people import DEMO_PASSWORD, Person

pytestmark = pytest.mark.browser

# The places of the dock whose words reach out of their own part of it.
OUTSIDE = """() => [...document.querySelectorAll(".bar__dock li")].filter(place => {
    const its = place.getBoundingClientRect();
    return [...place.querySelectorAll("a, a :not(.sr-only)")].some(one => one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).display !== "inline" && one.clientWidth > 0) || its.right > innerWidth + 1;
}).map(place => place.innerText)"""
NOTHING_KEPT = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("kept out", "SecurityError"); },
})"""
PAGES = ["/", "/style/", "/account/login/", "/account/signup/", "/account/password/reset/"]


@pytest.fixture
def screenshot(tmp_path: Path) -> Path:
    path = tmp_path / "shot.png"
    Image.new("RGB", (320, 200), "teal").save(path)
    return path


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_is_wider_than_its_screen_also_with_letters_twice_as_large(open_page: Opener, direction: str) -> None:
    page = open_page()

    for path in PAGES:
        page.goto(path)
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        # A page of samples side by side may be wider than a phone with large letters; one that people read is not.
        larger = () if path == "/style/" else ((360, 24), (360, 32))
        for width, letters in ((360, 16), (768, 16), (1280, 16), *larger):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("size => { document.documentElement.style.fontSize = `${size}px` }", letters)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, letters)


def test_a_picture_is_shown_before_it_is_sent(open_page: Opener, screenshot: Path) -> None:
    page = open_page(DESK)
    page.goto("/style/")

    page.locator("input[type=file]").first.set_input_files(screenshot)

    page.locator(".upload__show").first.wait_for()


def test_a_file_of_the_wrong_kind_is_refused_with_words(open_page: Opener, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("not a picture")
    page = open_page(DESK)
    page.goto("/style/")

    page.locator("input[type=file]").first.set_input_files(letter)

    expect(page.locator(".upload__bad").first).to_have_text("letter.txt: This is not a PNG, JPEG or WebP picture.")
    expect(page.locator("input[type=file]").first).to_have_value("")


def test_of_several_files_dropped_where_one_goes_the_others_are_named(open_page: Opener) -> None:
    page = open_page(DESK)
    page.goto("/style/")

    page.locator("input[type=file]").first.evaluate(
        """input => {
            const dropped = new DataTransfer();
            for (const name of ["one.png", "two.png", "three.png"])
                dropped.items.add(new File(["picture"], name, { type: "image/png" }));
            input.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }"""
    )

    expect(page.locator(".upload__bad").first).to_have_text("two.png · three.png: Not taken: one goes here.")
    assert page.locator("input[type=file]").first.evaluate("input => input.files[0].name") == "one.png"


def test_a_form_with_more_files_than_it_can_carry_is_not_sent_and_says_so(open_page: Opener, screenshot: Path) -> None:
    page = open_page(DESK)
    page.goto("/style/")
    field = page.locator("input[type=file]").first
    field.evaluate("input => { input.dataset.together = 3 }")
    field.set_input_files(screenshot)
    page.evaluate("addEventListener('submit', () => { window.sent = true })")
    send = "input => { input.form.requestSubmit(); return [input.validationMessage, window.sent] }"

    said, sent = field.evaluate(send)
    field.set_input_files([])

    assert said.startswith("Together your files are larger than")
    assert sent is None
    assert field.evaluate("input => input.validationMessage") == ""


def test_a_form_is_sent_once_however_often_the_button_is_pressed(open_page: Opener) -> None:
    page = open_page(DESK)
    page.goto("/account/login/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    with page.expect_navigation():
        page.evaluate("() => { for (let i = 0; i < 3; i++) document.querySelector('main .actions button').click() }")

    assert len(sent) == 1


def test_a_refused_form_leads_to_what_needs_a_change(open_page: Opener) -> None:
    page = open_page(PHONE)
    page.goto("/account/login/")

    page.locator("main .actions button").click()
    page.locator("[data-summary] a").first.click()

    expect(page.locator("[name=login]")).to_be_focused()


def test_leaving_what_was_typed_asks_first(open_page: Opener) -> None:
    page = open_page(DESK)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto("/style/")

    page.locator("#forms form").first.locator("input[name=title]").fill("Label 20 photos")
    page.goto("/")

    assert asked == ["beforeunload"]


def test_the_pages_stand_without_javascript(open_page: Opener) -> None:
    page = open_page(PHONE, javascript=False)

    page.goto("/style/")

    assert page.locator("[data-copy]").is_hidden()
    assert page.locator("[data-countdown]").first.inner_text() != ""
    assert page.locator("input[type=file]").first.is_visible()


@pytest.mark.parametrize("size", [PHONE, (320, 700), (768, 700)], ids=["phone", "small phone", "tablet"])
def test_the_five_places_stay_apart_in_every_language(open_page: Opener, size: tuple[int, int]) -> None:
    person = Person(open_page(size)).join("dock", "Portugal")
    code = 'select[name="language"]'

    for language in person.page.locator(f"{code} option").evaluate_all("all => all.map(one => one.value)"):
        person.page.locator(code).select_option(language)
        with person.page.expect_navigation():
            person.page.locator('form[action="/language/"] button').click()
        assert person.page.evaluate(OUTSIDE) == [], language
        assert size < (768, 0) or person.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), language


def test_the_keys_of_the_desk_can_be_turned_off_where_the_browser_keeps_nothing(open_page: Opener) -> None:
    page = open_page(DESK)
    page.add_init_script(NOTHING_KEPT)
    Person(page).sign_in("ann@example.org", DEMO_PASSWORD)
    page.goto("/tasks/")
    page.locator("main a[href$='/review/']").first.click()
    page.locator("main a[href^='/submissions/']").first.click()

    page.get_by_role("button", name="Turn the keys off").click()

    expect(page.get_by_role("button", name="Turn the keys on")).to_be_visible()
    page.locator("h1").click()
    # A key pressed for the page before judges none.
    page.wait_for_timeout(400)
    page.keyboard.press("r")
    expect(page.locator("details.reject")).not_to_have_attribute("open", "")
