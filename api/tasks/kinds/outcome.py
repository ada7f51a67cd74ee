"""What comes of a task."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """Sentences for people, values for programs, and the exit code that the command line would have given."""

    said: list[str] = field(default_factory=list)
    outcome: dict[str, object] = field(default_factory=dict)
    exit_code: int | None = 0
