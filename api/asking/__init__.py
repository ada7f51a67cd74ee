"""Asking a county, from Python: ``from api.asking import open_county``.

::

    county = open_county("登记库")
    county.ask("unreached_households", unit="仙女镇").to_pandas()
    county.cypher("MATCH (u:Unit) RETURN u.level AS level, count(*) AS units").table

The command line is a thin layer over this. Every question runs in a process of its own within limits, and is logged.
"""

from __future__ import annotations

from api.asking.answer import Answer
from api.asking.county import County, Running, Written
from api.asking.opening import open_county
from api.asking.units import Unit
from graph.queries import Query
from graph.running import Limits

__all__ = ["Answer", "County", "Limits", "Query", "Running", "Unit", "Written", "open_county"]
