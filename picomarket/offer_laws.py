"""The laws of paid attempts: what an offer holds, whom it pays, and that its counters are its attempts."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Law, Words
from picomarket.lib.money import Money
from wallet.numbers import numbers, transfer_kind


def _wrong_offer(offer: int, has: int, wants: int, taken: int, paid: int, promised: int, lines: int) -> Words:
    words = _(
        "Offer {offer} holds {has} and should hold {wants}; it counts {taken} attempts taken and {paid} paid, its"
        " attempts are {promised} and its lines {lines}."
    )
    sums = {"has": Money(has), "wants": Money(wants)}
    return format_lazy(words, offer=offer, taken=taken, paid=paid, promised=promised, lines=lines, **sums)


OFFERS = Law(
    name=_("Each offer for trying a test holds what it did not pay or return, and counts its attempts"),
    rows="SELECT count(*) FROM tasks_offer",
    broken="""
        SELECT id, has, wants, taken, paid, promised, lines
          FROM (SELECT offer.id, coalesce(pot.balance, 0) AS has, offer.taken, offer.paid,
                       offer.reward * (offer.places - offer.paid) - offer.returned AS wants,
                       coalesce(tried.promised, 0) AS promised, coalesce(tried.lines, 0) AS lines
                  FROM tasks_offer AS offer
                  LEFT JOIN wallet_account AS pot ON pot.kind = %(pot_offer)s AND pot.owner_id = offer.id
                  LEFT JOIN (SELECT offer_id, count(*) FILTER (WHERE state = 'started' OR paid > 0) AS promised,
                                    count(line.id) AS lines
                               FROM tasks_attempt AS attempt
                               LEFT JOIN wallet_transfer AS line
                                 ON line.kind = %(test_tried)s AND line.ref = attempt.id
                              WHERE offer_id IS NOT NULL GROUP BY offer_id) AS tried ON tried.offer_id = offer.id
               ) AS seen
         WHERE has <> wants OR taken <> promised OR paid <> lines
    """,
    given=numbers,
    say=_wrong_offer,
    look=_("The tables tasks_offer and tasks_attempt, by the offer's key; its lines under Transfers."),
)


def _wrong_line(what: int, ref: int, amount: int, moved: int) -> Words:
    words = _("{kind} {ref} is of {amount}, its own lines moved {moved}.")
    return format_lazy(words, kind=transfer_kind(what), ref=ref, amount=Money(amount), moved=Money(moved))


LINES = Law(
    name=_("Each offer and each paid attempt has its lines, of its own author and worker, and no line is without one"),
    rows="SELECT (SELECT count(*) FROM tasks_offer) + (SELECT count(*) FROM tasks_attempt WHERE paid > 0)",
    # A line from or to somebody else's account finds no paper of its kind, ref and owners.
    broken="""
        WITH paper AS (
            SELECT %(test_offered)s AS kind, offer.id, test.author_id AS debtor, offer.id AS creditor,
                   reward * places AS amount
              FROM tasks_offer AS offer JOIN tasks_qualification AS test ON test.id = offer.qualification_id
            UNION ALL
            SELECT %(test_returned)s, offer.id, offer.id, test.author_id, returned
              FROM tasks_offer AS offer JOIN tasks_qualification AS test ON test.id = offer.qualification_id
             WHERE returned > 0
            UNION ALL
            SELECT %(test_tried)s, id, offer_id, worker_id, paid FROM tasks_attempt WHERE paid > 0),
        line AS (
            SELECT line.kind::int, ref AS id, debit.owner_id AS debtor, credit.owner_id AS creditor,
                   sum(amount)::bigint AS moved
              FROM wallet_transfer AS line JOIN wallet_account AS debit ON debit.id = line.debit_id
              JOIN wallet_account AS credit ON credit.id = line.credit_id
             WHERE line.kind IN (%(test_offered)s, %(test_returned)s, %(test_tried)s) GROUP BY 1, 2, 3, 4)
        SELECT kind, id, coalesce(amount, 0) AS amount, coalesce(moved, 0) AS moved
          FROM paper FULL JOIN line USING (kind, id, debtor, creditor) WHERE amount IS DISTINCT FROM moved
    """,
    given=numbers,
    say=_wrong_line,
    look=_("Desk, Transfers, by the ref."),
)

LAWS = (OFFERS, LINES)
