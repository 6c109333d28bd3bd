"""The rules of the market on the desk: all of them with what each means, and one page for each with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import rule_changes
from accounts.models import RuleChange, User
from picomarket.lib import rule_facts
from picomarket.lib.refusals import Refused


class RuleForm(forms.Form):
    """``sure``: the change that was shown before, where one is shown once more."""

    value = forms.CharField(label=_("Value"), required=False, max_length=60, strip=True)
    reason = forms.CharField(label=_("Why, as others read it in the history"), max_length=300)
    sure = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the list shows it."""

    fact: rule_facts.Fact
    value: str
    given: str
    is_set_here: bool

    @property
    def where(self) -> str:
        if self.is_set_here:
            return _now("set here")
        return _now("default") if self.given == self.fact.default else _now("environment")

    def speaks_of(self, words: str) -> bool:
        """Whether all these words stand in what it is called, means or belongs to."""
        fact = self.fact
        said = f"{fact.called} {fact.name} {fact.means} {fact.area} {fact.variable} {self.where}".casefold()
        return all(word in said for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class Area:
    """What stands together, and how many of its rules are set here."""

    name: str
    rules: list[Shown]
    set_here: int


@admin.register(RuleChange)
class RuleChangeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RuleChange | None = None) -> bool:
        return cast(User, request.user).has_perm("accounts.add_rulechange")

    def has_delete_permission(self, request: HttpRequest, obj: RuleChange | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The areas, each folded up with its rules and their values; those first that are set here. ``q`` keeps the
        rules with its words, and shows them all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").strip()[:200]
        areas: dict[str, list[Shown]] = {}
        for rule in sorted(_shown(), key=lambda one: not one.is_set_here):
            if rule.speaks_of(words):
                areas.setdefault(str(rule.fact.area), []).append(rule)
        order = [str(area) for area in rule_facts.AREAS.values()]
        shown = sorted(areas.items(), key=lambda pair: order.index(pair[0]))
        areas_shown = [Area(name, rules, sum(rule.is_set_here for rule in rules)) for name, rules in shown]
        context = {**self._frame(request), "title": _now("Rules of the market"), "areas": areas_shown, "words": words}
        return TemplateResponse(request, "admin/accounts/rulechange/rules.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One rule, by its name: what it means, its history, and the form that changes it."""
        if not self.has_view_permission(request) or (
            request.method == "POST" and not self.has_change_permission(request)
        ):
            raise PermissionDenied
        rule = next((one for one in _shown() if one.fact.name == object_id), None)
        if rule is None:
            raise Http404
        form = RuleForm(request.POST or None, initial={"value": request.GET.get("value", rule.value)})
        asked = _asked(rule, form) if form.is_valid() else None
        if form.is_valid() and not asked and self._change(request, rule, form):
            return redirect("admin:accounts_rulechange_change", rule.fact.name)
        context = {
            "asked": asked,
            **self._frame(request),
            "title": rule.fact.called,
            "rule": rule,
            "form": form,
            "may_change": self.has_change_permission(request) and not rule.fact.fixed,
            "history": rule_changes.history(rule.fact.name),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/accounts/rulechange/rule.html", context, status=status)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history stands on the page of the rule."""
        return self.change_view(request, object_id)

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def _change(self, request: HttpRequest, rule: Shown, form: RuleForm) -> bool:
        by, now = cast(User, request.user), timezone.now()
        try:
            read = form.cleaned_data
            rule_changes.change(rule.fact.name, value=read["value"], reason=read["reason"], by=by, now=now)
        except Refused as refusal:
            form.add_error("value", refusal)
            return False
        messages.success(request, _now("Changed. It holds everywhere within a minute."))
        return True


def _asked(rule: Shown, form: RuleForm) -> str:
    """The change in words, where it moves prices and was not seen so before: another value, or another one before."""
    if not rule.fact.moves_prices:
        return ""
    try:
        change = " → ".join(rule_changes.preview(rule.fact.name, value=form.cleaned_data["value"]))
    except Refused as refusal:
        form.add_error("value", refusal)
        return ""
    return change if change != form.cleaned_data["sure"] else ""


def _shown() -> list[Shown]:
    here = rule_changes.set_here()
    return [
        Shown(
            fact,
            rule_facts.text(getattr(settings.RULES, name)),
            rule_facts.text(getattr(rule_changes.GIVEN, name)),
            name in here,
        )
        for name, fact in rule_facts.facts().items()
    ]
