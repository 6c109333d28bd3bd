"""What the development page /style/ shows: every component once, with believable contents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from picomarket.lib import charts
from picomarket.lib.file_forms import OneFile
from picomarket.lib.money import usd
from tasks.cards import Employer, Face


class Sample(forms.Form):
    title = forms.CharField(max_length=80, help_text="What a worker sees in the list.")
    steps = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=400, required=False)
    reward = forms.DecimalField(help_text="In dollars, before the worker's commission.")
    category = forms.ChoiceField(choices=[("label", "Image labelling"), ("type", "Data entry")])
    proofs = forms.MultipleChoiceField(
        choices=[("text", "Text"), ("url", "Web address"), ("shot", "Screenshot")],
        widget=forms.CheckboxSelectMultiple,
    )
    screenshot = forms.FileField(
        required=False,
        widget=OneFile(
            {
                "accept": "image/jpeg,image/png,image/webp",
                "data-max-bytes": 5_000_000,
                "data-hint": "PNG, JPEG or WebP, up to 5 MB. Drop a file here or paste a screenshot.",
                "data-wrong-kind": "This is not a PNG, JPEG or WebP picture.",
                "data-too-large": "This file is larger than 5 MB.",
            }
        ),
    )
    terms = forms.BooleanField(label="These steps ask for no password and no payment")


def cards() -> list[Face]:
    """Three cards of tasks: an ordinary one, one with much to say, a locked one."""
    ordinary = Face(
        title="Label 20 photos of street signs",
        public_id="example",
        receives=usd("0.1425"),
        takes="4 min",
        is_measured=True,
        review_days=3,
        per_hour=usd("2.14"),
        left=128,
        employer=Employer("Ann", "example", rejection_pct=2, judged=90, is_new=False, reviews_in="6 h"),
    )
    much = ordinary._replace(
        title="Find the opening hours, telephone number and web address of 15 pharmacies in your town and "
        "check each of them against what stands on the door or on the map",
        receives=usd("1.9"),
        takes="35 min",
        per_hour=usd("3.25"),
        left=1,
        risks=("Needs your phone", "Leaves this site"),
        employer=Employer("مكتب الترجمة", "example", rejection_pct=None, judged=0, is_new=True),
    )
    locked = ordinary._replace(
        title="Transcribe two minutes of a meeting in English",
        receives=usd("0.855"),
        level_needed="Advanced",
        locked_reason="Open to advanced workers.",
        locked_path="You are there after 12 more approved tasks.",
    )
    return [ordinary, much, locked]


def samples() -> dict[str, Any]:
    """The context of templates/styleguide.html."""
    now = timezone.now()
    refused = Sample({"steps": "Open the page", "reward": "abc"})
    return {
        "cards": cards(),
        "form": Sample(),
        "refused": refused,
        "amount": usd("0.043"),
        "soon": now + timedelta(minutes=8),
        "later": now + timedelta(days=2, hours=3),
        "chart": charts.columns([(f"Day {n}", [(9 - n, ""), (n % 3, "bad")], [9]) for n in range(1, 8)]),
        "bars": charts.bars([("Label 20 photos", 128, [128], "#"), ("Find opening hours", 12, [12], "#")]),
        "facts": [("Reward", usd("0.15")), ("Hold", "30 minutes"), ("Where", "Bangladesh, India, Kenya")],
        "tones": [("good", "Approved"), ("wait", "Waiting for review"), ("bad", "Rejected"), ("info", "Disputed")],
        "tabs": [
            {"label": "Waiting", "url": "#", "here": True, "count": 4},
            {"label": "Judged", "url": "#", "count": 212},
            {"label": "Disputed", "url": "#"},
        ],
        "steps": [
            {"label": "What", "state": "done", "url": "#"},
            {"label": "Who", "state": "here"},
            {"label": "Proof", "state": "next"},
            {"label": "Pay", "state": "next"},
            {"label": "Review", "state": "next"},
        ],
        "events": [
            {"what": "Handed in", "at": now - timedelta(days=2), "by": "Ben", "tone": "wait"},
            {"what": "Rejected", "at": now - timedelta(hours=20), "by": "Ann", "text": "Blurred.", "tone": "bad"},
            {"what": "Upheld", "at": now - timedelta(minutes=5), "by": "Support", "tone": "good"},
        ],
    }
