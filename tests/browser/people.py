"""What people do in the market, as clicks and keys."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery staple"
DEMO_PASSWORD = "picomarket-demo"


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    email: str = ""
    password: str = PASSWORD

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def press_and_leave(self, name: str | re.Pattern[str]) -> None:
        """Press, and go on when the next page is there: to go elsewhere before would take the press back."""
        with self.page.expect_navigation():
            self.press(name)

    def follow(self, name: str | re.Pattern[str]) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()

    def asks_until(self, done: Callable[[], bool], *, seconds: float = 60) -> None:
        """Reload until what background work does has happened."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, f"still waiting at {self.page.url}"
            self.page.wait_for_timeout(500)
            self.page.reload()

    def amount(self, name: str) -> Decimal:
        """The sum that stands beside these words in a list of facts."""
        line = self.page.locator(".facts > div").filter(has=self.page.get_by_text(name, exact=True))
        return Decimal(re.sub(r"[^0-9.]", "", line.locator("dd").inner_text()))

    # -- Joining

    def join(self, name: str, country: str) -> Person:
        self.email = f"{name}-{uuid4().hex[:8]}@example.org"
        self.go("/account/signup/")
        self.page.locator("#id_email").fill(self.email)
        self.page.locator("#id_password1").fill(PASSWORD)
        self.page.get_by_label("Country").select_option(label=country)
        self.page.get_by_label("Date of birth").fill("1995-05-05")
        self.page.get_by_role("checkbox").check()
        self.press(re.compile("^Join"))
        self.page.wait_for_url("**/confirm-email/")
        self.confirm()
        return self

    def confirm(self) -> None:
        """Read the confirmation mail and follow its link."""
        self.go("/mail/")
        letters = self.page.locator("details.letter").filter(has_text=self.email).filter(has_text="/confirm-email/")
        self.asks_until(lambda: letters.count() > 0)
        letter = letters.last
        if letter.get_attribute("open") is None:
            # Somebody else was mailed meanwhile.
            letter.locator("summary").click()
        with self.page.expect_navigation():
            letter.get_by_role("link", name=re.compile("confirm-email")).click()
        self.press_and_leave("Yes, confirm it")

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> Person:
        self.email, self.password = email, password
        self.go("/account/login/")
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(password)
        self.press("Sign in")
        self.page.wait_for_url("**/work/")
        return self

    # -- Hiring

    def deposit(self, dollars: str) -> None:
        self.go("/wallet/deposit/")
        self.page.get_by_label("Amount in dollars").fill(dollars)
        self.page.get_by_label(re.compile("Demo bank")).check()
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button").first.click()
        if "/checkout" not in self.page.url:
            with self.page.expect_navigation():
                self.page.get_by_role("main").get_by_role("link", name=re.compile("[Pp]ay|Demo bank")).first.click()
        self.press_and_leave(re.compile("^Pay \\$"))
        self.asks_until(lambda: self.page.get_by_role("main").get_by_text("Arrived").count() > 0)

    def post(self, title: str, *, reward: str, slots: int) -> str:
        """Through the wizard, step by step; the address of the published task's own page."""
        self.go("/tasks/post/")
        self.press_and_leave("Start a new task")
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("Category").select_option(label="Website testing")
        self.page.get_by_label("Minutes it takes").fill("6")
        self.page.get_by_label("Step 1").fill("Open the front page of the market.")
        self.page.get_by_label("Step 2").fill("Write what you see at the top.")
        self._onward()
        self._onward()
        self.page.get_by_label("What the worker hands in").nth(0).fill("What did you see?")
        self.page.get_by_label("Least characters").nth(0).fill("10")
        self.page.get_by_label("What the worker hands in").nth(1).fill("A screenshot of the page")
        self._onward()
        self.page.get_by_label("Reward per slot").fill(reward)
        self.page.get_by_label("Slots").fill(str(slots))
        self._onward()
        self._onward()
        self.press(re.compile("^Publish for"))
        self.page.wait_for_url("**/manage/")
        return self.page.url.removesuffix("manage/")

    def _onward(self) -> None:
        # The first button of that name is hidden: it is the one Enter presses. The next page has one too.
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save and go on").last.click()

    def review(self, task: str) -> None:
        """Open the oldest submission that waits."""
        self.go(f"{task}review/")
        handed_in = re.compile("Review|handed in", re.IGNORECASE)
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=handed_in).first.click()

    def reject(self, words: str) -> None:
        self.page.locator("details.reject > summary").click()
        self.page.get_by_label("Reason").select_option(label="Wrong result")
        self.page.get_by_label("Which step").select_option(index=2)
        self.page.get_by_label("What was wrong?").fill(words)
        self.press_and_leave("Reject this work")

    def give_bonus(self, dollars: str, words: str) -> None:
        self.page.locator("summary").filter(has_text="Give a bonus").click()
        self.page.get_by_label("Bonus in dollars").fill(dollars)
        self.page.get_by_label("A word to the worker").fill(words)
        self.press_and_leave("Give it now")

    def add_slots(self, task: str, count: int) -> None:
        self.go(f"{task}manage/")
        self.follow("Add slots")
        self.page.get_by_label("How many more").fill(str(count))
        self.press_and_leave("Show what it costs")
        self.press(re.compile(f"^Add {count} slots? for"))
        self.page.wait_for_url("**/manage/")

    def ask_back(self, dollars: str) -> str:
        """Ask for what is unspent of the only deposit; the address of the refund."""
        self.go("/wallet/")
        self.follow("Get unspent money back")
        self.follow(f"Get back up to {dollars}")
        self.press_and_leave("Get this back")
        self.say_password_again()
        self.page.wait_for_url("**/wallet/payouts/*/")
        return self.page.url

    # -- Working

    def claim(self, task: str) -> None:
        self.go(task)
        self.press("Claim this task")
        self.page.wait_for_url("**/submissions/*/")

    def hand_in(self, words: str, picture: Path) -> None:
        """It goes once the picture has arrived."""
        self.page.get_by_label("What did you see?").fill(words)
        self.page.get_by_label("A screenshot of the page").set_input_files(picture)
        self.press("Hand in")

    def dispute(self, words: str) -> None:
        self.follow(re.compile("Dispute", re.IGNORECASE))
        self.page.get_by_role("textbox").first.fill(words)
        self.press_and_leave("Open the dispute")

    def ask_for_payout(self, account: str) -> str:
        self.go("/wallet/method/")
        self.say_password_again()
        set_up = self.page.locator("summary").filter(has_text="Set up Demo bank")
        if set_up.count():
            set_up.click()
        self.page.get_by_label("Account number").fill(account)
        form = self.page.locator("form").filter(has=self.page.get_by_label("Account number"))
        form.get_by_role("button").first.click()
        self.page.wait_for_url("**/wallet/payout/")
        self.press_and_leave("Ask for this payout")
        self.say_password_again()
        self.page.wait_for_url("**/wallet/payouts/*/")
        return self.page.url

    def say_password_again(self) -> None:
        """Where the sign-in is too long ago for money to leave."""
        if "reauthenticate" in self.page.url:
            self.page.get_by_label("Password").fill(self.password)
            with self.page.expect_navigation():
                self.page.get_by_role("main").get_by_role("button").first.click()

    # -- Supporting

    def send_payouts(self) -> None:
        """Gather what waits, look at the demo bank's batch and let it go."""
        self.go("/admin/wallet/payoutbatch/")
        self.press_and_leave("Gather payouts now")
        gathered = self.page.get_by_role("cell", name=re.compile("Gathered$"))
        batch = self.page.get_by_role("row").filter(has=gathered).filter(has_text="Demo bank")
        batch.get_by_role("link").first.click()
        self.press("Send now")
        self.sees("The batch is sent.")
