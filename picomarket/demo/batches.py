"""Ann's batch of shops to look up, half done, a draft of another whose file has lines that cannot be used, and one that
began with a layout she had elsewhere."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from picomarket.lib.money import CENT, Money
from submissions import claims, proofs, results, review
from submissions.models import Submission
from tasks import drafts, importing, publishing, suspects, taking_over
from tasks.models import Category, Task
from wallet.commission import price_of

from .town import Employer, Town, Worker
from .work.blueprint import text

REWARD, ROWS = Money(20 * CENT), 24
COST = price_of(REWARD).cost * ROWS
KINDS = ("Bakery", "Bookshop", "Bicycle repair", "Flower shop", "Pharmacy", "Tea house")
TOWNS = ("Porto", "Ghent", "Kraków", "Turku")
STEPS = [
    "Open {{page}} and look for a page about contact or opening hours.",
    "Copy the telephone number of {{shop}} in {{town}} as it stands there.",
    "Where there are several, take the one for customers.",
]
LAYOUT = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form>
  <crowd-image-classifier name="dish" src="${photo}" categories="['Soup', 'Salad', 'Bread', 'Something else']"
                          header="Which dish does the photo show?">
    <short-instructions>
      <p>Look at what stands in the <b>middle</b> of the table.</p>
      <ul><li>A sandwich is bread.</li><li>Stew is soup.</li></ul>
    </short-instructions>
  </crowd-image-classifier>
  <crowd-input name="name" label="What is it called on the menu?" max-length="80"></crowd-input>
</crowd-form>
"""
COMMENT = "This is the number of the web designer, who stands at the foot of the page."


def scenes(town: Town, ann: Employer) -> None:
    """A batch with rows in every state, and its results; a draft with a file, and one from a layout."""
    town.agenda.at(town.ago(days=8), partial(_post, town, ann))
    town.agenda.at(town.ago(hours=19), partial(_write_draft, ann))
    town.agenda.at(town.ago(hours=18), lambda now: taking_over.begin(LAYOUT, by=ann.user, now=now))


def _post(town: Town, ann: Employer, now: datetime) -> None:
    shops = [f"{kind} {number},{TOWNS[number % 4]},https://shops.example/{number}" for number, kind in _numbered()]
    task = publishing.publish(draft(ann, "\n".join(["shop,town,page", *shops]), now), by=ann.user, now=now)
    for number, worker in enumerate(town.actors[:6] * 2):
        town.agenda.at(town.ago(hours=70 - 2 * number), partial(_do, town, task, worker))
    town.agenda.at(town.ago(hours=46), partial(_look, ann, task))
    town.agenda.at(town.ago(minutes=3), lambda at: claims.claim(task, by=town.actors[7].user, now=at))


def _numbered() -> list[tuple[int, str]]:
    return [(number, KINDS[number % len(KINDS)]) for number in range(1, ROWS + 1)]


def draft(ann: Employer, file: str, now: datetime, *, asked: str = "The number of {{shop}}", **fields: Any) -> Task:
    """A draft with a file of shops beside it, checked."""
    words = {
        "title": "Find the telephone number of {{shop}} in {{town}}",
        "category": Category.objects.get(slug="web-research"),
        "steps": STEPS,
        "minutes": 4,
        "reward": REWARD,
        "review_days": 5,
    }
    begun = drafts.write(
        drafts.start(ann.user, now=now), by=ann.user, fields={**words, **fields}, proofs=[text(asked, 5)]
    )
    importing.upload(begun, file=SimpleUploadedFile("shops.csv", file.encode()), by=ann.user, now=now)
    importing.check_due()
    suspects.look_through_due()
    return Task.objects.get(pk=begun.pk)


def _do(town: Town, task: Task, worker: Worker, now: datetime) -> None:
    """The next row, done at once."""
    held = claims.claim(task, by=worker.user, now=now)
    said = f"+351 22 {town.chance.randint(100, 999)} {town.chance.randint(1000, 9999)}"
    proofs.keep(held, by=worker.user, texts={"proof-1": said}, files={}, now=now)
    proofs.deliver(held, by=worker.user, now=now)


def _look(ann: Employer, task: Task, now: datetime) -> None:
    """Ann approves most, rejects one, leaves the rest for a visitor, and asks for the results."""
    done = list(Submission.objects.to_review().filter(task=task).order_by("pk"))
    review.approve_many([one.pk for one in done[:5]], by=ann.user, now=now)
    review.reject(done[5], by=ann.user, reason="wrong_result", step=2, comment=COMMENT, now=now, signed=True)
    results.ask(task, kind="csv", by=ann.user, now=now)
    results.build_due(now=now)


def _write_draft(ann: Employer, now: datetime) -> None:
    file = "shop,town,page\nTea house,Porto,https://shops.example/t\nBakery;Ghent\nBookshop,,https://shops.example/b\n"
    draft(ann, file, now, title="Find the opening hours of {{shop}} in {{town}}")
