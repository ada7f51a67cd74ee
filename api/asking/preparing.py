"""The store that questions are asked of, seen to in a process of its own: ``python -m api.asking.preparing REGISTER EDITION UNIT``.

A server must neither build nor open one itself: a county's masked store takes 15 s and 1.6 GB. The last line on stdout is JSON: nothing in
`said` where the store is there and whole, else the sentence why not.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from api.asking.opening import open_county
from api.output import explain
from graph.errors import DaohuError

NICE = 5


def main(register: Path, edition: int, unit: str) -> str:
    """Build what is not there, prove what is; the sentence of what went wrong, nothing where nothing did."""
    try:
        open_county(register, edition=edition, unit=unit)
    except DaohuError as error:
        return str(error)
    except OSError as error:
        return explain(error)
    except MemoryError:
        return "内存不足，查询用的图库没有建成。请等别的任务结束后重试。"
    return ""


if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(NICE)  # pages are answered first
    said = main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
    sys.stdout.write(f"\n{json.dumps({'said': said})}\n")
    sys.stdout.flush()
    os._exit(0)  # no engine has anything to close that the end of the process does not
