"""What all pages of cases share: who works on one, in the list and on its page, and who takes, leaves or gives it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from picomarket.lib.queues import clock
from picomarket.lib.refusals import Refused

from . import keeping, naming, ready_texts, roles
from .models import User

DECIDED = _("Decided")


class ByKeeper(admin.SimpleListFilter):
    title = _("who has it")
    parameter_name = "with"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("Mine")), ("nobody", _("Nobody's")), ("others", _("Others'"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now, person = timezone.now(), cast(User, request.user)
        if self.value() == "me":
            return queryset.filter(pk__in=keeping.kept_keys(queryset.model, by=person, now=now))
        if self.value() == "others":
            return queryset.filter(pk__in=keeping.kept_keys(queryset.model, others=person, now=now))
        nobodys = self.value() == "nobody"
        return queryset.exclude(pk__in=keeping.kept_keys(queryset.model, now=now)) if nobodys else queryset


def promised(due_at: datetime, *, is_open: bool, done_at: datetime | None, done: str | Promise = DECIDED) -> str:
    """By when something is promised, for a list: how that stands while it is open, then when it was done."""
    shown = clock(due_at, now=timezone.now()) if is_open else None
    return render_to_string("admin/_promise.html", {"due_at": due_at, "clock": shown, "done_at": done_at, "done": done})


class KeptList(ChangeList):
    """A page of cases, each with who has it: one question for the page, none for a row."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        kept = keeping.by_key(rows, now=timezone.now())
        named = [field for field in self.model._meta.concrete_fields if field.related_model is User]
        naming.tell_apart(getattr(row, one.name) for row in rows for one in named if _is_there(one, row))
        for row in rows:
            row.keeper = kept[row.pk].person.public_name if row.pk in kept else ""
        self.result_list = rows


def _is_there(field: Any, row: Any) -> bool:
    """Whether somebody stands there and was looked up with the row."""
    return field.is_cached(row) and getattr(row, field.name) is not None


