"""One of everything that has an address, owned by known people: what the test of authorisation walks about in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.test import override_settings
from django.utils import timezone

from accounts import exhibits, households, identities, items, links, profiles, staff_log, standing, traces
from accounts.leaving import data_files
from accounts.models import ReadyText, StaffEntry, User
from disputes import appeals, cases, hearing, jury
from disputes.models import Enclosure
from inbox import feeds, stopping, webhooks
from inbox.models import Device, Notice
from inbox.topics import Topic
from picomarket.lib.money import usd
from picomarket.lib.months import Month
from referrals.models import Referral
from submissions import bulk, cosigns, proofs, queue, records, uploads, verdicts
from submissions import results as built_results
from submissions.models import EarlierProof, Submission
from tasks import (
    attempts,
    blocks,
    contests,
    drafts,
    following,
    gold,
    hiding,
    lists,
    passes,
    person_reports,
    publishing,
    qualifications,
    questions,
    reports,
    searches,
    taking_over,
    templates,
)
from tasks.discovery import Wish
from tasks.drafts import Wanted
from tasks.models import Edition, GoldAnswer, MinimumReward, Pass, Phrase, Task, Template
from tests import make
from threads import answering, subjects, tickets, writing
from threads.models import TicketFile
from wallet import adjustments, billing, deposits, funds, invoices, methods, payouts, results, seals
from wallet import proofs as proofs_of_books
from wallet.models import Account, Adjustment, FundsRecord, RailEvent, Transfer

# What people write everywhere in this world, in the hope that a page runs it.
HOSTILE = "<script>alert(1)</script>"
WORDS = f"The proof shows every step, done as the task asks. {HOSTILE}"
TASK: dict[str, Any] = {
    "title": f"{HOSTILE} {'=' * 93}",
    "steps": [HOSTILE, "javascript:alert(1)"],
    "proofs": [Wanted("text", HOSTILE, 10), Wanted("screenshot", '"><img src=x onerror=alert(1)>')],
    "slots": 2,
}
ROLES = {"sam": "Support", "fay": "Finance", "mona": "Moderator", "adam": "Admin"}
TASKS = ("task", "claimed", "submitted", "to change", "given", "all", "rejected", "disputed", "appealed", "lost")


@dataclass
class World:
    """The people by name, the public ids of things by a short name, and the keys of rows by their admin's name."""

    people: dict[str, User]
    ids: dict[str, str] = field(default_factory=dict)
    keys: dict[str, int | str] = field(default_factory=dict)

    def task(self, name: str) -> Task:
        return Task.objects.get(public_id=self.ids[name])


def build() -> World:
    """Ann hires and Ben works for her; Cleo, Dina and Emil have no part in it; Nora is staff without a role."""
    world = World(_people())
    _hire(world)
    _work(world)
    _look_for_work(world)
    _dispute(world)
    _batch(world)
    _gold(world)
    _move_money(world)
    _invoice(world)
    _know(world)
    _test(world)
    _take_along(world)
    _ask_support(world)
    _strike(world)
    _link(world)
    _check(world)
    _note_keys(world)
    return world


def _people() -> dict[str, User]:
    said = {"name": HOSTILE, "bio": HOSTILE}
    ben = profiles.edit(make.person("ben"), fields=said, photo=make.picture())
    ann = profiles.edit(make.person("ann", country="DE"), fields=said)
    people = {"ann": ann, "ben": ben, "dina": make.person("dina", referrer=ben)}
    people |= {name: make.person(name) for name in ("cleo", "emil", "nora", *ROLES)}
    for name in ("nora", *ROLES):
        people[name].is_staff = True
        people[name].save()
    for name, role in ROLES.items():
        people[name].groups.add(Group.objects.get(name=role))
    return people


def _link(world: World) -> None:
    """Ben and Dina share a device, and Dina says so."""
    ben, dina, now = world.people["ben"], world.people["dina"], timezone.now()
    for person in (ben, dina):
        traces.note(person, traces.device("phone"), now=now)
    links.weigh_due(now=now)
    said = households.declare(dina, public_id=ben.public_id, words=HOSTILE, now=now)
    link = links.between(ben.pk, dina.pk)
    world.ids["household"], world.keys["accounts_link"] = said.public_id, link.pk if link else 0
    world.keys["referrals_referral"] = Referral.objects.get(referrer=ben, referred=dina).pk


