"""Passwords: argon2 with OWASP's parameters, a fair test of a new one, and random ones that can be read out on the telephone."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.accounts.errors import AccountError

LONGEST = 200
_DISTINCT = 5
_HASHER = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 46 MB: a crowd at the login page waits its turn instead of filling the memory."""
NOBODY = "$argon2id$v=19$m=47104,t=1,p=1$Wo8ZIZ8uAMq0ATylCKW/zg$0E9zYgfYLihNdf7/2hvJV/1YwEuoy+NrC90Dy2M0k9s"
"""What the password for an unknown name is checked against, so that it takes as long as for a known one."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def generate() -> str:
    """A random password of 79 bits in four groups, without letters that look alike."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether a password is the stored one; takes the same time either way."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def require_good(password: str, name: str, shortest: int) -> None:
    """Raises AccountError with what a new password lacks."""
    if len(password) < shortest:
        raise AccountError(f"密码太短。请至少用 {shortest} 个字符。")
    if len(password) > LONGEST:
        raise AccountError(f"密码太长。请不超过 {LONGEST} 个字符。")
    if len(set(password)) < _DISTINCT:
        raise AccountError(f"密码太简单。请至少用 {_DISTINCT} 个不同的字符。")
    if name and len(password.lower().replace(name.lower(), "")) * 2 < shortest:
        raise AccountError("密码里大半是用户名。请换一个。")
