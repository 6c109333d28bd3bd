#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL and REDIS_URL it brings its own servers, or shares a running market's."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picomarket.settings")
    if all(os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in ("DATABASE_URL", "REDIS_URL")):
        execute_from_command_line(sys.argv)
    else:
        os.execv(sys.executable, [sys.executable, "-m", "picomarket.embedded", "manage", *sys.argv[1:]])  # noqa: S606
