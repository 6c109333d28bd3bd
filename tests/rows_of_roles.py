"""What the roles of the staff and suspended people get where it is something else than a stranger or the row says."""

from __future__ import annotations

# Who decides reports of people and gives sanctions looks at what these rest on.
RESTS_ON = {("accounts:exhibit exhibit", "GET"): "page", ("threads:picture message picture", "GET"): "page"}
SEES: dict[str, dict[tuple[str, str], str]] = {"mona": RESTS_ON, "fay": {}, "adam": RESTS_ON}
# What is refused with a way back looks here like what is done: only the forms of a new task stay where they are. An
# employer's tasks are paused, and what is paused is not promoted.
NO_NEW_TASK = {("tasks:post", "POST"): "page", ("tasks:layout", "POST"): "page"}
SUSPENDED = {"ben": NO_NEW_TASK, "ann": {**NO_NEW_TASK, ("tasks:promote task", "GET"): "led on"}}
