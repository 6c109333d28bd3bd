"""What was saved of a form elsewhere since its page was opened, beside what is typed in it now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from picomarket.lib import locales


def say(form: forms.Form) -> None:
    """Tell what is saved now: beside each field that differs, and of fields that this page has not, by themselves."""
    # What is typed can be read all the same.
    read = dict(form.cleaned_data)
    for name in form.changed_data:
        if name in form.initial:
            form.add_error(name, _("Saved there: %(value)s") % {"value": _words(form.fields[name], form.initial[name])})
    for name in sorted(form.initial.keys() - form.fields.keys()):
        if isinstance(form.initial[name], str) and form.initial[name]:
            form.add_error(None, _("Saved there too: %(value)s") % {"value": form.initial[name]})
    form.cleaned_data = read


def _words(field: forms.Field, value: Any) -> str:
    if value is None or value in ("", [], ()):
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(getattr(field, "choices", ())) if isinstance(field, forms.ChoiceField) else {}
    values = value if isinstance(value, list | tuple) else [value]
    return locales.listed([str(choices.get(one, one)) for one in values])
