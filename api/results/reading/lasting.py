"""What is in force on the day of the figures, as SQL: the same rule by which the checks count."""

from __future__ import annotations


def lasts(edge: str) -> str:
    """Whether a row's own dates (NULL: open) hold on $day."""
    return f"(coalesce({edge}.since <= $day, true) AND coalesce({edge}.until > $day, true))"


def serves(person: str) -> str:
    """Whether a person is in service on $day; a mark without a date counts, and what is no person serves."""
    return f"(coalesce({person}.left_why, '') = '' OR coalesce({person}.left_on > $day, false))"
