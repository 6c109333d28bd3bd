"""How work on a task is checked beside its employer's looking at it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models

MOST_ANSWERS = 9


class Checked(models.Model):
    """What a task says of it. Nothing set: its employer looks at everything. Nothing of it ever rejects anybody."""

    # Keys of worker lists of the employer: what people on them hand in is approved at once.
    trusted = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    # Of a batch: so many same answers to a row are approved by themselves; 0: none are.
    agreeing = models.PositiveSmallIntegerField(default=0, db_default=0, validators=[MaxValueValidator(MOST_ANSWERS)])
    # The positions of the proofs in which answers are compared; empty: all that can be.
    compared = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[], blank=True)
    # The columns of the file that hold right answers, by the position of the proof, and the one that says why.
    gold_columns = ArrayField(models.CharField(max_length=40, blank=True), default=list, db_default=[], blank=True)
    gold_because = models.CharField(max_length=40, blank=True, default="", db_default="")
    # Some rows were marked on the site.
    gold_by_hand = models.BooleanField(default=False, db_default=False)
    # A right answer to a gold row is approved by itself.
    gold_approves = models.BooleanField(default=False, db_default=False)
    # Below so many percent right, after so many gold rows, one worker gets no more rows; 0: never.
    gold_least = models.PositiveSmallIntegerField(default=0, db_default=0, validators=[MaxValueValidator(100)])
    gold_after = models.PositiveSmallIntegerField(default=5, db_default=5)

    class Meta:
        abstract = True

    @property
    def checks_itself(self) -> bool:
        """Whether some of what is handed in may be approved without anybody's looking at it."""
        return bool(self.trusted or self.agreeing or self.gold_approves)

    @property
    def has_gold(self) -> bool:
        return self.gold_by_hand or any(self.gold_columns)

    @property
    def known_columns(self) -> set[str]:
        """The columns of the file that say what is right and why, which no worker reads before handing in."""
        return {*self.gold_columns, self.gold_because} - {""}
