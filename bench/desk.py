"""The review desk of a task with as much waiting as the ledger has lines, and one review page of it, through the whole
of the site. Against signed-in views of one query that show as many rows, or one, by a template."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from bench import clients
from bench.copies import NEW_NAME, copies, run
from bench.hand_in import forget_files, posted
from bench.measuring import Bench
from bench.wallet_page import PLAIN, look
from bench.world import World
from picomarket import urls
from submissions import claims, proofs
from submissions.models import Submission
from submissions.views.desk import PER_PAGE
from tasks.drafts import Wanted
from tasks.models import Task

MOST = 100_000
WORDS = "I saw a page with a picture and a form."
# Of every thirty the first two look alike, and the second is flagged; every ninth was done in no time.
_FINGERPRINTS = """
INSERT INTO submissions_fingerprint
       (proof_id, submission_id, task_id, worker_id, exact, is_compared, is_exact, alike, original_id)
SELECT proof.id, done.id, done.task_id, done.worker_id, done.id, TRUE, FALSE, NULL, NULL
  FROM submissions_submission AS done JOIN submissions_proof AS proof ON proof.submission_id = done.id
 WHERE done.task_id = %(task)s AND proof.picture <> '' ORDER BY done.id;
UPDATE submissions_fingerprint AS one SET alike = other.id
  FROM submissions_fingerprint AS other
 WHERE one.task_id = %(task)s AND other.task_id = one.task_id AND other.submission_id %% 30 = 0
   AND one.submission_id IN (other.submission_id, other.submission_id + 1);
UPDATE submissions_fingerprint SET original_id = alike WHERE task_id = %(task)s AND alike <> id;
"""
_tasks: dict[tuple[int, int], Task] = {}


class Desk(Bench):
    """The list, the pictures, and the page after by turns."""

    name = "desk"
    writes = False
    first = 4
    queries: ClassVar[tuple[str, ...]] = ("?view=waiting", "?look=grid", "?after={middle}")
    bare = "/bare/desk/"

    def most(self, clients: int) -> int:
        return 300

    @cached_property
    def task(self) -> Task:
        key = id(self.world), self.world.size
        if key not in _tasks:
            _tasks[key] = fill(self.world, min(self.world.size, MOST))
        return _tasks[key]

    @cached_property
    def pages(self) -> list[str]:
        waiting = Submission.objects.to_review().filter(task=self.task).order_by("review_until", "pk")
        middle = waiting[waiting.count() // 2]
        here = reverse("submissions:desk", args=[self.task.public_id])
        return [f"{here}{query.format(middle=middle.public_id)}" for query in self.queries]

    @cached_property
    def reader(self) -> Client:
        browser = Client()
        browser.force_login(self.task.employer)
        return browser

    def ours(self, clients_: int, each: int) -> float:
        reader, pages = self.reader, self.pages
        # The names of static files with a hash of what is in them are there only where these were collected.
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
            return clients.timed(each, lambda: look(reader, [pages[number % len(pages)] for number in range(each)]))

    @override_settings(ROOT_URLCONF="bench.desk")
    def limit(self, clients_: int, each: int) -> float:
        reader, page = self.reader, f"{self.bare}{self.task.pk}/"
        return clients.timed(each, lambda: look(reader, [page] * each))


class DeskSifted(Desk):
    """Filters and orders by turns: the flagged, the rushed, one country, words, what looks alike."""

    name = "desk_sifted"
    queries = (
        "?only=copies",
        "?only=rushed&look=grid",
        "?country=BD&level=1",
        "?words=picture",
        "?order=alike&look=grid",
        "?order=newest",
    )


class ReviewPage(Desk):
    """One submission in the middle of the queue, and one of what is flagged."""

    name = "review_page"
    bare = "/bare/review/"

    @cached_property
    def pages(self) -> list[str]:
        waiting = Submission.objects.to_review().filter(task=self.task)
        flagged = waiting.filter(fingerprints__original__isnull=False).order_by("pk")
        middle = waiting.order_by("review_until", "pk")[waiting.count() // 2]
        return [middle.review_url, f"{flagged[0].review_url}?only=copies" if flagged else middle.review_url]


def fill(world: World, count: int) -> Task:
    """A task with so much waiting, each with words and a picture, spread over three days."""
    key, made = world.waiting(
        world.employers[3],
        count,
        country="(ARRAY['BD', 'IN', 'NG'])[1 + one.number %% 3]",
        claimed_at="now() - interval '1 day'",
        submitted_at="now() - interval '1 day' + interval '1 second' * CASE one.number %% 9 WHEN 0 THEN 9 ELSE 200 END",
        review_until="now() + interval '2 days' + interval '1 second' * (one.number * 7919 %% 259200)",
    )
    _prove(world, made)
    run(_FINGERPRINTS.replace("%(task)s", str(key)).replace("%%", "%"))
    run("VACUUM ANALYZE submissions_submission, submissions_proof, submissions_fingerprint")
    return Task.objects.select_related("employer").get(pk=key)


def _prove(world: World, keys: list[int]) -> None:
    """Copies of words and a picture that somebody really handed in."""
    wanted = [Wanted("text", "What did you see?", 10), Wanted("screenshot", "A screenshot of the page")]
    worker, body = User.objects.get(pk=world.workers[0]), BytesIO()
    held = claims.claim(posted(world, wanted, slots=1), by=worker, now=timezone.now())
    Image.effect_noise((400, 250), 90).save(body, "PNG")
    shot = SimpleUploadedFile("shot.png", body.getvalue())
    proofs.keep(held, by=worker, texts={"proof-1": WORDS}, files={"proof-2": shot}, now=timezone.now())
    forget_files(held.proofs.all())
    for one in held.proofs.order_by("field__position"):
        copies(
            one,
            of="unnest(%s::bigint[]) AS one (submission)",
            given=[keys],
            public_id=NEW_NAME,
            submission_id="one.submission",
        )


@login_required
def rows(request: HttpRequest, key: int) -> HttpResponse:
    """The limit of a desk: a signed-in page of one query and as many rows."""
    waiting = Submission.objects.to_review().filter(task=key).select_related("worker")
    found = waiting.order_by("review_until", "pk")[:PER_PAGE]
    return HttpResponse(_list.render({"rows": found}, request))


@login_required
def one(request: HttpRequest, key: int) -> HttpResponse:
    """The limit of a review page: a signed-in page of one query and one row."""
    waiting = Submission.objects.to_review().filter(task=key).select_related("worker", "task")
    return HttpResponse(_one.render({"row": waiting.order_by("review_until", "pk")[0]}, request))


_list = engines["django"].from_string(
    """<!doctype html><title>Desk</title><ul>{% for row in rows %}<li>
    <a href="{{ row.review_url }}">{{ row.worker }}</a> {{ row.submitted_at }}, {{ row.review_until }}
    </li>{% endfor %}</ul>"""
)
_one = engines["django"].from_string(
    """<!doctype html><title>{{ row.task.title }}</title><p>{{ row.worker }}, {{ row.submitted_at }}</p>
    <ol>{% for step in row.task.steps %}<li>{{ step }}</li>{% endfor %}</ol>"""
)
urlpatterns = [path("bare/desk/<int:key>/", rows), path("bare/review/<int:key>/", one), *urls.urlpatterns]
