"""When each job is begun: in seconds, or by the clock in UTC."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

JOBS: dict[str, dict[str, Any]] = {
    "say that the clock goes": {"task": "picomarket.jobs.tick", "schedule": 15},
    "expire claims": {"task": "submissions.jobs.expire_claims", "schedule": 15},
    "approve what nobody reviewed": {"task": "submissions.jobs.approve_unreviewed", "schedule": 30},
    "carry out verdicts": {"task": "submissions.jobs.carry_out_verdicts", "schedule": 5},
    "approve in bulk": {"task": "submissions.jobs.approve_in_bulk", "schedule": 5},
    "end changes not made in time": {"task": "submissions.jobs.lapse_revisions", "schedule": 60},
    "approve what is vouched for": {"task": "submissions.jobs.check_due", "schedule": 5},
    "confirm uncontested rejections": {"task": "submissions.jobs.confirm_uncontested", "schedule": 60},
    "close moot proposals": {"task": "submissions.jobs.lapse_proposals", "schedule": 60},
    "remind sides of disputes": {"task": "disputes.jobs.remind", "schedule": 300},
    "settle disputes not appealed": {"task": "disputes.jobs.settle_unappealed", "schedule": 60},
    "measure work": {"task": "submissions.jobs.measure", "schedule": 300},
    "weigh new tasks": {"task": "tasks.jobs.weigh_new", "schedule": 15},
    "weigh tasks again": {"task": "tasks.jobs.weigh_again", "schedule": 300},
    "look for whom new tasks are": {"task": "tasks.jobs.announce", "schedule": 15},
    "tell of new tasks": {"task": "tasks.jobs.tell_alerts", "schedule": 15},
    "forget old alerts": {"task": "tasks.jobs.sweep_alerts", "schedule": 600},
    "mail the day's new tasks": {"task": "tasks.jobs.mail_alerts", "schedule": crontab("5")},
    "end tasks after their last day": {"task": "tasks.jobs.end_tasks", "schedule": 60},
    "end attempts at tests": {"task": "tasks.jobs.end_attempts", "schedule": 30},
    "follow the rules of lists": {"task": "tasks.jobs.follow_rules", "schedule": 3600},
    "judge tasks again": {"task": "tasks.jobs.judge_again", "schedule": 60},
    "check batches": {"task": "tasks.jobs.check_batches", "schedule": 5},
    "look through batches": {"task": "tasks.jobs.look_through_batches", "schedule": 5},
    "sweep files of batches": {"task": "tasks.jobs.sweep_files", "schedule": 600},
    "find copies": {"task": "submissions.jobs.find_copies", "schedule": 5},
    "read pictures": {"task": "submissions.jobs.read_pictures", "schedule": 5},
    "build results": {"task": "submissions.jobs.build_results", "schedule": 5},
    "sweep uploads": {"task": "submissions.jobs.sweep_uploads", "schedule": 600},
    "sweep results": {"task": "submissions.jobs.sweep_results", "schedule": 600},
    "build people's data": {"task": "accounts.jobs.build_data", "schedule": 5},
    "sweep people's data": {"task": "accounts.jobs.sweep_data", "schedule": 600},
    "sweep documents": {"task": "accounts.jobs.sweep_documents", "schedule": 3600},
    "tell what is asked later": {"task": "accounts.jobs.tell_asked_later", "schedule": 600},
    "let people go": {"task": "accounts.jobs.let_go", "schedule": 600},
    "escalate late tickets": {"task": "threads.jobs.escalate_late", "schedule": 300},
    "close silent tickets": {"task": "threads.jobs.close_silent", "schedule": 3600},
    "refresh the leaderboard": {"task": "accounts.jobs.refresh_leaderboard", "schedule": 300},
    "weigh links": {"task": "accounts.jobs.weigh_links", "schedule": 30},
    "sweep sessions": {"task": "accounts.jobs.sweep_sessions", "schedule": 3600},
    "sweep traces": {"task": "accounts.jobs.sweep_traces", "schedule": 3600},
    "send mail": {"task": "inbox.jobs.send_mail", "schedule": 10},
    "push notices": {"task": "inbox.jobs.send_push", "schedule": 10},
    "send digests": {"task": "inbox.jobs.send_digests", "schedule": 60},
    "deliver events": {"task": "inbox.jobs.deliver_events", "schedule": 10},
    "sweep deliveries": {"task": "inbox.jobs.sweep_deliveries", "schedule": 600},
    "sweep notices": {"task": "inbox.jobs.sweep_notices", "schedule": 600},
    "send batches": {"task": "wallet.jobs.send_batches", "schedule": 60},
    "tell late payouts": {"task": "wallet.jobs.tell_late", "schedule": 300},
    "chase payouts": {"task": "wallet.jobs.chase_payouts", "schedule": 60},
    "chase deposits": {"task": "wallet.jobs.chase_deposits", "schedule": 60},
    "recover losses": {"task": "wallet.jobs.recover_losses", "schedule": 60},
    "expire promo credit": {"task": "wallet.jobs.expire_promo", "schedule": 300},
    "refresh rollups": {"task": "wallet.jobs.refresh_rollups", "schedule": 300},
    "seal transfers": {"task": "wallet.jobs.seal_transfers", "schedule": 600},
    "ask for funds": {"task": "wallet.jobs.ask_funds", "schedule": crontab("30", "2")},
    "end sanctions": {"task": "accounts.jobs.end_sanctions", "schedule": 60},
    "end freezes": {"task": "accounts.jobs.end_freezes", "schedule": 15},
    "look at rates": {"task": "accounts.jobs.look_at_rates", "schedule": 5},
    "write transparency": {"task": "picomarket.jobs.write_transparency", "schedule": crontab("20", "0")},
    "keep parts of tables ahead": {"task": "picomarket.jobs.keep_parts", "schedule": 300},
    "prove books": {"task": "picomarket.jobs.prove_books", "schedule": crontab("0", "3")},
}


def beat(payout_runs: str) -> dict[str, dict[str, Any]]:
    """The schedule, with payout runs by this cron line."""
    minute, hour, day_of_month, month, weekday = payout_runs.split()
    return JOBS | {
        "run payouts": {
            "task": "wallet.jobs.run_payouts",
            "schedule": crontab(minute, hour, weekday, day_of_month, month),
        }
    }
