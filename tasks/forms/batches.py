"""What an employer gives for a batch: the file, what a row pays, which rows run again."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from picomarket.lib.counting import figure
from picomarket.lib.file_forms import OneFile
from picomarket.lib.number_forms import WholeNumberField
from picomarket.lib.sizes import round_size
from tasks.importing import MOST_ANSWERS
from tasks.models import Task

from .wizard import PayForm, Typed


class FileForm(forms.Form):
    """The file of a batch."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        super().__init__(data, files)
        rules = settings.RULES
        given = {"rows": figure(rules.batch_rows), "size": round_size(rules.batch_bytes)}
        self.fields["file"] = forms.FileField(
            label=_("File with rows"),
            allow_empty_file=True,
            help_text=_("CSV in UTF-8, up to %(rows)s rows and %(size)s. Its first line names the columns.") % given,
            error_messages={"required": _("Choose a file.")},
            widget=OneFile({"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
        )


class BatchPayForm(PayForm):
    """What a row pays, and how many answers to each are wanted: its slots follow from that."""

    saves: ClassVar[tuple[str, ...]] = ("reward", "answers", "screen_out")

    def __init__(self, data: QueryDict | None = None, *, draft: Task, typed: Typed | None = None) -> None:
        super().__init__(data, draft=draft, typed=typed)
        del self.fields["slots"]
        self.fields["answers"] = WholeNumberField(
            label=_("Answers to each row"),
            help_text=_("Each by another worker, so that you can compare them. Mostly one is enough."),
            min_value=1,
            max_value=MOST_ANSWERS,
        )