def _hire(world: World) -> None:
    ann = world.people["ann"]
    make.deposit(ann, "200")
    world.ids |= {name: make.task(ann, **TASK).public_id for name in TASKS}
    world.ids["template"] = templates.keep(world.task("task"), by=ann, now=timezone.now()).public_id
    world.ids["well paid"] = make.task(ann, **TASK, reward=usd("20")).public_id
    world.ids["dangerous"] = make.task(ann, **{**TASK, "steps": [f"Install the app. {HOSTILE}"]}).public_id
    world.ids["draft"] = make.draft(ann, **TASK).public_id
    _ask_for_a_look(world)


def _ask_for_a_look(world: World) -> None:
    """A draft that waits, and a task that was reported."""
    ann, now = world.people["ann"], timezone.now()
    steps = [f"Type the captcha. {HOSTILE}"]
    waiting = publishing.publish(make.draft(ann, **{**TASK, "steps": steps}), by=ann, now=now)
    said = reports.report(world.task("task"), by=world.people["emil"], reason="other", words=HOSTILE, now=now)
    world.ids["queued"] = waiting.public_id
    world.keys |= {"tasks_look": waiting.looks.get().pk, "tasks_report": said.pk}
    ben, cleo = world.people["ben"], world.people["cleo"]
    of_ben = person_reports.report(ben, by=cleo, reason="other", words=HOSTILE, now=now)
    world.keys |= {"tasks_personreport": of_ben.pk}
    world.keys |= {"tasks_edition": Edition.objects.get().pk, "tasks_phrase": Phrase.objects.earliest("pk").pk}


def _work(world: World) -> None:
    ben = world.people["ben"]
    handed_in = make.submission(world.task("submitted"), ben)
    done = {
        "submission": handed_in,
        "asked": make.asked_to_change(world.task("to change"), ben),
        "rejection": make.rejected(world.task("rejected"), ben),
        "contested": make.rejected(world.task("disputed"), ben),
        "approved": make.approved(world.task("well paid"), ben),
        "claim": make.claim(world.task("claimed"), ben),
    }
    world.ids["record"] = records.make(ben, said=records.CHOOSABLE, now=timezone.now()).public_id
    proofs.keep(done["claim"], by=ben, texts={"proof-1": HOSTILE}, files={}, now=timezone.now())
    world.ids |= {name: row.public_id for name, row in done.items()}
    earlier = EarlierProof.objects.exclude(picture="").get()
    world.ids["earlier proof"] = earlier.public_id
    _count, press = verdicts.approve(
        [make.submission(world.task("given"), world.people["dina"]).pk], by=world.people["ann"], now=timezone.now()
    )
    world.ids["press"] = press
    make.submission(world.task("all"), world.people["dina"])
    bulked = bulk.ask(
        world.task("all"), queue.waiting_for(world.task("all")), by=world.people["ann"], now=timezone.now()
    )
    world.ids["bulk"] = bulked.public_id
    held, picture = make.claim(world.task("dangerous"), ben), {"proof-2": make.picture()}
    proofs.keep(held, by=ben, texts={}, files=picture, now=timezone.now())
    world.ids["kept picture"] = held.proofs.get().public_id
    begun = uploads.begin(
        done["claim"], by=ben, key="proof-2", name=f"{HOSTILE}.png", size=9, stamp=0, now=timezone.now()
    )
    world.ids["upload"] = begun.public_id
    world.ids["proof"] = handed_in.proofs.exclude(picture="").get().public_id


def _look_for_work(world: World) -> None:
    ben, now = world.people["ben"], timezone.now()
    search = searches.open_feed(searches.keep(Wish(words=HOSTILE), name=HOSTILE[:60], by_mail=True, by=ben, now=now))
    hidden = hiding.hide(world.task("claimed"), by=ben, now=now)
    following.follow(world.people["ann"], by=ben, now=now)
    world.ids |= {"search": search.public_id, "feed": search.feed_key, "hidden": hidden.public_id}


