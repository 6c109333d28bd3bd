"""Who may see and do what with notices, how they are told, and webhooks."""

from __future__ import annotations

from tests.rows import NO, NO_PUBLIC, Row, everybody, members, only

ROWS = [
    Row("inbox:notices", "", members("page"), NO),
    Row("inbox:read", "", NO, members("led on")),
    Row("inbox:follow", "notice", only(ben="led on"), NO),
    Row("inbox:why", "notice", only(ben="page"), NO),
    Row("inbox:read_one", "notice", NO, only(ben="led on")),
    Row("inbox:choices", "", members("page"), members("page")),
    Row("inbox:add_device", "", NO, members("led on")),
    Row("inbox:end_device", "device", NO, only(ben="led on")),
    Row("inbox:open_feed", "", NO, members("led on")),
    Row("inbox:close_feed", "", NO, members("led on")),
    # Whoever knows the secret address reads the feed.
    Row("inbox:feed", "notice feed", everybody("page"), NO_PUBLIC),
    # Whoever has the signed address of a letter.
    Row("inbox:stop", "stop", everybody("page"), everybody("page")),
    Row("inbox:webhooks", "", members("page"), members("page")),
    Row("inbox:endpoint", "endpoint", only(ann="page"), only(ann="page")),
    Row("inbox:delivery", "delivery", only(ann="page"), NO),
    Row("inbox:replay", "delivery", NO, only(ann="led on")),
    *(
        Row(f"inbox:{name}", "endpoint", NO, only(ann="led on"))
        for name in ("try_out", "switch", "renew_secret", "replay_failed", "remove")
    ),
]
