"""What the command line does, as functions: the same from Python, a notebook or a web page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.output import require_room, whole
from api.reports import write_reports
from api.reports.changes import MARKS, write_changes
from api.reports.csv_files import write_frame
from api.temporary import temporary_folder
from graph.audit import audit
from graph.edition import Edition
from graph.errors import SchemeError, StoreError
from graph.register import Register
from graph.result import LOAD, PROBLEMS, AuditResult
from graph.scheme import Scheme, read_scheme
from graph.store import Progress, Store, open_store, silent
from graph.trend import Trend, trend
from graph.trend import series as series_of
from loaders.read import read_ledgers
from loaders.settings import Settings, read_settings
from loaders.stage import stage


@dataclass(frozen=True)
class Answer:
    """An audit's result, and whether some ledger rows were refused (exit code 1)."""

    result: AuditResult
    refused: bool


@dataclass(frozen=True)
class Options:
    """How to audit: scheme and day default to what daohu.toml says; `store` is ``embedded`` or a server's address."""

    scheme: str = ""
    as_of: dt.date | None = None
    store: str = "embedded"
    replace: bool = False
    names: str = "masked"
    verified: bool = True


def chosen(settings: Settings, options: Options) -> tuple[Scheme, dt.date]:
    """The scheme and the day. Raises SchemeError where nobody names a scheme."""
    name = options.scheme or settings.scheme
    if not name:
        raise SchemeError("没有指定方案。请加 --scheme zhijiang(枝江)、enyang(恩阳)、yangzhou(扬州)或 xinyang(信阳)，或在 daohu.toml 中写 scheme。")
    return read_scheme(name), options.as_of or settings.day


def audit_ledgers(ledgers: Sequence[Path], out: Path, options: Options | None = None, progress: Progress = silent) -> Answer:
    """Ledgers → OUT. Nothing is written to OUT unless everything succeeded."""
    options = options or Options()
    settings = read_settings(ledgers)
    scheme, as_of = chosen(settings, options)
    with whole(out) as folder, temporary_folder() as temporary:
        edition, reading = stage(ledgers, temporary / "edition", scheme, settings, settings.day, progress=progress)
        result = _audited(edition, temporary, scheme, as_of, options, progress)
        write_reports(result, folder, progress)
    return Answer(result, reading.refused)


def audit_register(register: Register, out: Path, number: int | None = None, options: Options | None = None, progress: Progress = silent) -> Answer:
    """An edition of a register → OUT. The embedded copy is kept beside the editions for the next time."""
    options = options or Options()
    edition = register.edition(number)
    edition.verify()
    scheme = read_scheme(options.scheme or str(edition.manifest["scheme"]))
    as_of = options.as_of or dt.date.fromisoformat(str(edition.manifest["as_of"]))
    folder = register.store_folder(int(edition.folder.name))
    with whole(out) as staging:
        result = _audited(edition, folder, scheme, as_of, options, progress)
        write_reports(result, staging, progress)
    return Answer(result, bool(edition.manifest.get("refused")))


def diff_register(
    register: Register, numbers: tuple[int, int], out: Path, scheme_name: str = "", as_of: dt.date | None = None, *, series: bool = False,
    progress: Progress = silent,
) -> Trend:  # fmt: skip
    """Two editions of a register → the folder of what changed between them; with `series` every edition from one to the other too.

    Both are computed by one scheme, that of the later edition unless named, each as of its own day unless one is given.
    """
    first, last = numbers
    if first == last:
        raise SchemeError(f"两个版次号相同（{first}）。请给出两个不同的版次，见 daohu editions list。")
    editions = {n: register.edition(n) for n in numbers}
    chosen_scheme = read_scheme(scheme_name or str(editions[last].manifest["scheme"]))
    between = [n for n in register.numbers() if min(numbers) < n < max(numbers)] if series else []
    options, results = Options(), {}
    for number in (first, *between, last):
        edition = editions.get(number) or register.edition(number)
        edition.verify()
        day = as_of or dt.date.fromisoformat(str(edition.manifest["as_of"]))
        results[number] = _audited(edition, register.store_folder(number), chosen_scheme, day, options, progress)
    found = trend(results[first], results[last], (editions[first], editions[last]))
    with whole(out, MARKS) as folder:
        write_changes(found, folder, series_of(list(results.values())) if series else None)
    return found


def _audited(edition: Edition, folder: Path, scheme: Scheme, as_of: dt.date, options: Options, progress: Progress) -> AuditResult:
    folder.mkdir(parents=True, exist_ok=True)
    with open_store(options.store, folder) as store:
        fill(store, edition, folder, replace=options.replace, names="plain" if store.name == "embedded" else options.names, progress=progress)
        return audit(edition, store, scheme, as_of, verified=options.verified and store.name == "embedded", progress=progress)


def fill(store: Store, edition: Edition, folder: Path, *, replace: bool = False, names: str = "masked", progress: Progress = silent) -> None:
    """See to it that a store holds exactly this edition; a server that holds anything else is refused unless `replace`.

    `folder` is where an embedded store keeps its file.
    """
    mark = store.mark()
    if mark is not None and mark.whole and (mark.id, mark.names) == (edition.id, names):
        return
    if mark is not None:
        if store.name != "embedded" and not replace:
            held = f"版次 {mark.id}" if mark.id else "别的数据"
            state = "(不完整，或被改动过)" if not mark.whole else "(姓名的写法不同)" if mark.id == edition.id else ""
            raise StoreError(f"{store.name} 上已有{held}{state}，不会覆盖。确认可以清空时请加 --replace，或换一个空的服务器。")
        store.clear()
    if store.name == "embedded":
        require_room(folder, edition.folder)
    store.build(edition, names=names, progress=progress)


def check_ledgers(ledgers: Sequence[Path], out: Path, scheme_name: str = "", progress: Progress = silent) -> tuple[int, bool]:
    """Ledgers → problems.csv and load.csv. Returns the number of problems and whether rows were refused."""
    settings = read_settings(ledgers)
    scheme, _ = chosen(settings, Options(scheme=scheme_name))
    with whole(out, ("problems.csv", "load.csv")) as folder:
        reading = read_ledgers(ledgers, scheme, settings, progress)
        problems = reading.world.problems.frame()
        write_frame(problems, PROBLEMS, folder / "problems.csv")
        write_frame(reading.load, LOAD, folder / "load.csv")
    return len(problems), reading.refused


def load_ledgers(ledgers: Sequence[Path], register: Register, scheme_name: str = "", progress: Progress = silent) -> tuple[int, Edition, bool]:
    """Ledgers → the next numbered edition of a register, not current yet. Returns its number and whether rows were refused."""
    settings = read_settings(ledgers)
    scheme, as_of = chosen(settings, Options(scheme=scheme_name))
    number = register.next_number()
    edition, reading = stage(ledgers, register.path(number), scheme, settings, as_of, register.secret, progress)
    return number, edition, reading.refused
