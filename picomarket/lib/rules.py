"""The market's rules: every number an operator may change, typed, in one place.

Each field is read from the environment variable ``PICOMARKET_<FIELD>``; amounts are dollars, rates are percent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from .money import Money, usd
from .zones import Zone

PERCENT = 10_000  # one percent in parts per million
# Nobody is kept from work for what fewer verdicts than these say of them.
FEWEST_RATED = 10
# Beyond these somebody would be paid less than nothing, and no task could be paid at all.
LARGEST_RATES = {"employer_commission": 40, "worker_commission": 100, "referral_share": 100, "invoice_tax": 40}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    # Commission the employer pays on top of each reward, in percent (0 to 40).
    employer_commission: float = 10
    # Commission taken out of each reward before the worker receives it, in percent.
    worker_commission: float = 5
    # A referrer's share of a referred worker's rewards, in percent, paid out of the house's commission.
    referral_share: float = 5
    # How long a referral earns its share, in days.
    referral_days: int = 365
    # Days in which the staff is to decide about a referral that is held.
    referral_look_days: int = 7
    # From which score of a link on a referral between its two is held, where they share more than networks; and in how
    # many hours they must have been in one network where they share nothing else, 0 for never.
    referral_hold_score: int = 40
    referral_hold_hours: int = 6
    # Least sum of one deposit, in dollars.
    minimum_deposit: Money = usd("5")
    # Largest sum of one deposit, in dollars.
    maximum_deposit: Money = usd("10000")
    # Least sum of one payout, in dollars.
    minimum_payout: Money = usd("5")
    # When payout runs start, as a cron line in UTC: Tuesday and Friday at 10:00.
    payout_runs: str = "0 10 * * 2,5"
    # Business days in which a requested payout is promised to arrive. A rail slower after its run promises later.
    payout_days: int = 5
    # Minutes the staff can look at a payout batch before it goes.
    payout_look_minutes: int = 60
    # A batch goes only when two people of the staff approved it, where one payout in it or all together are more.
    four_eyes_payout: Money = usd("100")
    four_eyes_batch: Money = usd("5000")
    # A deposit by hand of more than this is taken in when two people of the staff have seen the money.
    four_eyes_deposit: Money = usd("100")
    # Days promo credit can be spent unless the staff says otherwise.
    promo_days: int = 90
    # Hours a changed payout destination waits before it can be used.
    payout_change_hours: int = 48
    # Hours after which a deposit that never arrived is closed; and days for one that comes by hand, as by bank.
    deposit_hours: int = 72
    deposit_days_by_hand: int = 14
    # Days after which a record of what the market's accounts hold is too old to claim anything by in the open books.
    funds_days: int = 8
    # Tax contained in the commission employers are invoiced for, in percent of the net sum (0 to 40).
    invoice_tax: float = 0
    # People who received this much in a year, or this often, are in the list for tax offices.
    tax_report_gross: Money = usd("2000")
    tax_report_payments: int = 30
    # Least reward per slot anywhere, in dollars; the staff's table of least rewards can only ask for more.
    minimum_reward: Money = usd("0.05")
    # What a worker should receive an hour at least, in dollars, at the minutes a task says.
    hourly_floor: Money = usd("2")
    # Other floors for some zones, as america_oceania=5 west_europe=4. Who offers work in several goes by their least.
    hourly_floors: str = ""
    # What promoting a task costs, in dollars, and for how many days; a price of 0 switches it off.
    promotion_price: Money = usd("2")
    promotion_days: int = 7
    # Largest reward per slot, in dollars.
    maximum_reward: Money = usd("1000")
    # Minutes the exact quote of a draft is good for.
    quote_minutes: int = 15
    # Most slots one task can have.
    maximum_slots: int = 10_000
    # Fewest slots of a task that is for everybody; one only for its employer's lists may have fewer.
    minimum_slots: int = 1
    # How often one worker can do a task that is for everybody, at most; more than once from level Advanced on.
    most_per_worker: int = 10
    # Most rows the file of a batch can have, and its largest size in bytes.
    batch_rows: int = 100_000
    batch_bytes: int = 50 * 1024 * 1024
    # Codes sent to phones in an hour, to all people together: each costs the operator money.
    phone_codes_an_hour: int = 100
    # Files of rows or people one person can upload in an hour, and files of results they can ask for.
    uploads_an_hour: int = 30
    results_an_hour: int = 30
    # How often in a minute what somebody types is judged and advised on; what comes after that is when it is saved.
    advice_a_minute: int = 60
    # Forms one person can send in a minute, or one address nobody is signed in from; smaller limits move with it.
    forms_a_minute: int = 240
    # Days a file of results can be fetched.
    results_days: int = 7
    # Days a file of a person's own data can be fetched, and how many they can ask for in an hour.
    data_days: int = 7
    data_files_an_hour: int = 3
    # Days in which somebody who had their account deleted can still keep it.
    leaving_days: int = 7
    # Days after which an account is deleted whose address nobody confirmed.
    unconfirmed_days: int = 30
    # Minutes a claim holds its slot unless the task says otherwise, and the least and most a task may say.
    claim_minutes: int = 15
    claim_minutes_least: int = 5
    claim_minutes_most: int = 120
    # Most claims one person may hold at a time, and for a person with fewer than newcomer_tasks approved ones: without
    # a confirmed phone or a checked identity and with one of them, which never gives fewer, nor more than to others.
    open_claims: int = 10
    newcomer_claims: int = 3
    newcomer_claims_confirmed: int = 6
    newcomer_tasks: int = 25
    # Marks for an employer, or grades for a worker, before others see them: so nobody is known by theirs.
    ratings_shown: int = 5
    # Seconds after a claim's time in which its worker can still keep and hand in; nobody else has the slot by then.
    grace_seconds: int = 120
    # Claims that run out within a day before their worker can claim nothing for some minutes; 0 for never.
    expiries_a_day: int = 3
    expiry_pause_minutes: int = 60
    # Days an employer has to review before a submission is approved by itself, and the least and most.
    review_days: int = 3
    review_days_least: int = 1
    review_days_most: int = 14
    # Seconds for which an employer can take back a verdict; only then it is carried out. 0 to do so at once.
    undo_seconds: int = 60
    # Most submissions rejected at once, for one reason.
    rejected_at_once: int = 10
    # Hours a worker has to change what they handed in when the employer asks, and how often one can ask; 0 for never.
    revision_hours: int = 48
    revision_rounds: int = 2
    # Days a worker has to dispute a rejection; the slot's escrow stays locked until then.
    dispute_days: int = 7
    # Days after a rejection in which its employer can still pay for the work, also when it is final.
    overturn_days: int = 30
    # A task holds itself where more of it is rejected within a day than so many, or than so many percent of its
    # verdicts of that day, once there are so many of these.
    brake_rejections: int = 20
    brake_rate: int = 30
    brake_least: int = 10
    # Each rejection of an employer waits for a co-sign while more than so many percent of their last so many verdicts
    # were rejections, once there are so many.
    budget_rate: int = 10
    budget_verdicts: int = 100
    budget_least: int = 20
    # Hours each side has to answer in a dispute, and support to decide after that.
    dispute_answer_hours: int = 72
    dispute_decide_hours: int = 72
    # Days in which who lost a dispute can appeal, 0 for no appeals; and hours in which an appeal is decided.
    dispute_appeal_days: int = 14
    dispute_appeal_hours: int = 168
    # How many expert workers, and as many employers, are asked about an appeal, 0 for none; and the hours they have.
    jurors: int = 3
    jury_hours: int = 48
    # Approved submissions and success rate (percent of the last rolling_verdicts) each level asks for.
    advanced_approved: int = 25
    advanced_rate: int = 85
    expert_approved: int = 200
    expert_rate: int = 92
    rolling_verdicts: int = 50
    # A worker claims nothing for a while where less than freeze_rate percent of their last rolling_verdicts verdicts
    # were approvals, once freeze_least of them are there; under freeze_warn_rate they are warned.
    freeze_rate: int = 75
    freeze_warn_rate: int = 80
    freeze_least: int = 20
    # Hours of the first freeze, of a second one, and of each after that; those older than so many days are forgotten.
    freeze_hours_first: int = 24
    freeze_hours_second: int = 168
    freeze_hours_third: int = 720
    freeze_memory_days: int = 90
    # Verdicts on a worker after a freeze before there can be another one.
    freeze_again_after: int = 10
    # Longest suspension one person of the staff can decide, in days; what has no end is a ban, and takes two.
    suspension_days_most: int = 90
    # Fewest verdicts on a worker from which a ban for how they work can be proposed.
    ban_least: int = 10
    # Days for which a strike counts, and how many at a time ask the staff to decide what follows.
    strike_days: int = 90
    strikes_to_decide: int = 3
    # Days in which a warning, a strike, a suspension or a ban can be appealed, and in which the appeal is decided.
    appeal_days: int = 30
    appeal_decide_days: int = 7
    # Days of the rate that is shown beside that one; it decides nothing about levels.
    rolling_days: int = 30
    # Points for an approved task, times the level it asks for, and for each dollar received for it.
    task_points: int = 10
    dollar_points: int = 40
    # Points for an employer's good word about it: so many for OK, twice as many for good, three times for excellent.
    praise_points: int = 5
    # Verdicts an employer has given before the "new employer" mark goes.
    new_employer_verdicts: int = 20
    # Approved submissions before a task's time is the measured one, and verdicts before an employer's review time is.
    measured_after: int = 10
    # Searches one person can keep, and notices of new tasks they get in a day; what is more waits and comes together.
    saved_searches: int = 20
    alerts_a_day: int = 10
    # Days for which it is kept that somebody was told of a new task.
    alert_days: int = 30
    # The hour of a person's own day at which mail that comes once a day goes out, unless they choose another.
    alert_mail_hour: int = 8
    # Days for which notices are kept.
    notice_days: int = 365
    # Hours for which a webhook is tried, days of failures after which it is switched off, days its log is kept.
    webhook_hours: int = 24
    webhook_off_days: int = 3
    webhook_days: int = 30
    # What found phrases of one rule weigh together for a person to look at a task, and for it not to be published.
    policy_look_weight: int = 50
    policy_block_weight: int = 100
    # Hours in which a task that waits for a look is promised one, and minutes a case is kept for who took it.
    look_hours: int = 24
    look_minutes: int = 15
    # Hours in which a case given to somebody of the staff is kept for them.
    given_hours: int = 24
    # How many first tasks of a new employer wait for a look; 0 for none.
    first_looks: int = 0
    # Open reports that hold a task, and people who must have opened its page by then; before that, reports that hold
    # it where more than half of whoever opened it reported it.
    report_hold: int = 5
    report_views: int = 20
    report_few: int = 3
    # Approved submissions from which on somebody's reports count for holding a task; a report found right does too.
    report_tried: int = 5
    # Most tasks and people one person can report in a day.
    reports_a_day: int = 20
    # Most people one worker list can hold.
    list_people: int = 100_000
    # A list's rule may ask for this rate or more, in percent, only of people with so many approved submissions.
    strict_rate: int = 99
    strict_approved: int = 500
    # Days for which an attempt at a test counts against the number its author allows.
    test_days: int = 30
    # Most an author can offer for an attempt at a test, in dollars; 0 switches it off. Paid is who replied to all
    # questions and took so many seconds for each.
    test_reward: Money = usd("1")
    test_seconds: int = 3
    # Questions of one worker about one task that can wait for an answer at a time.
    open_questions: int = 3
    # Hours in which support promises to answer a ticket; days without a word after which an answered one is closed.
    ticket_hours: int = 24
    ticket_silence_days: int = 7
    # Most tickets one person can have open at a time.
    open_tickets: int = 5
    # How much each thing that two accounts share weighs in the score of their link: a device, a payout address, a
    # network within one hour and a proof that is the very same; the last two count twice at most.
    link_device: int = 60
    link_payout: int = 60
    link_network: int = 20
    link_proof: int = 20
    # From which score on the staff sees a link, and from which on the two cannot do the same task.
    link_shown: int = 20
    link_closes: int = 60
    # A network or proof that more people share than this says nothing of any two of them.
    link_crowd: int = 10
    # Days for which it is kept in which network somebody was, and by which device and with which payout address.
    network_days: int = 30
    trace_days: int = 365
    # With how many people one person can say that they share a device or a home.
    household_people: int = 4
    # Days after a change of country in which tasks for certain countries stay closed.
    country_days: int = 14
    # How often in a year one can say that one is in another country, and for how many days each time.
    travels_a_year: int = 6
    travel_days: int = 60
    # Youngest age, in years, at which a person may join.
    youngest: int = 18
    # Hours in which documents that show who somebody is are promised a look, and days they are kept after the decision.
    identity_hours: int = 72
    document_days: int = 7
    # Days that who joined before something was asked of everybody has for it, from REQUIRED_TO_WORK_SINCE or
    # REQUIRED_TO_HIRE_SINCE on.
    required_days: int = 14
    # Largest picture taken as proof, in bytes and in pixels.
    picture_bytes: int = 10 * 1024 * 1024
    picture_pixels: int = 50_000_000
    # Largest other file taken as proof, in bytes.
    file_bytes: int = 20 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.freeze_least < FEWEST_RATED:
            raise ValueError(f"{variable('freeze_least')} must be {FEWEST_RATED} or more")
        for name, most in LARGEST_RATES.items():
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{variable(name)} must be between 0 and {most} percent")
        if unknown := set(self._floors) - set(Zone):
            raise ValueError(f"{variable('hourly_floors')} names unknown zones: {', '.join(sorted(unknown))}")
        if any(floor < 0 for floor in self._floors.values()):
            raise ValueError(f"{variable('hourly_floors')} cannot be less than zero")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Rules from the environment; raises ValueError naming the variable that cannot be read."""
        given: dict[str, Any] = {}
        for field in fields(cls):
            name = variable(field.name)
            if name in environ:
                try:
                    given[field.name] = _READ[str(field.type)](environ[name])
                except ValueError as error:
                    raise ValueError(f"{name}={environ[name]!r} cannot be read: {error}") from error
        return cls(**given)

    @property
    def _floors(self) -> dict[str, Money]:
        pairs = (word.partition("=") for word in self.hourly_floors.split())
        return {zone: usd(floor) for zone, _equals, floor in pairs}

    def floor_of(self, zones: Iterable[str]) -> Money:
        """What people of these zones should receive an hour at least; without zones, people anywhere."""
        floors = self._floors
        return min((floors.get(zone, self.hourly_floor) for zone in zones), default=self.hourly_floor)

    @property
    def employer_ppm(self) -> int:
        return round(self.employer_commission * PERCENT)

    @property
    def worker_ppm(self) -> int:
        return round(self.worker_commission * PERCENT)

    @property
    def invoice_tax_ppm(self) -> int:
        return round(self.invoice_tax * PERCENT)

    @property
    def referral_ppm(self) -> int:
        return round(self.referral_share * PERCENT)


_READ: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "Money": usd, "str": str}


def variable(field: str) -> str:
    return f"PICOMARKET_{field.upper()}"
