"""What people choose to be told, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from picomarket.lib import outward

from .choices import Way, mails_for
from .happenings import Kind
from .topics import Topic


class Line(NamedTuple):
    """One topic as it is chosen; a serious one always counts as new."""

    topic: Topic
    site: BoundField | None
    mail: BoundField
    push: BoundField | None
    feed: BoundField | None


class ChoicesForm(forms.Form):
    """The grid of topics and ways, and the hour of the digest."""

    hour = forms.TypedChoiceField(
        label=_("Mail of the day"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("Once a day at this hour of your own clock, if there is anything. In your quiet hours it waits."),
    )

    def __init__(self, ways: Mapping[Topic, Way], *, hour: int, pushes: bool, has_feed: bool, data: Any = None) -> None:
        super().__init__(data, initial={"hour": hour})
        self.before, self.pushes, self.has_feed = ways, pushes, has_feed
        for topic, way in ways.items():
            if not topic.is_serious:
                label = _("Counts as new")
                self.fields[f"site_{topic}"] = forms.BooleanField(label=label, initial=way.site, required=False)
            offered = [(mail.value, mail.label) for mail in mails_for(topic)]
            self.fields[f"mail_{topic}"] = forms.ChoiceField(label=_("Mail"), choices=offered, initial=way.mail)
            if pushes:
                label = _("On your devices")
                self.fields[f"push_{topic}"] = forms.BooleanField(label=label, initial=way.push, required=False)
            if has_feed:
                label = _("In your feed")
                self.fields[f"feed_{topic}"] = forms.BooleanField(label=label, initial=way.feed, required=False)

    def lines(self) -> Iterator[Line]:
        for topic in self.before:
            site = None if topic.is_serious else self[f"site_{topic}"]
            push = self[f"push_{topic}"] if self.pushes else None
            feed = self[f"feed_{topic}"] if self.has_feed else None
            yield Line(topic, site, self[f"mail_{topic}"], push, feed)

    @property
    def ways(self) -> dict[Topic, Way]:
        """What was chosen."""
        return {topic: self._way(topic, before) for topic, before in self.before.items()}

    def _way(self, topic: Topic, before: Way) -> Way:
        typed = self.cleaned_data
        return Way(
            site=typed.get(f"site_{topic}", True),
            mail=typed[f"mail_{topic}"],
            push=typed.get(f"push_{topic}", before.push),
            feed=typed.get(f"feed_{topic}", before.feed),
        )


class DeviceForm(forms.Form):
    """What a browser says of itself when it is to show notices."""

    endpoint = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    device_key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    secret = forms.CharField(max_length=32, widget=forms.HiddenInput)


def may_be_called(url: str) -> None:
    """Raises NotAllowed where it is seen by the address alone that it may not."""
    outward.check(url)


class EndpointForm(forms.Form):
    """Where events go, and which."""

    url = forms.CharField(
        label=_("Address of your server"),
        max_length=500,
        help_text=_("It begins with https:// and answers a POST with a status from 200 to 299 within ten seconds."),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        validators=[may_be_called],
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=Kind.choices,
        initial=[Kind.HANDED_IN],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )


class SiftForm(forms.Form):
    """Which of one's notices are shown; what makes no sense is left out."""

    topic = forms.ChoiceField(label=pgettext_lazy("of a notice", "About"), required=False)
    unread = forms.BooleanField(label=_("Only unread"), required=False)

    def __init__(self, topics: list[Topic], data: Any = None) -> None:
        super().__init__(data)
        everything = [("", _("Everything")), *((topic.value, topic.label) for topic in topics)]
        self.fields["topic"].choices = everything  # type: ignore[attr-defined]
