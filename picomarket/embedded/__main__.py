"""python -m picomarket.embedded run: the whole market · manage …: one Django command."""

import shutil
import signal
import sys
from types import FrameType

from django.core.management import execute_from_command_line

from picomarket.embedded import environment, places, runs, stack
from picomarket.embedded.locks import NotStarted
from picomarket.embedded.servers import Servers


def main(command: str, arguments: list[str]) -> int:
    _listen()
    try:
        return COMMANDS[command](arguments)
    except NotStarted as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def manage(arguments: list[str]) -> int:
    data = environment.data_dir()
    with Servers(data) as servers:
        environment.prepare(servers, data)
        execute_from_command_line(["manage.py", *arguments])
    return 0


def run(_: list[str]) -> int:
    return stack.run(environment.data_dir())


def forget(_: list[str]) -> int:
    """Removes the development data, wherever it had to be kept."""
    data = environment.data_dir()
    runs.refuse_a_second(data)
    for folder in (data, places.moved_home(data)):
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _listen() -> None:
    signal.signal(signal.SIGTERM, _leave)
    # A shell's background job starts deaf to Ctrl-C; it must still be possible to stop it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # nohup means to outlive the terminal.
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _leave)


def _leave(signum: int, _frame: FrameType | None) -> None:
    """Ends by an exception, so that every server started here is stopped on the way out."""
    sys.exit(128 + signum)


COMMANDS = {"run": run, "manage": manage, "forget": forget}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
