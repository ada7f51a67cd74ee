"""The guard in front of the engines: an analyst's text is read, allowed or refused, and sent as it was read.

Gate 1 (safety) lets through one reading statement of a known grammar with known functions. Gate 2 (rows) refuses what the
engine asked would refuse or answer wrongly, and warns of what the other one answers differently.
"""

from __future__ import annotations

from graph.guard.admitting import Admitted, admit
from graph.guard.functions import Engine

__all__ = ["Admitted", "Engine", "admit"]
