"""Words of the embedded engine as data."""

from __future__ import annotations

import re

EMBEDDED_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        ACYCLIC ALL AND ANY ASC ASCENDING CASE COLUMN CREATE DEFAULT DESC DESCENDING DISTINCT ELSE END ENDS EXISTS FALSE GLOB GROUP HEADERS IN INDEX INSTALL
        JOIN MACRO NONE NOT NULL ON ONLY OPTIONAL OR ORDER PRIMARY PROFILE SHORTEST SINGLE STARTS TABLE THEN TRAIL TRUE UNION UNWIND WHEN WHERE WITH
        WSHORTEST XOR
        """,
    )
)
"""Words that LadybugDB 0.22 does not take as the name of a parameter, a variable or a column (each was tried)."""