def _batch(world: World) -> None:
    """A batch with a row that failed, its results, and a draft of one, all with hostile values."""
    ann, ben = world.people["ann"], world.people["ben"]
    text = f'name,page\n"{HOSTILE}",javascript:alert(1)\n"=1+1",{HOSTILE}\n{HOSTILE}\n'
    task = make.published(make.batch_draft(ann, text, title=f"{HOSTILE} {{{{name}}}}"))
    make.rejected(task, ben)
    built = built_results.ask(task, kind="csv", by=ann, now=timezone.now())
    built_results.build_due(now=timezone.now())
    draft = make.batch_draft(ann, text)
    hostile = f"{HOSTILE} &lt;script&gt;alert(1)&lt;/script&gt;"
    layout = f"<title>{hostile} look</title><p>{hostile}</p><input name=q title='{HOSTILE}'>"
    world.ids["layout draft"] = taking_over.begin(layout, by=ann, now=timezone.now()).public_id
    world.ids |= {"batch": task.public_id, "results": built.public_id, "batch draft": draft.public_id}
    world.keys["tasks_batch"] = draft.batch.pk


def _gold(world: World) -> None:
    """A batch with a known answer, which Ben did not give and contests."""
    ann, ben, now = world.people["ann"], world.people["ben"], timezone.now()
    asked = [Wanted("line", HOSTILE)]
    fields: dict[str, Any] = {
        "proofs": asked,
        "gold_columns": ["page"],
        "gold_because": "page",
        "answers": 2,
        "agreeing": 2,
    }
    draft = make.batch_draft(ann, f"name,page\n{HOSTILE},{HOSTILE}\nTwo,\n", steps=["Open {{name}}."], **fields)
    task = make.published(drafts.write(draft, by=ann, fields={"title": "Say what {{name}} is"}))
    done = proofs.deliver(_typed(task, ben), by=ben, now=now)
    scored = GoldAnswer.objects.get(worker=ben)
    gold.contest(scored, words=WORDS, by=ben, now=now)
    world.ids |= {"gold batch": task.public_id, "gold answer": scored.public_id, "gold work": done.public_id}


def _typed(task: Task, worker: User) -> Submission:
    held = make.claim(task, worker)
    proofs.keep(held, by=worker, texts={"proof-1": HOSTILE[1:]}, files={}, now=timezone.now())
    return held


def _dispute(world: World) -> None:
    contested = Submission.objects.get(public_id=world.ids["contested"])
    case = cases.open_case(contested, by=world.people["ben"], words=WORDS, now=timezone.now())
    files = [make.picture(name=f"{HOSTILE}.png")]
    hearing.answer(case, by=world.people["ann"], words=WORDS, files=files, now=timezone.now())
    world.ids["case"], world.keys["disputes_dispute"] = case.public_id, case.pk
    world.ids["enclosure"] = Enclosure.objects.get().public_id
    _appeal(world)
    waits = Submission.objects.get(public_id=world.ids["submission"])
    proposal = cosigns.propose(waits, by=world.people["ann"], reason="other", step=1, comment=WORDS, now=timezone.now())
    world.keys["submissions_proposal"] = proposal.pk


def _appeal(world: World) -> None:
    """A case that was decided, and is appealed."""
    ben, now = world.people["ben"], timezone.now()
    lost = cases.open_case(make.rejected(world.task("appealed"), ben), by=ben, words=WORDS, now=now)
    cases.dismiss(lost, by=world.people["nora"], reason=WORDS, now=now)
    appeal = appeals.file(lost, by=ben, words=WORDS, now=now)
    world.ids["appealed case"], world.keys["disputes_appeal"] = lost.public_id, appeal.pk
    other = cases.open_case(make.rejected(world.task("lost"), ben), by=ben, words=WORDS, now=now)
    cases.dismiss(other, by=world.people["nora"], reason=WORDS, now=now)
    world.ids["lost case"] = other.public_id
    [seat] = jury.invite(lost, workers=[world.people["dina"]], employers=[], now=now)
    world.ids |= {"seat": seat.public_id}


