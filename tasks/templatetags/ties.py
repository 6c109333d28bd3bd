"""What ties an employer and a worker, for pages of apps that do not know lists."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Exists, OuterRef

from accounts.models import User
from tasks.models import Block, Listing, Qualification, Task, WorkerList

register = template.Library()
MOST = 50


@register.inclusion_tag("tasks/_ties.html", takes_context=True)
def ties(context: template.Context, worker: User) -> dict[str, Any]:
    """The reader's lists with whether this worker is on each, and whether the reader blocked them."""
    employer = context["user"]
    if not employer.is_authenticated or employer.pk == worker.pk:
        return {}
    on = Listing.objects.present().filter(list=OuterRef("pk"), worker=worker)
    lists = WorkerList.objects.of(employer).kept().annotate(on=Exists(on)).order_by("name", "pk")[:MOST]
    return {
        "worker": worker,
        "lists": lists,
        "block": Block.objects.filter(employer=employer, worker=worker).first(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("tasks/_invites.html")
def tests_of(task: Task) -> dict[str, Any]:
    """The tests a task asks for, as its workers read them."""
    tests = Qualification.objects.filter(pk__in=task.tests).order_by("title") if task.tests else ()
    return {"task": task, "tests": tests}


@register.inclusion_tag("tasks/_invites.html")
def invites(task: Task) -> dict[str, Any]:
    """The lists and tests a task is aimed by, as its employer reads them."""
    names = dict(WorkerList.objects.filter(pk__in=[*task.only_lists, *task.not_lists]).values_list("pk", "name"))
    return {
        "task": task,
        "only": [names[key] for key in task.only_lists if key in names],
        "without": [names[key] for key in task.not_lists if key in names],
        "tests": Qualification.objects.filter(pk__in=task.tests).order_by("title"),
    }
