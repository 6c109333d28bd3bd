"""Contests: a worker says that a question is wrong. Where its author agrees it falls, and everybody is scored anew."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from . import passes
from .models import Attempt, Contest, Qualification, Question, Reply


class NotContestable(Refused):
    """The question cannot be contested, or not again."""


class LastQuestion(Refused):
    """A test without questions would be passed by everybody."""


def contest(question: Question, *, words: str, by: User, now: datetime) -> Contest:
    """Tell the author what is wrong with a question. Once per person and question; raises NotContestable."""
    test = question.qualification
    if question.has_fallen or not Attempt.objects.of(by).ended().filter(qualification=test).exists():
        raise NotContestable(_("This question cannot be contested."))
    try:
        with transaction.atomic():
            row = Contest.objects.create(question=question, worker=by, words=words, opened_at=now)
            subject = format_lazy(_("A question of “{title}” is contested"), title=test.title)
            url = reverse("tasks:lead_test", args=[test.public_id])
            notices.tell(test.author, subject=subject, body=words, url=url, topic=Topic.TESTS, now=now)
    except IntegrityError as error:
        raise NotContestable(_("You contested this question already.")) from error
    return row


def decline(row: Contest, *, answer: str, by: User, now: datetime) -> None:
    """The question stands; the worker reads why. One that is closed already stays as it is."""
    with transaction.atomic():
        found = Contest.objects.opened().filter(question__qualification__author=by, pk=row.pk)
        fresh = found.select_for_update(of=("self",)).select_related("worker", "question__qualification").first()
        if fresh is None:
            return
        fresh.answer, fresh.closed_at = answer, now
        fresh.move_to(Contest.State.DECLINED, "answer", "closed_at")
        test = fresh.question.qualification
        subject = format_lazy(_("The question you contested in “{title}” stands"), title=test.title)
        notices.tell(
            fresh.worker, subject=subject, body=answer, url=test.get_absolute_url(), topic=Topic.TESTS, now=now
        )


def fall(question: Question, *, by: User, now: datetime) -> int:
    """The question counts for nobody any more: all attempts are scored anew; how many people pass by it.

    Nobody loses a pass by it. Who contested it and who passes now is told. Raises LastQuestion.
    """
    with transaction.atomic():
        test = Qualification.objects.of(by).select_for_update().get(pk=question.qualification_id)
        standing = test.questions.filter(fallen_at=None)
        if not standing.exclude(pk=question.pk).exists():
            raise LastQuestion(_("It is the only question left. Close the test instead."))
        if not standing.filter(pk=question.pk).update(fallen_at=now):
            return 0
        _agree(question, test, now=now)
        return _score_anew(test, now=now)


def _agree(question: Question, test: Qualification, *, now: datetime) -> None:
    rows = question.contests.filter(state=Contest.State.OPENED).select_related("worker").select_for_update(of=("self",))
    for row in rows:
        row.closed_at = now
        row.move_to(Contest.State.AGREED, "closed_at")
    subject = format_lazy(_("You were right: a question of “{title}” was withdrawn"), title=test.title)
    body = _("It counts for nobody any more, and everybody is scored anew.")
    notices.tell_each(
        ((row.worker, subject, body, test.get_absolute_url()) for row in rows), topic=Topic.TESTS, now=now
    )


def _score_anew(test: Qualification, *, now: datetime) -> int:
    """The attempts of a locked test, in statements for all of them at once."""
    counted = test.questions.filter(fallen_at=None).count()
    ended = Attempt.objects.ended().filter(qualification=test)
    ended.update(right=_right_replies(), counted=counted)
    failed = ended.filter(state=Attempt.State.FAILED)
    passing = failed.annotate(over=F("right") * 100 - test.pass_percent * counted).filter(over__gte=0)
    keys = list(passing.values_list("pk", "worker"))
    Attempt.objects.filter(pk__in=[pk for pk, _worker in keys]).update(state=Attempt.State.PASSED)
    new = User.objects.in_bulk(passes.award(test, {worker for _pk, worker in keys}, now=now))
    subject = format_lazy(_("You passed “{title}” after all"), title=test.title)
    body = _("One of its questions was wrong and no longer counts.")
    notices.tell_each(
        ((person, subject, body, test.get_absolute_url()) for person in new.values()), topic=Topic.TESTS, now=now
    )
    return len(new)


def _right_replies() -> Coalesce:
    replies: QuerySet[Reply, Reply] = Reply.objects.filter(attempt=OuterRef("pk"), is_right=True)
    right = replies.filter(question__fallen_at=None).order_by().values("attempt").annotate(count=Count("pk"))
    return Coalesce(Subquery(right.values("count"), output_field=IntegerField()), 0)