def _move_money(world: World) -> None:
    ann, ben, now = world.people["ann"], world.people["ben"], timezone.now()
    before = now - timedelta(minutes=1)
    started = deposits.start(ann, amount=usd("10"), rail="manual", now=now)
    method = methods.choose(ben, rail="manual", destination=f"IBAN 4711, {HOSTILE}", by=ben, now=before)
    sent = payouts.request(ben, amount=usd("6"), rail="manual", now=before)
    batch = make.payout_run(now=now)[0]
    results.import_results(batch, text=f"key,state\n{sent.public_id},paid\n", by=world.people["nora"], now=now)
    waiting = payouts.request(ben, amount=usd("6"), rail="manual", now=now)
    event = RailEvent.objects.create(rail="manual", event_id="one", payload={}, received_at=now)
    arrived = ann.deposits.exclude(pk=started.pk).latest("pk")
    world.ids |= {"arrived": arrived.public_id, "deposit": started.public_id, "payout": waiting.public_id}
    world.ids["paid"] = sent.public_id
    rows = {"deposit": started, "payoutmethod": method, "payout": sent, "payoutbatch": batch, "railevent": event}
    world.keys |= {f"wallet_{name}": row.pk for name, row in rows.items()}


def _adjustment(world: World) -> Adjustment:
    ben, nora, kind = world.people["ben"], world.people["nora"], Adjustment.Kind.GOODWILL
    return adjustments.propose(ben, kind=kind, amount=usd("1"), reason=HOSTILE, by=nora, now=timezone.now())


def _funds(world: World) -> FundsRecord:
    now = timezone.now()
    return funds.record(rail="manual", amount=usd("500"), at=now, by=world.people["nora"], now=now, note=HOSTILE)


def _staff_entry(world: World) -> StaffEntry:
    ben, sam, now = world.people["ben"], world.people["sam"], timezone.now()
    return staff_log.write(by=sam, about=ben, what="Held", reason=HOSTILE, of=ben, now=now)


def _invoice(world: World) -> None:
    ann, now = world.people["ann"], timezone.now()
    said = {"kind": "company", "legal_name": HOSTILE, "address": HOSTILE, "country": "DE", "tax_id": "DE1"}
    declared = billing.declare(ann, **said, now=now)
    given = invoices.issue(ann, month=Month.of(now), now=Month.of(now).until() + timedelta(days=1))
    world.ids["invoice"] = given.public_id
    world.keys |= {"wallet_billingdetails": declared.pk, "wallet_invoice": given.pk}


def _take_along(world: World) -> None:
    """Ben's data in one file."""
    asked = data_files.ask(world.people["ben"], now=timezone.now())
    data_files.build_due(now=timezone.now())
    world.ids["data file"] = asked.public_id


def _know(world: World) -> None:
    """Ann has Ben on a list and Dina blocked."""
    ann, now = world.people["ann"], timezone.now()
    row = lists.make(ann, name=HOSTILE, now=now)
    lists.put(row, [world.people["ben"].pk], by=ann, why="hand", now=now)
    blocks.block(ann, worker=world.people["dina"], note=HOSTILE, now=now)
    world.ids["list"] = row.public_id


def _ask_support(world: World) -> None:
    """Ben's ticket with a file, which Sam answered; and what he wrote to Ann with a picture."""
    ben, now = world.people["ben"], timezone.now()
    about = subjects.theirs(ben, "submission", world.ids["submission"])
    files = [make.picture(name=f"{HOSTILE}.png")]
    ticket = tickets.open_ticket(ben, topic="work", words=WORDS, about=about, files=files, now=now)
    answering.answer(ticket, by=world.people["sam"], words=WORDS, now=now)
    work = Submission.objects.get(public_id=world.ids["submission"])
    pictures = [make.picture(name=f"{HOSTILE}.png")]
    said = writing.write(writing.about_submission(work), by=ben, words=WORDS, pictures=pictures, now=now)
    world.ids["question"] = questions.ask(world.task("task"), by=ben, words=WORDS, now=now).public_id
    world.ids |= {"thread": said.thread.public_id, "message": said.public_id}
    world.ids["message picture"] = said.pictures.get().public_id
    world.ids |= {"ticket": ticket.public_id, "ticket file": TicketFile.objects.get().public_id}
    world.keys["threads_ticket"] = ticket.pk


