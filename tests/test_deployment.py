"""What the image and the compose file promise, as far as it can be read: pinned, not root, started again."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("picomarket:")}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
# None to ask, or none that says more than that it runs.
UNASKED = {"bucket"}
LISTED = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
# What runs in production, but for the settings, which test_house.py looks at.
RUN = [path for path in sorted((ROOT / "picomarket").glob("*.py")) if path.name not in {"bootstrap.py", "settings.py"}]
# The same for every installation.
OF_PYTHON = {"PATH", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_comes_back_and_is_asked_how_it_is(name: str) -> None:
    service = SERVICES[name]

    assert name in OURS or re.search(r":v?\d+\.\d+[\w.-]*$", service["image"])
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert "healthcheck" in service or name in UNASKED | {"web"}
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_process_of_the_market_can_write_its_volumes_alone(name: str) -> None:
    service = SERVICES[name]

    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "ports" not in service


def test_the_image_is_built_by_one_service_for_all() -> None:
    assert [name for name in sorted(OURS) if "build" in SERVICES[name]] == ["migrate"]


def test_the_database_is_asked_by_the_network() -> None:
    # By its socket it answers while it is being made, and what waits for it begins too early.
    assert "--host" in SERVICES["postgres"]["healthcheck"]["test"]


def test_valkey_may_write_where_it_begins() -> None:
    assert SERVICES["valkey"]["read_only"]
    assert SERVICES["valkey"]["tmpfs"] == ["/data"]


def test_the_proxy_looks_for_each_container_of_the_site() -> None:
    proxy = (ROOT / "picomarket" / "proxy" / "Caddyfile").read_text()

    assert re.search(r"dynamic a \{\s+name \{\$WEB:web\}", proxy)
    assert SERVICES["proxy"]["environment"]["WEB"] in SERVICES


def test_what_a_service_names_is_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(service.get("depends_on", [])) <= set(SERVICES)
        named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert {one for one in named if not one.startswith("./")} <= set(COMPOSE["volumes"])
        assert all((ROOT / one).is_file() for one in named if one.startswith("./"))


def test_the_compose_file_sets_what_the_settings_read() -> None:
    given = {name.removesuffix("_FILE") for name in COMPOSE["x-market"]["environment"]}

    assert given <= LISTED


def test_what_the_compose_file_reads_is_in_the_example_environment() -> None:
    read = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))

    assert read
    assert read <= LISTED


def test_what_the_image_sets_is_in_the_example_environment() -> None:
    given = set(re.findall(r"^(?:ENV|   ) ([A-Z_]+)=", DOCKERFILE.rpartition("FROM")[2], re.MULTILINE))

    assert "BIND" in given
    assert given - OF_PYTHON <= LISTED


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.name)
def test_what_the_market_s_processes_read_is_in_the_example_environment(path: Path) -> None:
    read = set(re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"([A-Z0-9_]+)\"", path.read_text()))

    assert read - OF_PYTHON <= LISTED


def test_the_image_is_pinned_runs_as_nobody_special_and_keeps_no_secret() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert [base for base in bases if not re.search(r":\d+\.\d+\.\d+-", base)] == []
    assert re.search(r"^USER 10001:10001$", DOCKERFILE.rpartition("FROM")[2], re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "secrets", ".data", ".git"} <= set(ignored)


@pytest.mark.parametrize("name", ["web", "worker", "clock"])
def test_a_unit_comes_back_is_not_root_and_runs_what_the_image_runs(name: str) -> None:
    unit = (ROOT / "picomarket" / "units" / f"picomarket-{name}.service").read_text()
    said = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
    command = SERVICES[name].get("command") or json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[0])

    assert (said["User"], said["Restart"], said["EnvironmentFile"]) == ("picomarket", "always", "/srv/picomarket/env")
    runs = [re.sub(r"\$\{\w+:-(\w+)\}", r"\1", word) for word in command]
    assert shlex.split(said["ExecStart"].removeprefix("/srv/picomarket/app/.venv/bin/")) == runs
