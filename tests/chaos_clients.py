"""People in front of the site, by HTTP: what they are told is done they write down, whatever is killed meanwhile."""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from tests.chaos_shop import TOTAL
from tests.chaos_world import WORDS
from tests.make import PASSWORD
from wallet.demobank.bank import Bank

SECONDS_TO_ANSWER = 60
PAUSE_SECONDS = 0.05
TRIES = 5


class Unclear(Exception):
    """No answer, or one that the server broke down over: done or not, nobody was told."""


class SignedOut(Exception):
    """The site asks who this is."""


@dataclass
class Shop:
    """What the people know of each other, and what they were told."""

    address: str
    bank: Bank
    # Published tasks with their employers, and what waits for each employer's word.
    tasks: list[tuple[str, str]]
    to_review: defaultdict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    told: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)


class Client(threading.Thread):
    """One person, who hires and works, until the shop is closed."""

    def __init__(self, shop: Shop, email: str, seed: int) -> None:
        super().__init__(daemon=True, name=email)
        self.shop, self.email, self.dice = shop, email, random.Random(seed)
        self.http: requests.Session | None = None
        self.deposits: list[str] = []
        self.approved: list[str] = []
        # Claimed and, as far as anybody was told, not handed in; and whose task it is.
        self.held: tuple[str, str] | tuple[()] = ()

    def run(self) -> None:
        while not self.shop.closed.wait(PAUSE_SECONDS):
            deed = self.dice.choice(DEEDS)
            try:
                deed(self)
            except SignedOut:
                self.http = None
            except (Unclear, requests.RequestException):
                self.shop.counts["unclear"] += 1
                time.sleep(10 * PAUSE_SECONDS)
            except Exception as bug:  # noqa: BLE001 - a thread's end must not go unseen
                self.shop.broken.append(f"{deed.__name__}: {bug!r}")

    # -- asking the site

    def sign_in(self) -> requests.Session:
        """And say the password once more, so that the site lets money out."""
        http = requests.Session()
        http.get(f"{self.shop.address}/account/login/", timeout=SECONDS_TO_ANSWER)
        who = {"login": self.email, "password": PASSWORD}
        for path, said in {"/account/login/": who, "/account/reauthenticate/": {"password": PASSWORD}}.items():
            if self._send(http, path, said).status_code != requests.codes.found:
                raise SignedOut
        self.shop.counts["sign_in"] += 1
        self.http = http
        return http

    def post(self, path: str, **said: str) -> str:
        """Where the site leads to; empty where it said no."""
        answer = self._send(self.http or self.sign_in(), path, said)
        where = answer.headers.get("Location", "")
        if where.startswith("/account/"):
            raise SignedOut
        if answer.status_code == requests.codes.found:
            return where
        self.shop.counts["refused"] += 1
        return ""

    def _send(self, http: requests.Session, path: str, said: dict[str, str]) -> requests.Response:
        headers = {"X-CSRFToken": http.cookies.get("csrftoken", ""), "Referer": f"{self.shop.address}{path}"}
        answer = http.post(
            f"{self.shop.address}{path}", data=said, headers=headers, timeout=SECONDS_TO_ANSWER, allow_redirects=False
        )
        if answer.status_code >= requests.codes.server_error:
            raise Unclear
        return answer

    def told(self, what: str, name: str) -> None:
        self.shop.told.append((what, name))
        self.shop.counts[what] += 1

    def until_told(self, what: str, key: str, path: str, **said: str) -> None:
        """The same page sent again until the site answers: it is done once however often it is sent."""
        for _try in range(TRIES):
            try:
                if self.post(path, key=key, **said):
                    self.told(what, key)
                return
            except (Unclear, requests.RequestException):
                self.shop.counts["unclear"] += 1
                time.sleep(PAUSE_SECONDS)

    # -- deeds

    def deposit(self) -> None:
        amount = f"{self.dice.randrange(5, 30)}.{self.dice.randrange(100):02}"
        made = self.named("/wallet/deposits/", self.post("/wallet/deposit/", amount=amount, rail="demo_bank"))
        if not made:
            return
        self.told("deposit", made)
        self.deposits.append(made)
        found = self.shop.bank.state.row("select id from checkout where key = ?", (made,))
        if found:
            pay = self.dice.choice([self.shop.bank.pay, self.shop.bank.pay_half, self.shop.bank.pay_later])
            pay(found["id"])
            self.shop.counts["paid at the bank"] += 1

    def work(self) -> None:
        if not self.held:
            task, employer = self.dice.choice(self.shop.tasks)
            self.held = self.named("/submissions/", self.post(f"/tasks/{task}/claim/")), employer
            if self.held[0]:
                self.told("claim", self.held[0])
        held, employer = self.held
        if held and self.named("/submissions/", self.post(f"/submissions/{held}/deliver/", **{"proof-1": WORDS})):
            self.told("hand_in", held)
            self.shop.to_review[employer].append(held)
        self.held = ()

    def approve(self) -> None:
        mine = self.shop.to_review[self.email]
        if not mine:
            return
        done = mine.popleft()
        try:
            was_told = self.post(f"/submissions/{done}/approve/")
        except BaseException:
            mine.append(done)
            raise
        if was_told:
            self.told("approve", done)
            self.approved.append(done)

    def bonus(self) -> None:
        if self.approved:
            done, key = self.dice.choice(self.approved), secrets.token_hex(12)
            self.until_told("bonus", key, f"/submissions/{done}/bonus/", amount="0.07", note="")

    def move(self) -> None:
        self.until_told("move", secrets.token_hex(12), "/wallet/move/", amount=f"0.{self.dice.randrange(1, 99):02}")

    def pay_out(self) -> None:
        amount = f"{self.dice.randrange(1, 4)}.{self.dice.randrange(100):02}"
        asked = self.named("/wallet/payouts/", self.post("/wallet/payout/", amount=amount, rail="demo_bank"))
        if asked:
            self.told("payout", asked)

    def ask_back(self) -> None:
        if self.deposits:
            made = self.dice.choice(self.deposits)
            asked = self.named("/wallet/payouts/", self.post(f"/wallet/deposits/{made}/refund/", amount="1.50"))
            if asked:
                self.told("refund", asked)

    def publish(self) -> None:
        mine = [task for task, employer in self.shop.tasks if employer == self.email]
        draft = self.named("/tasks/", self.post(f"/tasks/{mine[0]}/duplicate/"))
        if draft and self.post(f"/tasks/{draft}/publish/", total=TOTAL).endswith("/manage/"):
            self.told("publish", draft)
            self.shop.tasks.append((draft, self.email))

    def look(self) -> None:
        """Whoever comes back from the bank's page has it ask at once."""
        if self.deposits and self.http:
            page = f"{self.shop.address}/wallet/deposits/{self.dice.choice(self.deposits)}/back/"
            if self.http.get(page, timeout=SECONDS_TO_ANSWER).status_code >= requests.codes.server_error:
                raise Unclear
            self.shop.counts["look"] += 1

    @staticmethod
    def named(before: str, where: str) -> str:
        """The name in an address; empty where it leads elsewhere."""
        return where.removeprefix(before).partition("/")[0] if where.startswith(before) else ""


DEEDS: list[Callable[[Client], None]] = [
    *[Client.work] * 6,
    *[Client.approve] * 5,
    *[Client.publish] * 2,
    *[Client.pay_out] * 2,
    *(Client.deposit, Client.deposit, Client.bonus, Client.move, Client.ask_back, Client.look),
]
