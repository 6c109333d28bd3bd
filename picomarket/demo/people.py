"""How people come into the demo market."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from accounts.models import User
from referrals import rewards

from . import faces
from .faces import Face
from .offers import Offer
from .town import ACTORS, DAYS, Employer, Size, Town, Worker

EXPERT_VOLUME, BUSY_VOLUME = 208, 29
# How many of the workers before them are referred by one of those who came first.
REFERRED_EVERY = 4
# Days between two looks at the desk.
DILIGENT, NEGLIGENT = 2, 6


def join(face: Face, *, email: str, joined: datetime, password: str | None = None, is_staff: bool = False) -> User:
    """Somebody with a confirmed address and no money; without a password nobody can sign in as them."""
    born = date(1968 + sum(map(ord, face.name)) % 36, 1 + len(face.name) % 12, 1 + len(face.bio) % 28)
    user = User.objects.create_user(
        email,
        password,
        name=face.name,
        country=face.country,
        time_zone=face.time_zone,
        languages=list(face.languages),
        bio=face.bio,
        birth_date=born,
        date_joined=joined,
        is_staff=is_staff,
        is_superuser=is_staff,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def settle_in(town: Town, size: Size) -> None:
    """Everybody but the cast: employers, then workers, some of them brought by others."""
    for number in range(size.employers):
        joined = town.start - timedelta(days=town.chance.uniform(1, 40))
        user = _newcomer(faces.EMPLOYERS, number, joined)
        every = NEGLIGENT if number % 5 == 4 else DILIGENT
        town.employers.append(Employer(user, every=every, hour=town.chance.randint(6, 19)))
    for number in range(size.workers):
        town.workers.append(_worker(town, size, number))
        _refer(town, number)


def _worker(town: Town, size: Size, number: int) -> Worker:
    chance = town.chance
    is_expert, is_busy = number < size.experts, number < size.experts + size.busy
    longest_here = town.start - timedelta(days=chance.uniform(0.5, 30))
    is_actor = number >= size.workers - ACTORS
    joined = longest_here if is_busy or is_actor else town.start + timedelta(days=chance.uniform(-20, DAYS - 6))
    if is_expert:
        volume, quality, prefers = EXPERT_VOLUME, 0.99, quick
    elif is_busy:
        volume, quality, prefers = BUSY_VOLUME, 0.97, well_paid
    else:
        volume, quality, prefers = chance.randint(1, 4), chance.choice((0.7, 0.85, 0.94, 1.0)), None
    user = _newcomer(faces.WORKERS, number, joined)
    return Worker(user, volume=volume, quality=quality, joined=joined, prefers=prefers)


def quick(offer: Offer) -> float:
    """Likes tasks that ask for little at the end."""
    return -len(offer.blueprint.proofs) + offer.pull


def well_paid(offer: Offer) -> float:
    return float(offer.reward.amount)


def _newcomer(among: list[Face], number: int, joined: datetime) -> User:
    face, again = among[number % len(among)], number // len(among)
    if again:
        face = Face(f"{face.name} {again + 1}", face.country, face.time_zone, face.languages, face.bio)
    return join(face, email=f"{slugify(face.name)}.{number}@people.example", joined=joined)


def _refer(town: Town, number: int) -> None:
    if number and number % REFERRED_EVERY == 0:
        referred, referrer = town.workers[number], town.workers[town.chance.randrange(number)]
        if referrer.joined < referred.joined:
            rewards.attribute(referred.user, referrer=referrer.user, now=referred.joined)
