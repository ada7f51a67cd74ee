"""What the command line does, as functions: the same from Python, a notebook or a web page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.checked import Checked, write_checked
from api.output import require_room, whole
from api.reports import write_reports
from api.reports.changes import MARKS, write_changes
from api.reports.csv_files import write_frame
from api.temporary import temporary_folder
from graph.audit import audit
from graph.edition import Edition
from graph.errors import SchemeError, StoreError
from graph.lineage import household_succession
from graph.register import Register
from graph.result import LOAD, PROBLEMS, AuditResult
from graph.scheme import Scheme, read_scheme, require_named
from graph.store import EditionMark, Progress, Store, open_store, silent
from graph.successions import plan, table_of
from graph.trend import Trend, only_in, trend
from graph.trend import series as series_of
from loaders.read import files_of, read_blocks, recognise_files
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
    return read_scheme(require_named(options.scheme or settings.scheme)), options.as_of or settings.day


def audit_ledgers(ledgers: Sequence[Path], out: Path, options: Options | None = None, progress: Progress = silent) -> Answer:
    """Ledgers → OUT. Nothing is written to OUT unless everything succeeded."""
    options = options or Options()
    settings = read_settings(ledgers)
    scheme, as_of = chosen(settings, options)
    with whole(out) as folder, temporary_folder() as temporary:
        edition, reading = stage(ledgers, temporary / "edition", scheme, settings, settings.day, progress=progress)
        result = audited(edition, temporary, scheme, as_of, options, progress)
        write_reports(result, folder, progress)
    return Answer(result, reading.refused)


def audit_register(register: Register, out: Path, number: int | None = None, options: Options | None = None, progress: Progress = silent) -> Answer:
    """An edition of a register → OUT. The embedded copy is kept beside the editions for the next time."""
    options = options or Options()
    edition = register.edition(number)
    edition.verify()
    scheme = read_scheme(options.scheme or edition.scheme)
    as_of = options.as_of or dt.date.fromisoformat(str(edition.manifest["as_of"]))
    folder = register.store_folder(int(edition.folder.name))
    with whole(out) as staging:
        result = audited(edition, folder, scheme, as_of, options, progress)
        result.notices[:0] = earlier(register, edition, as_of)
        write_reports(result, staging, progress)
    return Answer(result, bool(edition.manifest.get("refused")))


def earlier(register: Register, edition: Edition, as_of: dt.date) -> list[str]:
    """Which edition of a register to ask about a day before an edition's own; nothing where the day is not before it."""

    def day(number: int) -> dt.date:
        return dt.date.fromisoformat(str(register.edition(number).manifest["as_of"]))

    own = dt.date.fromisoformat(str(edition.manifest["as_of"]))
    if as_of >= own:
        return []
    days = {n: day(n) for n in register.approved() if register.path(n) != edition.folder}
    then = [n for n in days if days[n] <= as_of]
    said = f"计算日期 {as_of} 早于本版次的日期 {own}：户与人口是本版次的，不是当日的。"
    if then:
        best = max(then, key=lambda n: (days[n], n))
        return [f"{said}当时的情况请看第 {best} 版（{days[best]}）：daohu audit --register {register.folder.name} --edition {best} --as-of {as_of}。"]
    first = f"，现有最早的是第 {min(days, key=lambda n: days[n])} 版（{min(days.values())}）" if days else ""
    return [f"{said}登记库中没有当日或更早的版次{first}。"]


def diff_register(
    register: Register, numbers: tuple[int, int], out: Path, scheme_name: str = "", as_of: dt.date | None = None, *, series: bool = False,
    unit: str = "", progress: Progress = silent,
) -> Trend:  # fmt: skip
    """Two editions of a register → the folder of what changed between them; with `series` every edition from one to the other too.

    Both are computed by one scheme, that of the later edition unless named, each as of its own day unless one is given. `unit`: the
    name or path of the unit that the folder is about, with what lies in it; everything where it is empty.
    """
    first, last = numbers
    if first == last:
        raise SchemeError(f"两个版次号相同（{first}）。请给出两个不同的版次，见 daohu editions list。")
    editions = {n: register.edition(n) for n in numbers}
    chosen_scheme = read_scheme(scheme_name or editions[last].scheme)
    between = between_editions(register, first, last) if series else []
    options, results = Options(), {}
    for number in (first, *between, last):
        edition = editions.setdefault(number, register.edition(number))
        edition.verify()
        day = as_of or dt.date.fromisoformat(str(edition.manifest["as_of"]))
        results[number] = audited(edition, register.store_folder(number), chosen_scheme, day, options, progress)
    pair, tables = (editions[first], editions[last]), [table_of(editions[n]) for n in between]
    found = trend(results[first], results[last], pair, tables, household_succession(*pair, plan(*pair, tables).villages))
    lines = series_of(list(results.values()), [editions[n] for n in results], tables) if series else None
    if unit:
        found, lines = only_in(unit, found, lines)
    with whole(out, MARKS) as folder:
        write_changes(found, folder, lines)
    return found


