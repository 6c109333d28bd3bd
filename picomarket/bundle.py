"""Static storage that folds site.css, site.js and work.js with what they import into one file each.

With LIVE_STATIC the small files are served as they are; after collectstatic two requests bring them all, and a third
what only the pages of work need. What a single page needs stands in a folder of its own and is named there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

Paths = dict[str, tuple[Any, str]]

_SCRIPTS = (r'import "(?P<path>.+)";', "{{\n{text}}}")
# Each import, and what stands in its place. A block keeps a module's names to itself, so these modules export nothing.
FOLDED = {
    "css/site.css": (r'@import url\("(?P<path>.+)"\) layer\((?P<layer>\w+)\);', "@layer {layer} {{\n{text}}}"),
    "js/site.js": _SCRIPTS,
    "js/work.js": _SCRIPTS,
}

# What of Pico no page has. Its theme by attribute repeats the whole dark one.
UNUSED = re.compile(r"\[data-theme=dark\]|data-tooltip|\bdialog\b|\[type=range\]|\[type=color\]|\[role=switch\]")
_NOT = re.compile(r":not\([^()]*\)")
_RULE = re.compile(r"(?P<selectors>[^{}]+)\{[^{}]*\}")


def fold(name: str, paths: Paths) -> str:
    """The text of a file with each import replaced by the text it brings."""
    imported, wrapped = FOLDED[name]

    def brought(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"]))
        return wrapped.format(**match.groupdict(), text=_read(path, paths))

    return re.sub(imported, brought, _read(name, paths))


def _read(name: str, paths: Paths) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text = str(file.read().decode())
    return _RULE.sub(_used, text) if name.startswith("vendor/") else text


def _used(rule: re.Match[str]) -> str:
    """The rule, unless each of its selectors is of something no page has."""
    selectors = _NOT.sub("", rule["selectors"]).split(",")
    return "" if all(UNUSED.search(one) for one in selectors) else rule[0]


class FoldedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[tuple[str, str, bool]]:
        if not dry_run:
            for name in FOLDED.keys() & paths.keys():
                text = fold(name, paths)
                self.delete(name)
                self.save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)
