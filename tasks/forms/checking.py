"""What of the work is checked by itself: by whom it is from, by others' answers, by answers the employer knows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from picomarket.lib.counting import figure, percent
from picomarket.lib.number_forms import WholeNumberField
from tasks import checking, filling, importing
from tasks.models import ProofField, Task, WorkerList

from .wizard import DraftForm, Typed

LIVE = ("trusted", "agreeing", "compared", "gold_approves", "gold_least", "gold_after")
CHECKS = (*LIVE, "gold_because")
# What is saved where a draft has nothing that could be asked.
NOTHING = {"trusted": [], "agreeing": 0, "compared": [], "gold_approves": False, "gold_least": 0, "gold_because": ""}
LEAST_SHARES = (50, 60, 70, 80, 90)


class CheckFields(DraftForm):
    """How work is checked beside looking at it. Each group is there only where the draft has something for it."""

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        fields = checking.comparable(draft.proof_fields.all())
        batch = importing.of(draft)
        self.fields |= _trusting(draft)
        if batch is not None and fields:
            self.fields |= _agreeing(draft, fields) | self._gold(draft, fields, batch.columns)

    def of(self, draft: Task) -> dict[str, Any]:
        columns = {f"gold_{number}": name for number, name in enumerate(draft.gold_columns, start=1)}
        return {**super().of(draft), **columns}

    def _gold(self, draft: Task, fields: list[ProofField], columns: list[str]) -> dict[str, forms.Field]:
        return _columns(draft, fields, columns) | _measuring()

    def clean(self) -> None:
        super().clean()
        for name in NOTHING.keys() - self.fields.keys():
            self.cleaned_data[name] = NOTHING[name]
        for name in ("agreeing", "gold_least"):
            self.cleaned_data[name] = self.cleaned_data.get(name) or 0
        self.cleaned_data["gold_after"] = self.cleaned_data.get("gold_after") or self.draft.gold_after
        for name in ("trusted", "compared"):
            self.cleaned_data[name] = sorted(self.cleaned_data.get(name, []))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The groups there are, each with a word on what it does, and open where something is said in it."""
        said = [
            (_("Approve at once what people you trust hand in"), ["trusted"]),
            (_("Approve answers that are the same"), ["agreeing", "compared"]),
            (_("Check people by rows whose answer you know"), [name for name in self.fields if name[:5] == "gold_"]),
        ]
        groups = []
        for title, names in said:
            there = [self[name] for name in names if name in self.fields]
            chosen = any(one.value() for one in there if one.name != "gold_after") or any(one.errors for one in there)
            groups += [{"title": title, "fields": there, "open": chosen}] if there else []
        return groups


def _trusting(draft: Task) -> dict[str, forms.Field]:
    kept = Q(deleted_at=None) | Q(pk__in=draft.trusted)
    lists = WorkerList.objects.filter(kept, employer=draft.employer_id).counted()
    if not lists:
        return {}
    people = [(key, f"{name} ({_how_many(count)})") for key, name, count in lists]
    words = _(
        "They are paid seconds after they hand in, and you need not look. You can still read everything, and switch it"
        " off at any time; what is paid stays paid."
    )
    return {"trusted": _ticks(_("People on these lists"), people, help_text=words)}


def _how_many(people: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", people) % {"count": figure(people)}


def _agreeing(draft: Task, fields: list[ProofField]) -> dict[str, forms.Field]:
    most = draft.answers
    if most < 2:
        return {}
    # More than half, so that no two different answers can both be the same often enough.
    same = [(0, gettext("Never by themselves: I look at each"))]
    words = gettext("Where %(same)s of %(all)s are the same")
    same += [(n, words % {"same": n, "all": most}) for n in range(most // 2 + 1, most + 1)]
    found: dict[str, forms.Field] = {
        "agreeing": forms.TypedChoiceField(
            label=_("Same answers to a row"),
            choices=same,
            coerce=int,
            required=False,
            help_text=_(
                "Where too few are the same nobody is rejected: you see them beside each other and decide. Case, spaces"
                " and a full stop make no difference."
            ),
        )
    }
    if len(fields) > 1:
        named = [(one.position, filling.label_of(draft, one)) for one in fields]
        found["compared"] = _ticks(_("Compare these"), named, help_text=_("Tick none to compare all of them."))
    return found


def _columns(draft: Task, fields: list[ProofField], columns: list[str]) -> dict[str, forms.Field]:
    choices = [("", _("in no column")), *((name, name) for name in columns)]
    words = _("Where the column is empty the row is like any other. Several ways to write it have a | between them.")
    found: dict[str, forms.Field] = {
        f"gold_{one.position}": forms.ChoiceField(
            label=_("Right answers to “%(label)s” stand") % {"label": filling.label_of(draft, one)},
            choices=choices,
            required=False,
        )
        for one in fields
    }
    next(iter(found.values())).help_text = f"{words} {checking.good_share(draft.rows)}" if draft.rows else words
    found["gold_because"] = forms.ChoiceField(
        label=_("Why they are right stands"),
        choices=choices,
        required=False,
        help_text=_("The worker reads both right after handing in, and can contest the answer."),
    )
    return found


def _measuring() -> dict[str, forms.Field]:
    shares = [(0, _("I look at it myself")), *((n, percent(n)) for n in LEAST_SHARES)]
    return {
        "gold_approves": forms.BooleanField(
            label=_("Approve right answers to these rows at once"),
            required=False,
            help_text=_("A wrong one is never rejected by itself: it waits for you."),
        ),
        "gold_least": forms.TypedChoiceField(
            label=_("Give no more rows to who has fewer right than"),
            choices=shares,
            coerce=int,
            required=False,
            help_text=_("They are told. What they handed in is judged as ever, and it counts nowhere else."),
        ),
        "gold_after": WholeNumberField(
            label=_("after so many of these rows"), min_value=3, max_value=50, required=False
        ),
    }


def _ticks(label: Any, choices: list[tuple[int, str]], *, help_text: Any) -> forms.TypedMultipleChoiceField:
    ticks = forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"})
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, coerce=int, required=False, widget=ticks, help_text=help_text
    )


class LiveCheckForm(CheckFields):
    """The same for a live task; which rows are gold was fixed when they were published."""

    saves = LIVE

    def _gold(self, draft: Task, fields: list[ProofField], columns: list[str]) -> dict[str, forms.Field]:
        return _measuring() if draft.has_gold and fields and columns else {}
