"""What people see in the terminal: sentences on stderr, progress bars while it works, exit codes that programs can read."""

from __future__ import annotations

import datetime as dt
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api.output import explain
from graph.errors import DaohuError, SchemeError
from graph.store import Progress as Report

DONE, REFUSED_ROWS, FAILED, GUARDED, LIMITED = 0, 1, 2, 3, 4
"""0 done; 1 done, but something in the input was refused; 2 could not run; 3 refused by the guard; 4 a limit ended it."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def legible() -> None:
    """A console that cannot show a character shows a substitute instead of failing (Chinese Windows, LC_ALL=C); a warning is a sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    warnings.showwarning = _sentence


def _sentence(message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None, line: str | None = None) -> None:
    err.print(str(message), style="yellow", markup=False)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what went wrong into one sentence and exit code 2; a bug is not hidden behind a sentence."""
    try:
        yield
    except DaohuError as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        err.print("已中断，未完成的结果已清除。", markup=False)
        raise typer.Exit(FAILED) from None
    except OSError as error:
        err.print(explain(error), style="red", markup=False)
        raise typer.Exit(FAILED) from None
    except MemoryError:
        err.print("内存不足。请关闭其他程序，或把台账分镇(街道)审计。", markup=False)
        raise typer.Exit(FAILED) from None


def day_of(text: str) -> dt.date | None:
    """A day as people write it on the command line. Raises SchemeError with an example."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise SchemeError(f"日期“{text}”不对。请写成 2024-06-30 这样。") from None


@contextmanager
def bars() -> Iterator[Report]:
    """Progress bars on a terminal; nothing where the output goes to a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield report
