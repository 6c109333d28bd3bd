"""What people choose to be told, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from .choices import Way, mails_for
from .topics import Topic


class Line(NamedTuple):
    """One topic as it is chosen; a serious one always counts as new."""

    topic: Topic
    site: BoundField | None
    mail: BoundField


class ChoicesForm(forms.Form):
    """The grid of topics and ways, and the hour of the digest."""

    hour = forms.TypedChoiceField(
        label=_("Mail of the day"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("Once a day at this hour of your own clock, if there is anything. In your quiet hours it waits."),
    )

    def __init__(self, ways: Mapping[Topic, Way], *, hour: int, data: Any = None) -> None:
        super().__init__(data, initial={"hour": hour})
        self.topics = list(ways)
        for topic, way in ways.items():
            if not topic.is_serious:
                label = _("Counts as new")
                self.fields[f"site_{topic}"] = forms.BooleanField(label=label, initial=way.site, required=False)
            offered = [(mail.value, mail.label) for mail in mails_for(topic)]
            self.fields[f"mail_{topic}"] = forms.ChoiceField(label=_("Mail"), choices=offered, initial=way.mail)

    def lines(self) -> Iterator[Line]:
        for topic in self.topics:
            yield Line(topic, None if topic.is_serious else self[f"site_{topic}"], self[f"mail_{topic}"])

    @property
    def ways(self) -> dict[Topic, Way]:
        """What was chosen."""
        typed = self.cleaned_data
        return {topic: Way(typed.get(f"site_{topic}", True), typed[f"mail_{topic}"]) for topic in self.topics}


class SiftForm(forms.Form):
    """Which of one's notices are shown; what makes no sense is left out."""

    topic = forms.ChoiceField(label=_("About"), required=False)
    unread = forms.BooleanField(label=_("Only unread"), required=False)

    def __init__(self, topics: list[Topic], data: Any = None) -> None:
        super().__init__(data)
        everything = [("", _("Everything")), *((topic.value, topic.label) for topic in topics)]
        self.fields["topic"].choices = everything  # type: ignore[attr-defined]
