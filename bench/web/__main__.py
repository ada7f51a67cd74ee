"""``python -m bench.web (REGISTER | LEDGERS) [--seconds S] [--users N]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.web import measure

if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="bench.web", description=__doc__)
    asked.add_argument("source", type=Path)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--users", type=int, default=50)
    options = asked.parse_args()
    wrong = measure(options.source, options.seconds, options.users)
    sys.exit("\n".join(wrong) if wrong else 0)
