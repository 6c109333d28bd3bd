"""How a server knows that a call is ours: what its owner puts there. Shown as it is; each is run by a test."""

from __future__ import annotations

PYTHON = """import hashlib
import hmac
import time

SECRET = "%(secret)s"

def is_genuine(body, header):
    # body: the bytes as they came. header: Picomarket-Signature.
    parts = dict(part.split("=", 1) for part in header.split(","))
    text = parts["t"].encode() + b"." + body
    right = hmac.new(SECRET.encode(), text, hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(parts["t"])) < 300
    return fresh and hmac.compare_digest(right, parts["v1"])
"""

PHP = """<?php
const SECRET = '%(secret)s';

function is_genuine($body, $header) {
    // $body: file_get_contents('php://input'). $header: $_SERVER['HTTP_PICOMARKET_SIGNATURE'].
    parse_str(str_replace(',', '&', $header), $parts);
    $right = hash_hmac('sha256', $parts['t'] . '.' . $body, SECRET);
    $fresh = abs(time() - (int) $parts['t']) < 300;
    return $fresh && hash_equals($right, $parts['v1']);
}
"""

JAVASCRIPT = """const { createHmac, timingSafeEqual } = require("node:crypto");

const SECRET = "%(secret)s";

function isGenuine(body, header) {
  // body: the bytes as they came, before they are parsed. header: Picomarket-Signature.
  const parts = Object.fromEntries(header.split(",").map((part) => part.split("=")));
  const right = createHmac("sha256", SECRET).update(`${parts.t}.`).update(body).digest();
  const given = Buffer.from(parts.v1, "hex");
  const fresh = Math.abs(Date.now() / 1000 - Number(parts.t)) < 300;
  return fresh && given.length === right.length && timingSafeEqual(given, right);
}
"""

SNIPPETS = {"Python": PYTHON, "PHP": PHP, "JavaScript (Node)": JAVASCRIPT}


def with_secret(secret: str) -> list[tuple[str, str]]:
    """The name of each language and its snippet, ready to paste."""
    return [(name, snippet % {"secret": secret}) for name, snippet in SNIPPETS.items()]
