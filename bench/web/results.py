"""``python -m bench.web.results REGISTER``: the results of the current edition, computed where they are not there yet."""

from __future__ import annotations

import sys
from pathlib import Path

from api.results import make_results
from graph.register import open_register

if __name__ == "__main__":
    make_results(open_register(Path(sys.argv[1])))
