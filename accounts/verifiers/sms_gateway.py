"""Text messages by a gateway of the operator's: one POST of JSON with a bearer token, as most of them take it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from picomarket.lib import outward

from .interface import Verifier, VerifierSilent


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsGateway(Verifier):
    url: str
    token: str

    def send(self, number: str, words: str) -> None:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        body = json.dumps({"to": number, "text": words}).encode()
        answer = outward.post(outward.Call(url=self.url, body=body, headers=headers))
        if not answer.is_good:
            # What it says could repeat the number.
            raise VerifierSilent(f"the gateway answered {answer.status}")
