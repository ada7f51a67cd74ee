"""Running a query in a process of its own, within limits, on either engine.

The process is started for one query, opens the store anew, and is ended with it: by its last row, by the clock, by its memory. What
kills the engine kills that process and nothing else. A text must have been let through by the guard (graph.guard) or the linter
(graph.portability) before.
"""

from __future__ import annotations

from graph.running.limits import LEAST_MEMORY, Limits, Target
from graph.running.streaming import Stream, stream

__all__ = ["LEAST_MEMORY", "Limits", "Stream", "Target", "stream"]
