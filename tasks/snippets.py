"""What an employer puts on their own site so that it gives completion codes. Shown as it is; each is run by a test."""

from __future__ import annotations

PYTHON = """import hashlib
import hmac

SECRET = "%(secret)s"

def completion_code(task, worker, nonce):
    text = f"{task}:{worker}:{nonce}"
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]
"""

PHP = """<?php
const SECRET = '%(secret)s';

function completion_code($task, $worker, $nonce) {
    return substr(hash_hmac('sha256', "$task:$worker:$nonce", SECRET), 0, 16);
}
"""

JAVASCRIPT = """const { createHmac } = require("node:crypto");

const SECRET = "%(secret)s";

function completionCode(task, worker, nonce) {
  const text = `${task}:${worker}:${nonce}`;
  return createHmac("sha256", SECRET).update(text).digest("hex").slice(0, 16);
}
"""

SNIPPETS = {"Python": PYTHON, "PHP": PHP, "JavaScript (Node)": JAVASCRIPT}


def with_secret(secret: str) -> list[tuple[str, str]]:
    """The name of each language and its snippet, ready to paste."""
    return [(name, snippet % {"secret": secret}) for name, snippet in SNIPPETS.items()]
