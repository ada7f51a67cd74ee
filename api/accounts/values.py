"""What is known of an account, a session, a token: plain values, without any secret but those that are shown once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """The unit of a scope by its id, code and path: ids change between editions. All empty is the whole county."""

    id: str = ""
    code: str = ""
    path: str = ""

    @property
    def whole(self) -> bool:
        """Whether this is the whole county."""
        return not any(self)

    @property
    def shown(self) -> str:
        """How a person reads it."""
        return self.path or self.code or self.id or "全县"


WHOLE = Place()


@dataclass(frozen=True)
class Account:
    """Who is asking, and what that one may do. `stamp` is the state of the user's rights at the login: it ends with the next change."""

    name: str
    role: str
    place: Place
    permissions: frozenset[str]
    must_change: bool = False
    stamp: int = 0
    token: str = ""
    home: Place = WHOLE
    """The user's own scope: the same as `place` but with a token of a smaller unit."""

    @property
    def unit(self) -> str:
        """The id of the unit of the scope, empty for the whole county only: a unit whose id is not known is never taken for that."""
        return self.place.id or self.place.code or self.place.path

    @property
    def whole(self) -> bool:
        """Whether the scope is the whole county."""
        return self.place.whole

    def may(self, permission: str) -> bool:
        """Whether this account has a permission."""
        return permission in self.permissions


@dataclass(frozen=True)
class User:
    """One line of the list of users. Times are seconds since 1970, None where it never happened."""

    name: str
    role: str
    place: Place
    must_change: bool
    disabled: bool
    made_at: float
    made_by: str
    last_login: float | None
    changed_at: float


@dataclass(frozen=True)
class Session:
    """A session just opened: `id` is what the browser keeps, `csrf` what its forms carry."""

    id: str
    csrf: str
    expires: float


@dataclass(frozen=True)
class SessionRow:
    """A session that is open, without what opens it."""

    key: str
    address: str
    agent: str
    began: float
    seen: float
    expires: float


@dataclass(frozen=True)
class Token:
    """A program's key, without the key."""

    id: str
    name: str
    title: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    place: Place = WHOLE
    made_at: float = 0.0
    expires: float = 0.0
    used_at: float | None = None
    revoked_at: float | None = None

    def state(self, now: float) -> str:
        """valid, expired or revoked."""
        return "revoked" if self.revoked_at is not None else "expired" if self.expires <= now else "valid"