def between_editions(register: Register, first: int, last: int) -> list[int]:
    """The editions from one to the other, without both: those that the later was built on; where a link of that chain is gone, all
    that have been approved in between. An edition that was rolled back is in no chain."""
    there, chain = set(register.numbers()), [max(first, last)]
    while chain[-1] > min(first, last):
        base = register.edition(chain[-1]).manifest.get("base")
        if not isinstance(base, int) or base not in there:
            break
        chain.append(base)
    if chain[-1] != min(first, last):
        chain = [n for n in register.approved()[::-1] if min(first, last) <= n <= max(first, last)]
    inner = [n for n in chain if n not in (first, last)]
    return inner if first > last else inner[::-1]


def audited(edition: Edition, folder: Path, scheme: Scheme, as_of: dt.date, options: Options, progress: Progress) -> AuditResult:
    folder.mkdir(parents=True, exist_ok=True)
    with open_store(options.store, folder) as store:
        fill(store, edition, folder, replace=options.replace, names="plain" if store.name == "embedded" else options.names, progress=progress)
        return audit(edition, store, scheme, as_of, verified=options.verified and store.name == "embedded", progress=progress)


def fill(store: Store, edition: Edition, folder: Path, *, replace: bool = False, names: str = "masked", progress: Progress = silent) -> None:
    """See to it that a store holds exactly this edition; a server that holds anything else is refused unless `replace`.

    `folder` is where an embedded store keeps its file.
    """
    try:
        mark = store.mark()
    except StoreError:
        if store.name != "embedded":
            raise
        progress("图库文件已损坏，重建", 0, 1)
        mark = EditionMark("", whole=False, counts={})
    if mark is not None and mark.whole and (mark.id, mark.names) == (edition.id, names):
        return
    if mark is not None:
        if store.name != "embedded" and not replace:
            held = f"版次 {mark.id}" if mark.id else "别的数据"
            state = "(不完整，或被改动过)" if not mark.whole else "(姓名的写法不同)" if mark.id == edition.id else ""
            raise StoreError(f"{store.name} 上已有{held}{state}，不会覆盖。更新登记库的副本请用 daohu push；确认可以清空时请加 --replace，或换一个服务器。")
        store.clear()
    if store.name == "embedded":
        require_room(folder, edition.folder)
    store.build(edition, names=names, progress=progress)


@dataclass(frozen=True)
class CheckAnswer:
    """What a check of ledgers found: problems and in how many files, the copies that were written, whether rows were refused."""

    problems: int
    files: int
    checked: Checked
    refused: bool


def check_ledgers(ledgers: Sequence[Path], out: Path, scheme_name: str = "", progress: Progress = silent) -> CheckAnswer:
    """Ledgers → problems.csv, load.csv and checked/: copies of the files with something to mend, the bad cells marked."""
    settings = read_settings(ledgers)
    scheme, _ = chosen(settings, Options(scheme=scheme_name))
    with whole(out, ("problems.csv", "load.csv")) as folder:
        found = files_of(ledgers)
        recognition = recognise_files(found, scheme, settings, progress)
        reading = read_blocks(recognition, recognition.blocks, progress)
        problems = reading.world.problems.frame()
        write_frame(problems, PROBLEMS, folder / "problems.csv")
        write_frame(reading.load, LOAD, folder / "load.csv")
        checked = write_checked(reading, found.files, folder / "checked", progress)
    return CheckAnswer(len(problems), problems["file"].nunique(), checked, reading.refused)
