"""What reading results can answer besides rows."""

from __future__ import annotations

from graph.errors import DaohuError


class NotReadyError(DaohuError):
    """The results of an edition have not been computed yet: a task does that."""


class NotFoundError(DaohuError):
    """There is no such thing in the reader's scope; what lies outside is told no differently from what does not exist."""
