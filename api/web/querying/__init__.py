"""Asking from the page and the API: whose store is asked, how many at once, and what becomes of a question whose asker goes away."""

from __future__ import annotations

from api.web.querying.desk import Desk, Masked, desk_of
from api.web.querying.running import Run, watched

__all__ = ["Desk", "Masked", "Run", "desk_of", "watched"]
