from __future__ import annotations

from accounts.models import User
from picomarket.lib.counters import add
from tests import make


def test_each_row_moves_by_its_own_number_and_the_others_stay(ann: User, ben: User, cleo: User, dina: User) -> None:
    User.objects.update(approved=5)

    add(User.objects.all(), "approved", {ann.pk: 1, ben.pk: 2, cleo.pk: -2})
    add(User.objects.all(), "approved", {})

    assert [make.fresh(person).approved for person in (ann, ben, cleo, dina)] == [6, 7, 3, 5]
