"""Handing in a screenshot of two megabytes: `proofs.hand_in` as the button calls it, from the uploaded bytes to the
work on the employer's desk. Against Pillow alone, which unpacks the same picture and packs it large and small."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from bench import clients
from bench.measuring import Bench
from bench.world import World
from picomarket.lib.images import LONGEST_SIDE, LONGEST_SIDE_SMALL
from submissions import claims, proofs
from submissions.models import Proof, Submission
from tasks import drafts, publishing
from tasks.drafts import Wanted
from tasks.models import Category, Task

KEY = "proof-1"


class HandIn(Bench):
    name = "hand_in"
    writes = False
    first = 2

    @cached_property
    def shot(self) -> bytes:
        """A telephone's screen, a third of it a photo: two megabytes as PNG."""
        screen = Image.new("RGB", (1080, 1920), "white")
        photo = [Image.effect_noise((820, 820), 90) for _colour in "RGB"]
        screen.paste(Image.merge("RGB", photo), (130, 400))
        body = BytesIO()
        screen.save(body, "PNG")
        return body.getvalue()

    def ours(self, clients_: int, each: int) -> float:
        task = posted(self.world, [Wanted("screenshot", "A screenshot of the page")], slots=each)
        workers = User.objects.filter(pk__in=self.world.workers[:each])
        held = [claims.claim(task, by=worker, now=timezone.now()) for worker in workers]
        rate = clients.timed(each, lambda: self._hand_in(held))
        forget_files(Proof.objects.filter(submission__in=held))
        return rate

    def limit(self, clients_: int, each: int) -> float:
        return clients.timed(each, lambda: self._pack(each))

    def _hand_in(self, claimed: list[Submission]) -> None:
        for held in claimed:
            upload = SimpleUploadedFile("shot.png", self.shot)
            proofs.hand_in(held, by=held.worker, texts={}, files={KEY: upload}, now=timezone.now())

    def _pack(self, times: int) -> None:
        for _time in range(times):
            picture = Image.open(BytesIO(self.shot)).convert("RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            picture.save(BytesIO(), "WEBP", quality=88, method=4)
            picture.thumbnail((LONGEST_SIDE_SMALL, LONGEST_SIDE_SMALL))
            picture.save(BytesIO(), "WEBP", quality=75, method=4)


def posted(world: World, proofs: list[Wanted], *, slots: int) -> Task:
    """A task that asks for these proofs, published as an employer would."""
    employer, now = User.objects.get(pk=world.employers[4]), timezone.now()
    fields = {
        "title": "Look at a page and say what you see",
        "category": Category.objects.earliest("pk"),
        "steps": ["Open the page.", "Write what you see."],
        "reward": world.task.reward,
        "slots": slots,
    }
    draft = drafts.start(employer, now=now)
    drafts.write(draft, by=employer, fields=fields, proofs=proofs)
    return publishing.publish(draft, by=employer, now=now)


def forget_files(rows: Iterable[Proof]) -> None:
    """What a benchmark wrote to the disk is nobody's."""
    for proof in rows:
        for name in proof.files:
            Proof.picture.field.storage.delete(name)
