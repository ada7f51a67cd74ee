"""Plotly's script from the installed package, without any outside address in it."""

from __future__ import annotations

import re
from functools import cache

from plotly.offline import get_plotlyjs

# Stops before anything that may end a string, a template or a comment, so what is left is the same script with empty addresses.
_OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/)[^\s\"'`<>()*\\,;]*")


def without_addresses(script: str) -> str:
    """`script` with every http and https address made empty, except the W3C's namespaces, which are names and never fetched."""
    return _OUTSIDE.sub("", script)


@cache
def plotly_js() -> str:
    """The text of plotly.min.js, scrubbed; safe inside a <script> element."""
    return without_addresses(str(get_plotlyjs())).replace("</script", "<\\/script")
