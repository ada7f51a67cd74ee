"""load → compare → approve: how ledgers become the register's current edition, and how an older one becomes it again."""

from __future__ import annotations

from api.loading.approving import approve, prune, rebuild, rollback
from api.loading.load import Loaded, load

__all__ = ["Loaded", "approve", "load", "prune", "rebuild", "rollback"]