class Casework:
    """Mixed into the admin of what is decided case by case, before ``ModelAdmin``.

    Its page gives ``holding(request, row)`` to the template, which includes ``admin/_holding.html``.
    """

    admin_site: Any
    opts: Any
    model: Any
    # The kind of ready texts its reason can be made of; with one, ``filled`` shows the page with what was put together.
    ready_kind = ""
    # The permission to decide it, where it is not the one to change it.
    decided_with = ""

    def permission(self) -> str:
        return self.decided_with or f"{self.opts.app_label}.change_{self.opts.model_name}"

    def may_decide(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm(self.permission())

    def waits(self, row: Any) -> bool:
        """Whether there is something to decide yet."""
        return bool(row.is_open)

    def has_a_part(self, row: Any, person: User) -> bool:
        """Whether it is this person's own case: then somebody else decides it."""
        return False

    def may_take(self, row: Any, person: User) -> bool:
        """Whether this person can have the case to themselves by a press."""
        return not self.has_a_part(row, person)

    def may_be_given(self, row: Any, person: User) -> bool:
        """Whether a colleague who decides such cases may decide this one."""
        return self.may_take(row, person)

    def colleagues(self, row: Any, *, by: User) -> list[User]:
        """To whom somebody can give the case."""
        return [person for person in self.others(by) if self.may_be_given(row, person)]

    def others(self, by: User) -> QuerySet[User]:
        """Who else of the staff decides such cases."""
        return roles.able(self.permission()).exclude(pk=by.pk).order_by("pk")

    def holding(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """For the page of a case. Reading it takes it from nobody; who has it has it for longer then."""
        if not (self.waits(row) and self.may_decide(request)):
            return {"holding": None}
        person, now = cast(User, request.user), timezone.now()
        own = self.has_a_part(row, person)
        if request.method == "POST":
            self.begin(request, row)
        kept = keeping.running(row, now=now)
        if kept and kept.person_id == person.pk:
            kept = keeping.take(row, by=person, now=now)
        mine = bool(kept and kept.person_id == person.pk)
        # What was typed and refused stays to be seen.
        shut = request.method == "GET" and (own or bool(kept and not mine))
        standing = keeping.Standing(kept, mine, own, shut, keeping.said(kept, now=now) if kept else "")
        return {
            "holding": standing,
            "seen": now.isoformat(),
            "take_url": self._url("take", row) if self.may_take(row, person) else "",
            "leave_url": self._url("leave", row),
            "give_url": self._url("give", row),
            "colleagues": [] if own or (kept and not mine) else self.colleagues(row, by=person),
            **self._ready(row),
        }

    def begin(self, request: HttpRequest, row: Any) -> None:
        """Who began to decide has the case, where nobody else has it: what they typed was refused, or filled in."""
        person = cast(User, request.user)
        if self.waits(row) and self.may_decide(request) and self.may_take(row, person):
            with suppress(keeping.Kept):
                keeping.take(row, by=person, now=timezone.now())

    def free(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """Those of these cases that no colleague has."""
        others = keeping.kept_keys(self.model, others=cast(User, request.user), now=timezone.now())
        return rows.exclude(pk__in=others)

    def go_on(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        """On to the first of these cases that no colleague has, to be read; to the list where there is none.

        They are those this person may decide, in order. Being led there takes it from nobody, as reading does: whoever
        walks away then holds nothing up.
        """
        if row := self.free(rows, request).first():
            return redirect(f"admin:{self._name('change')}", row.pk)
        return redirect(f"admin:{self._name('changelist')}")

    def filled(self, request: HttpRequest, pk: int, typed: dict[str, Any]) -> HttpResponse:
        """The page of a case again, its form as it was typed, with a ready text in ``words``."""
        raise NotImplementedError

    def _ready(self, row: Any) -> dict[str, Any]:
        if not self.ready_kind:
            return {}
        texts = ready_texts.offered(self.ready_kind, reader=self._reader(row))
        return {"ready_texts": texts, "fill_url": self._url("fill", row)}

    def _reader(self, row: Any) -> User | None:
        """Whoever reads the reason, the first of them where there are more."""
        return next(iter(self.affected(row)), None)  # type: ignore[attr-defined]

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return KeptList

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*super().get_list_display(request), "with_whom"]  # type: ignore[misc]

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), ByKeeper]  # type: ignore[misc]

    @admin.display(description=_("who has it"))
    def with_whom(self, row: Any) -> str:
        return str(row.keeper)

    def get_urls(self) -> list[URLPattern]:
        verbs = {"take": self.take, "leave": self.leave, "give": self.give}
        verbs |= {"fill": self.fill} if self.ready_kind else {}
        views = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=self._name(name))
            for name, view in verbs.items()
        ]
        return [*views, *super().get_urls()]  # type: ignore[misc]

    @method_decorator(require_POST)
    def take(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the case from now on; ``over`` says that it is to be taken from who has it."""
        row, person = self._waiting(request, pk), cast(User, request.user)
        if not self.may_take(row, person):
            raise PermissionDenied
        page, now = reverse(f"admin:{self._name('change')}", args=[pk]), timezone.now()
        if request.POST.get("over"):
            keeping.take_over(row, by=person, url=page, now=now)
        else:
            with suppress(keeping.Kept):
                keeping.take(row, by=person, now=now)
        return redirect(page)

    @method_decorator(require_POST)
    def leave(self, request: HttpRequest, pk: int) -> HttpResponse:
        keeping.leave(self._waiting(request, pk), by=cast(User, request.user))
        messages.info(request, _now("Others can have it now."))
        return redirect(f"admin:{self._name('changelist')}")

    @method_decorator(require_POST)
    def give(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have a colleague decide the case, who is told."""
        row, by = self._waiting(request, pk), cast(User, request.user)
        page, key = reverse(f"admin:{self._name('change')}", args=[pk]), request.POST.get("colleague", "")
        chosen = next((one for one in self.colleagues(row, by=by) if one.public_id == key), None)
        if chosen is None:
            messages.error(request, _now("This is nobody who may decide it. Choose a colleague from the list."))
            return redirect(page)
        try:
            keeping.give(row, to=chosen, by=by, url=page, now=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.words)
            return redirect(page)
        messages.success(request, _now("It is with %(name)s now, who is told.") % {"name": chosen.public_name})
        return redirect(f"admin:{self._name('changelist')}")

    @method_decorator(require_POST)
    def fill(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a ready text after what was typed, and show the page again to go on writing."""
        row = self._waiting(request, pk)
        typed = {name: str(value) for name, value in request.POST.items()}
        typed = ready_texts.fill(typed, kind=self.ready_kind, reader=self._reader(row), case=str(row))
        return self.filled(request, pk, typed)

    def _waiting(self, request: HttpRequest, pk: int) -> Any:
        if not self.may_decide(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=pk)
        if self.has_a_part(row, cast(User, request.user)):
            raise PermissionDenied
        return row

    def _name(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    def _url(self, what: str, row: Any) -> str:
        return reverse(f"admin:{self._name(what)}", args=[row.pk])
