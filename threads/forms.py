"""What people write to support and to each other, and what support answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from picomarket.lib import images, locales
from picomarket.lib.file_forms import FilesField, SeveralFiles
from picomarket.lib.line_forms import WordsField
from picomarket.lib.refusals import Refused

from . import keeping, writing
from .models import Ticket, Topic

LONGEST_WORDS = 4000


def files_field() -> FilesField:
    return FilesField(
        label=_("Files"),
        required=False,
        widget=SeveralFiles({"multiple": True, "accept": keeping.ACCEPT}),
        help_text=locales.later(_how_many),
    )


def _how_many() -> str:
    words = ngettext(
        "Up to %(most)s picture or paper. Only you and support see it.",
        "Up to %(most)s pictures or papers. Only you and support see them.",
        keeping.MOST,
    )
    return words % {"most": keeping.MOST}


def words_field(**kwargs: Any) -> WordsField:
    area = forms.Textarea({"rows": 5, "maxlength": LONGEST_WORDS})
    return WordsField(max_length=LONGEST_WORDS, widget=area, **kwargs)


class WritingForm(forms.Form):
    """More words in a ticket."""

    words = words_field(label=_("Your words"), error_messages={"required": _("Write what you have to say.")})
    attached = files_field()

    def refuse(self, refusal: Refused) -> None:
        """Say a verb's no beside what it is about."""
        self.add_error("attached" if isinstance(refusal, keeping.REFUSALS) else "words", refusal)


class AskingForm(WritingForm):
    """The first words of a ticket."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices)
    field_order = ("topic", "words", "attached")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What happened, and what do you need?")
        self.fields["words"].help_text = _("Say when, and what you saw. Never send a password or a code.")


ENDS = ("answered", "asked", "closed", "note")


class AnswerForm(forms.Form):
    """Support's words, and what they are: an answer, a question, the last word, or a note."""

    words = words_field(
        label=_("Your words"),
        help_text=_("The person reads an answer or a question; nobody but support reads a note."),
        error_messages={"required": _("Write what you have to say.")},
    )
    outcome = forms.ChoiceField(
        choices=[(one, one) for one in ENDS],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what to do with it.")},
    )


class MergingForm(forms.Form):
    """Another ticket of the same person that this one belongs to."""

    into = forms.ModelChoiceField(
        label=_("Put together with"),
        queryset=Ticket.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose a ticket."), "invalid_choice": _("Choose a ticket of this person.")},
    )

    def __init__(self, ticket: Ticket, data: Any = None) -> None:
        super().__init__(data)
        others = Ticket.objects.filter(person=ticket.person_id, merged_into=None).exclude(pk=ticket.pk)
        self.fields["into"].queryset = others.order_by("-opened_at")  # type: ignore[attr-defined]
        self.fields["into"].label_from_instance = _named  # type: ignore[attr-defined]


def _named(ticket: Ticket) -> str:
    return f"{ticket.title} · {ticket.get_state_display()} · {ticket.public_id}"


class MessageForm(forms.Form):
    """A message to the other side of a thread."""

    words = words_field(
        label=_("Your message"),
        help_text=_("No addresses, numbers or links to elsewhere: work and pay stay here."),
        error_messages={"required": _("Write what you have to say.")},
    )
    pictures = FilesField(
        label=_("Pictures"),
        required=False,
        widget=SeveralFiles({"multiple": True, "accept": images.ACCEPT}),
        help_text=format_lazy(
            _("Up to {most}. They are made anew, without what the camera wrote into them."), most=writing.MOST_PICTURES
        ),
    )

    def refuse(self, refusal: Refused) -> None:
        """Say a verb's no beside what it is about."""
        is_picture = isinstance(refusal, images.BadPicture | writing.TooManyPictures)
        self.add_error("pictures" if is_picture else "words", refusal)
