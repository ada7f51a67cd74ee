"""Projections: an embedded database of one unit's subgraph with masked names, so that scope holds whatever a query says."""

from __future__ import annotations

from graph.projection.building import project, projection_path
from graph.projection.contents import Projected
from graph.projection.extra import EXTRA

__all__ = ["EXTRA", "Projected", "project", "projection_path"]
