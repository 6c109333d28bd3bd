"""Templates: what is worth posting again is kept, and a draft is made from it. No money moves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.refusals import Refused

from . import contents, drafts
from .drafts import CONTENTS, Wanted
from .models import Category, Task, Template

MOST = 100


class Unkeepable(Refused):
    """There is nothing to keep, or no room for it."""


def keep(task: Task, *, by: User, now: datetime) -> Template:
    """Keep one of the employer's tasks, or a draft, under its title. Raises Unkeepable."""
    kept = Task.objects.of(by).kept().get(pk=task.pk)
    if not kept.title:
        raise Unkeepable(_("Give the task a title first: the template is named after it."))
    if Template.objects.of(by).count() >= MOST:
        raise Unkeepable(_("You have %(most)s templates. Take one out first.") % {"most": MOST})
    proofs = [Wanted.of(one).plain for one in kept.proof_fields.order_by("position")]
    return Template.objects.create(
        owner=by, title=kept.title, contents=drafts.contents_of(kept), proofs=proofs, kept_at=now
    )


def use(template: Template, *, by: User, now: datetime) -> Task:
    """A new draft as the template says, an example's in the language of now. A kind of work that is no more is to be
    chosen anew."""
    fields = contents.read({name: value for name, value in template.contents.items() if name in CONTENTS})
    if not Category.objects.kinds().filter(pk=fields.get("category_id") or 0).exists():
        fields["category_id"] = None
    with transaction.atomic():
        draft = drafts.start(by, now=now)
        proofs = [Wanted.read(one) for one in template.told_proofs]
        told = fields | {"title": str(template), "steps": template.steps}
        return drafts.write(draft, by=by, fields=told, proofs=proofs)


def forget(template: Template, *, by: User) -> None:
    """Take one of the employer's own templates out."""
    Template.objects.of(by).filter(pk=template.pk).delete()
