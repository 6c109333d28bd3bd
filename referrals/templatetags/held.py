"""Why a referral is held, where its referrer reads it."""

from __future__ import annotations

from django import template

from referrals import holding
from referrals.models import Referral

register = template.Library()


@register.simple_tag
def held_because(referral: Referral) -> str:
    return holding.because(referral)
