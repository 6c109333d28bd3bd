"""The laws that hold between the ledger and the work: escrow, rewards, bonuses, top-ups and referral shares."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket import offer_laws
from picomarket.lib.laws import Law, Words
from picomarket.lib.money import Money
from submissions.tally import COUNTERS, COUNTRIES, ROWS
from wallet.numbers import numbers, transfer_kind

ESCROW = Law(
    name=_("Each task's escrow is what its unpaid slots cost"),
    rows="SELECT count(*) FROM tasks_task WHERE published_at IS NOT NULL",
    broken="""
        WITH held AS (SELECT owner_id AS id, balance FROM wallet_account WHERE kind = %(pot_escrow)s AND balance <> 0),
        needed AS (SELECT id, (reward + employer_commission) * (slots - paid) AS amount FROM tasks_task
                    WHERE published_at IS NOT NULL AND paid < slots)
        SELECT id, coalesce(balance, 0) AS has, coalesce(amount, 0) AS wants FROM held FULL JOIN needed USING (id)
         WHERE coalesce(balance, 0) <> coalesce(amount, 0)
    """,
    given=numbers,
    say=lambda task, has, wants: format_lazy(
        _("The escrow of task {task} holds {has}, its unpaid slots need {wants}."),
        task=task,
        has=Money(has),
        wants=Money(wants),
    ),
    look=_("Desk, Tasks, by the key: slots, paid and price; its lines under Transfers."),
)


def _wrong_rewards(key: str, state: str, reward: int, employers: int, workers: int) -> Words:
    words = _(
        "Submission {key} is {state}; by its lines the worker got {reward} and the house {employers} and {workers}"
        " commission."
    )
    sums = {"reward": Money(reward), "employers": Money(employers), "workers": Money(workers)}
    return format_lazy(words, key=key, state=state, **sums)


REWARDS = Law(
    name=_("Each approved submission is paid as its task's price said then, and no other"),
    rows="SELECT count(*) FROM submissions_submission",
    broken="""
        SELECT public_id, state, reward, employers, workers
          FROM (SELECT work.public_id, work.state, coalesce(line.reward, 0)::bigint AS reward,
                       coalesce(line.employers, 0)::bigint AS employers, coalesce(line.workers, 0)::bigint AS workers,
                       CASE WHEN work.own_reward > 0 THEN work.own_reward ELSE task.reward END AS gross,
                       CASE WHEN work.own_reward > 0 THEN work.own_employer_commission
                            ELSE task.employer_commission END AS employer_commission,
                       CASE WHEN work.own_reward > 0 THEN work.own_worker_commission
                            ELSE task.worker_commission END AS worker_commission,
                       CASE WHEN work.state IN ('approved', 'screened') THEN 100
                            WHEN work.state = 'awarded' THEN work.awarded ELSE 0 END AS part
                  FROM submissions_submission AS work JOIN tasks_task AS task ON task.id = work.task_id
                  LEFT JOIN (SELECT ref,
                                    sum(amount) FILTER (WHERE kind NOT IN (%(employer_commission)s,
                                                                           %(worker_commission)s)) AS reward,
                                    sum(amount) FILTER (WHERE kind = %(employer_commission)s) AS employers,
                                    sum(amount) FILTER (WHERE kind = %(worker_commission)s) AS workers
                               FROM wallet_transfer
                              WHERE kind IN (%(reward)s, %(dispute_award)s, %(screen_out)s,
                                             %(employer_commission)s, %(worker_commission)s)
                              GROUP BY ref) AS line ON line.ref = work.id) AS seen
         WHERE (reward, employers, workers) IS DISTINCT FROM (
               gross * part / 100 - worker_commission * part / 100,
               employer_commission * part / 100,
               worker_commission * part / 100)
    """,
    given=numbers,
    say=_wrong_rewards,
    look=_("Desk, Submissions, by the key; its lines under Transfers, by the ref."),
)


def _stray(line: int, kind: int, ref: int, amount: int, worker: int | None) -> Words:
    given = {"line": line, "kind": transfer_kind(kind), "ref": ref, "amount": Money(amount)}
    if worker is None:
        return format_lazy(_("Line {line} ({kind} {ref}, {amount}) is of a submission that does not exist."), **given)
    return format_lazy(_("Line {line} ({kind} {ref}, {amount}) moves money that is not its submission's."), **given)


OWN_LINES = Law(
    name=_("Each line of a submission is of one there is, and moves its task's and its worker's money"),
    rows="""
        SELECT count(*) FROM wallet_transfer
         WHERE kind IN (%(reward)s, %(employer_commission)s, %(worker_commission)s, %(dispute_award)s, %(screen_out)s,
                        %(slot_refund)s, %(referral_share)s)
    """,
    broken="""
        SELECT line.id, line.kind, line.ref, line.amount, work.worker_id
          FROM wallet_transfer AS line
          JOIN wallet_account AS debit ON debit.id = line.debit_id
          JOIN wallet_account AS credit ON credit.id = line.credit_id
          LEFT JOIN submissions_submission AS work ON work.id = line.ref
          LEFT JOIN tasks_task AS task ON task.id = work.task_id
          LEFT JOIN referrals_referral AS brought ON brought.referred_id = work.worker_id
          LEFT JOIN referrals_referral AS hirer ON hirer.referred_id = task.employer_id
         WHERE line.kind IN (%(reward)s, %(employer_commission)s, %(worker_commission)s, %(dispute_award)s,
                             %(screen_out)s, %(slot_refund)s, %(referral_share)s)
           AND (work.id IS NULL
                OR (debit.kind = %(pot_escrow)s AND debit.owner_id <> work.task_id)
                OR (line.kind IN (%(reward)s, %(dispute_award)s, %(screen_out)s) AND credit.owner_id <> work.worker_id)
                OR (line.kind = %(slot_refund)s AND credit.owner_id <> task.employer_id)
                OR (line.kind = %(referral_share)s
                    AND credit.owner_id IS DISTINCT FROM CASE line.leg WHEN 1 THEN brought.referrer_id
                                                                       ELSE hirer.referrer_id END))
    """,
    given=numbers,
    say=_stray,
    look=_("Desk, Transfers, by the line's ref: nothing in the market writes such a line."),
)

SHARES = Law(
    name=_("Each referral has earned what its lines and its months say"),
    rows="SELECT count(*) FROM referrals_referral",
    broken="""
        WITH line AS (
            SELECT CASE line.leg WHEN 1 THEN work.worker_id ELSE task.employer_id END AS person, line.amount
              FROM wallet_transfer AS line JOIN submissions_submission AS work ON work.id = line.ref
              JOIN tasks_task AS task ON task.id = work.task_id
             WHERE line.kind = %(referral_share)s),
        paid AS (SELECT person, sum(amount) AS amount FROM line GROUP BY person),
        let_go AS (SELECT ref AS id, sum(amount) AS amount FROM wallet_transfer
                    WHERE kind = %(referral_released)s GROUP BY ref),
        months AS (SELECT referral_id, sum(earned) AS earned, sum(held) AS held FROM referrals_month
                    GROUP BY referral_id)
        SELECT brought.id, brought.earned, (coalesce(paid.amount, 0) + coalesce(let_go.amount, 0))::bigint AS shared
          FROM referrals_referral AS brought
          LEFT JOIN paid ON paid.person = brought.referred_id
          LEFT JOIN let_go ON let_go.id = brought.id
          LEFT JOIN months ON months.referral_id = brought.id
         WHERE brought.earned <> coalesce(paid.amount, 0) + coalesce(let_go.amount, 0)
            OR brought.released <> coalesce(let_go.amount, 0)
            OR brought.earned <> coalesce(months.earned, 0) OR brought.held <> coalesce(months.held, 0)
    """,
    given=numbers,
    say=lambda key, earned, shared: format_lazy(
        _("Referral {key} says it earned {earned}, its lines say {shared}."),
        key=key,
        earned=Money(earned),
        shared=Money(shared),
    ),
    look=_("The table referrals_referral, and Desk, Transfers of the kind “Referral share”."),
)


def _wrong_extra(what: str, key: int | None, ref: int | None, amount: int, moved: int) -> Words:
    words = _("{what} {key} is of {amount}, its lines moved {moved}.")
    sums = {"amount": Money(amount), "moved": Money(moved)}
    return format_lazy(words, what=what, key=ref if key is None else key, **sums)


EXTRAS = Law(
    name=_("Each bonus, and each top-up and promotion of a task, has its lines, and no line is without one"),
    rows="""
        SELECT (SELECT count(*) FROM tasks_topup) + (SELECT count(*) FROM submissions_bonus)
               + (SELECT count(*) FROM tasks_promotion)
    """,
    broken="""
        WITH paper AS (SELECT %(escrow_top_up)s AS kind, id, amount FROM tasks_topup
                       UNION ALL SELECT %(bonus)s, id, amount FROM submissions_bonus
                       UNION ALL SELECT %(promotion)s, id, amount FROM tasks_promotion
                       UNION ALL SELECT %(promotion_returned)s, id, returned FROM tasks_promotion WHERE returned > 0),
        line AS (SELECT kind::int, ref AS id, sum(amount)::bigint AS moved FROM wallet_transfer
                  WHERE kind IN (%(escrow_top_up)s, %(bonus)s, %(promotion)s, %(promotion_returned)s) GROUP BY 1, 2)
        SELECT CASE kind WHEN %(bonus)s THEN 'Bonus' WHEN %(escrow_top_up)s THEN 'Top-up' ELSE 'Promotion' END,
               paper.id, line.id AS ref, coalesce(amount, 0) AS amount, coalesce(moved, 0) AS moved
          FROM paper FULL JOIN line USING (kind, id) WHERE amount IS DISTINCT FROM moved
    """,
    given=numbers,
    say=_wrong_extra,
    look=_("Desk, Transfers, by the ref."),
)

LAWS = (ESCROW, COUNTERS, COUNTRIES, ROWS, REWARDS, OWN_LINES, SHARES, EXTRAS, *offer_laws.LAWS)
