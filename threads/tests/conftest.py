"""Support and a browser for the tests of threads."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from tests import make


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def sue(db: None) -> User:
    """Sue is in the support group, and no superuser."""
    person = make.person("sue", country="CA")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.groups.add(Group.objects.get(name="Support"))
    return person
