"""The bank's postman: brings events to the market in the background."""

import threading
import time

import requests

from wallet.demobank.bank import Bank
from wallet.demobank.events import SIGNATURE_HEADER, Event, sign

TIMEOUT_SECONDS = 5
TICK_SECONDS = 0.1


class Courier(threading.Thread):
    """Brings events to the market in the background, and lets what is slow fall due."""

    def __init__(self, bank: Bank, *, secret: str, webhook_url: str) -> None:
        super().__init__(daemon=True, name="demo-bank-courier")
        self._bank = bank
        self._secret = secret
        self._webhook_url = webhook_url
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            self._bank.fall_due(time.time())
            if self._webhook_url:
                self.deliver()

    def deliver(self) -> None:
        """Bring every event that is due, in turn."""
        for event in self._bank.events.due(time.time()):
            reached = [self._bring(event) for _ in range(event.copies)]
            if all(reached):
                self._bank.events.delivered(event, time.time())
            else:
                self._bank.events.put_off(event, time.time())

    def _bring(self, event: Event) -> bool:
        body = event.body.encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(self._secret, body, at=time.time()),
        }
        try:
            answer = requests.post(self._webhook_url, data=body, headers=headers, timeout=TIMEOUT_SECONDS)
        except requests.RequestException:
            return False
        return answer.ok

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=TIMEOUT_SECONDS + 1)