def _test(world: World) -> None:
    """Ann's test, which Ben failed and contests, and Dina takes; and a draft of another one."""
    ann, ben, dina, now = world.people["ann"], world.people["ben"], world.people["dina"], timezone.now()
    test = make.qualification(ann, title=HOSTILE, words=HOSTILE)
    failed = attempts.hand_in(attempts.start(test, by=ben, now=now), by=ben, now=now)
    contested = contests.contest(test.questions.get(position=2), words=WORDS, by=ben, now=now)
    untested = qualifications.draft(ann, title=HOSTILE, now=now)
    held = passes.award(test, [world.people["emil"].pk], now=now)
    world.keys["tasks_pass"] = Pass.objects.get(worker__in=held).pk
    world.ids |= {"test": test.public_id, "untested": untested.public_id, "attempt": failed.public_id}
    world.ids |= {"running": attempts.start(test, by=dina, now=now).public_id, "contest": contested.public_id}


def _note_told(world: World, ben: User) -> None:
    now, url = timezone.now(), "https://server.example/hook"
    device = Device.objects.create(person=ben, endpoint="https://push.example/1", added_at=now)
    endpoint = webhooks.add(world.people["ann"], url=url, kinds=["task.paused"], now=now)
    delivery = webhooks.try_out(endpoint, now=now)
    world.ids |= {"device": device.public_id, "endpoint": endpoint.public_id, "delivery": delivery.public_id}
    world.ids["notice feed"] = feeds.open_new(ben).key
    world.ids["stop"] = stopping.address(ben, topic=Topic.ALERTS).split("/")[-2]


def _strike(world: World) -> None:
    """Ben has a strike, with a file it rests on."""
    now, picture = timezone.now(), exhibits.read(make.picture(name=f"{HOSTILE}.png"))
    because = standing.Grounds(4, WORDS, items.find([world.ids["submission"]], person=world.people["ben"]), [picture])
    given = standing.strike(world.people["ben"], because, role="worker", by=world.people["nora"], now=now)
    world.ids |= {"sanction": given.public_id, "exhibit": given.exhibits.get().public_id, "month": str(Month.of(now))}
    world.keys["accounts_sanction"] = given.pk


def _check(world: World) -> None:
    """Somebody who is nobody of the visitors has their identity checked: what they press would delete its files."""
    with override_settings(IDENTITY_BY_HAND=True):
        sent = identities.send(make.person("tara"), files=[make.picture(name=f"{HOSTILE}.png")], now=timezone.now())
    world.keys |= {"accounts_identity": sent.pk, "accounts_identity_document": sent.documents.get().public_id}


def _note_keys(world: World) -> None:
    task, ben = world.task("submitted"), world.people["ben"]
    world.ids |= {"ben": ben.public_id, "notice": Notice.objects.of(ben)[0].public_id}
    _note_told(world, ben)
    world.keys |= {
        "accounts_user": ben.pk,
        "accounts_staffentry": _staff_entry(world).pk,
        # A page of a rule has its name in the address.
        "accounts_rulechange": "undo_seconds",
        "accounts_readytext": ReadyText.objects.earliest("pk").pk,
        "tasks_task": task.pk,
        "tasks_category": task.category_id or 0,
        "tasks_template": Template.objects.gallery()[0].pk,
        "tasks_minimumreward": MinimumReward.objects.earliest("pk").pk,
        "submissions_submission": Submission.objects.get(task=task).pk,
        "wallet_adjustment": _adjustment(world).pk,
        "wallet_account": Account.objects.earliest("pk").pk,
        "wallet_bookcheck": proofs_of_books.keep([], accounts=1, transfers=1, seconds=1, now=timezone.now()).pk,
        "wallet_seal": seals.seal(now=timezone.now())[0].pk,
        "wallet_fundsrecord": _funds(world).pk,
        "wallet_transfer": Transfer.objects.earliest("pk").pk,
    }
