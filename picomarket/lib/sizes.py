"""Sizes of files in words."""

from __future__ import annotations

import re

from django.template.defaultfilters import filesizeformat


def round_size(size: int) -> str:
    """A limit as people say it: 50 MB, not 50.0 MB."""
    return re.sub(r"\D0(?=\D)", "", filesizeformat(size))
