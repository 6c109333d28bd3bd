"""What Django's settings read from the environment in a development run."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from picomarket.embedded.locks import locked
from picomarket.embedded.servers import Servers

BASE = Path(__file__).resolve().parent.parent.parent
# With how many random bytes each is made; 32 of them are a key to sign pushes with.
SECRETS = {"SECRET_KEY": 48, "DEMO_BANK_KEY": 48, "DEMO_BANK_SECRET": 48, "VAPID_PRIVATE_KEY": 32}


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or BASE / ".data").resolve()


def is_given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def servers_are_given() -> bool:
    return is_given("DATABASE_URL") and is_given("REDIS_URL")


def prepare(servers: Servers | None, data: Path) -> None:
    """Fills the environment of this process and its children; what is already there wins."""
    wanted = dict(development(data))
    if servers is not None:
        wanted |= {"DATABASE_URL": servers.database_url(), "REDIS_URL": servers.redis_url()}
    for name, value in wanted.items():
        if not is_given(name):
            os.environ[name] = value


def development(data: Path) -> Mapping[str, str]:
    port = os.environ.get("PORT", "8000")
    return {
        "DJANGO_SETTINGS_MODULE": "picomarket.settings",
        "DEBUG": "true",
        "LOG_LEVEL": "WARNING",
        "DATA_DIR": str(data),
        "PORT": port,
        "SITE_URL": f"http://localhost:{port}",
        **_kept_secrets(data),
    }


def _kept_secrets(data: Path) -> dict[str, str]:
    """Made once, then kept, so that a restart signs nobody out."""
    path = data / "secrets.json"
    with locked(data / "secrets.lock"):
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: secrets.token_urlsafe(size) for name, size in SECRETS.items() if name not in kept}
        if missing:
            aside = path.with_suffix(".new")
            aside.touch(mode=0o600)
            aside.write_text(json.dumps(kept | missing, indent=1))
            aside.replace(path)
    return kept | missing
