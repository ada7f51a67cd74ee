"""Hashes that take a millisecond: what is tested is what is done with them. The real ones are tested in test_login.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from api.accounts import passwords


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """New passwords get cheap hashes for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield
