"""daohu systems: the 102 systems, how each is computed, and, for a register, what came out or which ledger is missing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api import work
from api.cli.console import bars, day_of, out, sentences
from graph.audit import audit
from graph.catalogue import System, catalogue, documents
from graph.errors import SchemeError
from graph.register import open_register
from graph.result import AuditResult
from graph.scheme import SCHEMES, Check, Scheme, read_scheme
from graph.store import Progress, open_store

FORMATS = ("table", "json")
WIDTH = 120
"""The table's width where the output is no terminal."""


def systems(
    scheme: Annotated[str, typer.Option("--scheme", help="只算这个方案选用的检查；不写则列出目录和各方案的全部检查")] = "",
    register: Annotated[Path | None, typer.Option("--register", help="登记库文件夹：加上当前版次的全县结果，或缺哪种台账")] = None,
    form: Annotated[str, typer.Option("--format", help="table、json")] = "table",
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天计算，如 2024-06-30；默认为该版次的日期")] = "",
) -> None:
    """体系：102 个组织体系，出自哪份文件，由哪些检查计算，数不出的需要哪种台账。"""
    with sentences():
        if form not in FORMATS:
            raise SchemeError(f"--format 只能是 {'、'.join(FORMATS)}，不是“{form}”。")
        chosen = read_scheme(scheme) if scheme else None
        result = None
        if register is not None:
            with bars() as progress:
                result = _audited(register, scheme, day_of(as_of), progress)
            chosen = result.scheme
        entries = described(chosen, result)
        if form == "json":
            typer.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        else:
            _show(entries, result)


def described(scheme: Scheme | None = None, result: AuditResult | None = None) -> list[dict[str, object]]:
    """One plain object per system, A1..H8, all 102 whatever the scheme selects (`selected` says so).

    `checks` are those the scheme computes; of a system it leaves out, and without a scheme, those of all schemes. With a
    result each has ``result`` {of, met, gap, unknown} for the whole county and ``missing``, the ledgers nobody delivered.
    """
    names = {d.code: d.name for d in documents()}
    every = _every_check()
    own: dict[str, list[Check]] = {}
    for check in scheme.checks if scheme else ():
        own.setdefault(check.system, []).append(check)
    totals = _totals(result) if result else {}
    arrived = set(result.delivery.loc[result.delivery["state"] != "nothing", "ledger"]) if result else set()
    entries: list[dict[str, object]] = []
    for system in catalogue():
        mine = own.get(system.code, [])
        left_out = scheme is not None and not mine and system.code not in scheme.systems
        checks = mine if mine else every.get(system.code, [])
        entry = _described(system, names)
        if scheme is not None:
            entry["selected"] = not left_out
        entry["checks"] = [_check(c, scheme if mine else None, totals, arrived if result else None) for c in checks]
        entries.append(entry)
    return entries


def _described(system: System, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "code": system.code,
        "name": system.name,
        "line": system.line,
        "places": list(system.places),
        "documents": [{"code": code, "name": names[code]} for code in system.documents],
        "nodes": list(system.nodes),
        "levels": system.levels,
        "edges": list(system.edges),
        "norms": [asdict(norm) for norm in system.norms],
        "question": system.question,
        "reason": system.reason,
        "needs": system.needs,
    }


def _check(check: Check, scheme: Scheme | None, totals: Mapping[str, dict[str, int]], arrived: set[str] | None) -> dict[str, object]:
    entry: dict[str, object] = {"id": check.id, "title": check.title, "kind": check.kind}
    asked = scheme.asked(check) if scheme else [check.ledger] if check.ledger else []
    entry["ledgers"] = asked
    if scheme is not None and arrived is not None:
        entry["result"] = totals.get(check.id)
        entry["missing"] = [ledger for ledger in asked if ledger not in arrived]
    return entry


def _every_check() -> dict[str, list[Check]]:
    """System → its checks in all schemes that come with the program, each id once."""
    found: dict[str, Check] = {}
    for name in sorted(p.stem for p in SCHEMES.glob("*.toml")):
        found = {**{c.id: c for c in read_scheme(name).checks}, **found}
    order = {str(c["id"]): n for n, c in enumerate(c for s in catalogue() for c in s.checks)}
    checks: dict[str, list[Check]] = {}
    for check in sorted(found.values(), key=lambda c: (order.get(c.id, len(order)), c.id)):
        checks.setdefault(check.system, []).append(check)
    return checks


def _audited(register: Path, scheme: str, as_of: dt.date | None, progress: Progress) -> AuditResult:
    """The current edition's result, without writing a report."""
    there = open_register(register)
    edition = there.edition()
    edition.verify()
    chosen = read_scheme(scheme or edition.scheme)
    folder = there.store_folder(int(edition.folder.name))
    folder.mkdir(parents=True, exist_ok=True)
    with open_store("embedded", folder) as store:
        work.fill(store, edition, folder, names="plain", progress=progress)
        return audit(edition, store, chosen, as_of or dt.date.fromisoformat(str(edition.manifest["as_of"])), progress=progress)


def _totals(result: AuditResult) -> dict[str, dict[str, int]]:
    columns = ["of", "met", "gap", "unknown"]
    top = result.coverage[result.coverage["level"] == result.coverage["level"].min()].groupby("check", sort=False)[columns].sum()
    return {str(check): {c: int(row[c]) for c in columns} for check, row in top.iterrows()}


def _show(entries: Sequence[Mapping[str, object]], result: AuditResult | None) -> None:
    """One table per line of systems; readable at 120 columns."""
    shown = out if out.is_terminal else Console(highlight=False, width=WIDTH)
    for line in dict.fromkeys(str(e["line"]) for e in entries):
        table = Table(title=line, title_justify="left", title_style="bold", show_lines=True, expand=True)
        table.add_column("编号", no_wrap=True, width=5)
        for name, ratio in (("体系", 22), ("节点、层级、公布", 34), ("检查与结果" if result else "检查", 50)):
            table.add_column(name, ratio=ratio, overflow="fold")
        for entry in entries:
            if entry["line"] == line:
                mark = "" if entry.get("selected", True) else "(方案未选)"
                table.add_row(str(entry["code"]), *(escape(t) for t in (f"{entry['name']}{mark}\n{_origin(entry)}", _structure(entry), _computed(entry))))
        shown.print(table, soft_wrap=False)
    for document in documents():
        out.print(f"{document.code} {document.name}{f'：{document.note}' if document.note else ''}", markup=False)
    count = sum(1 for e in entries if e["checks"])
    out.print(f"共 {len(entries)} 个体系，{count} 个由检查计算，{len(entries) - count} 个数不出(写明了原因和需要的台账)。", markup=False)


def _origin(entry: Mapping[str, object]) -> str:
    codes = "、".join(str(d["code"]) for d in _tables(entry, "documents"))
    return f"{'、'.join(_words(entry, 'places'))}；文件 {codes}"


def _structure(entry: Mapping[str, object]) -> str:
    lines = ["、".join(_words(entry, "nodes"))]
    if entry["levels"]:
        lines.append(f"层级 {entry['levels']}")
    norms = [f"{n['what']} {n['value']}{n['qualifier']}" for n in _tables(entry, "norms")]
    if norms:
        lines.append(f"公布：{'；'.join(norms)}")
    return "\n".join(lines)


def _computed(entry: Mapping[str, object]) -> str:
    lines = [f"{c['id']} {c['title']}{_told(c)}" for c in _tables(entry, "checks")]
    return "\n".join(lines) if lines else f"数不出：{entry['reason']}\n需要：{entry['needs']}"


def _told(check: Mapping[str, object]) -> str:
    """The county's figures of a check; where nothing is known, the ledger that is missing."""
    result, missing = check.get("result"), check.get("missing")
    if not isinstance(result, dict):
        return ""
    lacking = isinstance(missing, list) and missing and result["met"] + result["gap"] == 0
    if lacking:
        return f"：缺台账 {'、'.join(str(m) for m in missing)}" if isinstance(missing, list) else ""
    if result["of"] == 0:
        return "：没有报来这个数" if check["kind"] == "claim" else "：没有可数的对象"
    return f"：应 {result['of']:,}，覆盖 {result['met']:,}，缺口 {result['gap']:,}，待核实 {result['unknown']:,}"


def _words(entry: Mapping[str, object], key: str) -> list[str]:
    value = entry[key]
    return [str(v) for v in value] if isinstance(value, list) else []


def _tables(entry: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = entry[key]
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(systems)
