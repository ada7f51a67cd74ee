"""daohu query: the library's questions, by name, on a register or a server."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import pyarrow as pa
import typer
from rich.table import Table

from api import work
from api.cli.console import day_of, out, sentences
from api.cli.registers import opened
from api.reports.csv_files import tame
from graph.errors import QueryError
from graph.queries import Query, load_queries
from graph.queries import query as library
from graph.schema import OPEN_SINCE, OPEN_UNTIL
from graph.store import open_store

FORMATS = ("table", "csv", "json")


def query(
    name: Annotated[str, typer.Argument(metavar="查询名", help="查询名，见 --list", show_default=False)] = "",
    register: Annotated[Path | None, typer.Option("--register", help="登记库文件夹")] = None,
    store: Annotated[str, typer.Option("--store", help="bolt:// 或 neo4j:// 地址")] = "",
    param: Annotated[list[str] | None, typer.Option("--param", help="参数，如 --param village=420583105001，可多次")] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出全部查询")] = False,
    form: Annotated[str, typer.Option("--format", help="table、csv、json")] = "table",
    limit: Annotated[int, typer.Option(help="最多显示多少行；0 为不限")] = 1000,
) -> None:
    """查询：问题库里的问题，内嵌引擎和 Neo4j 给出同样的行。"""
    with sentences():
        if listed:
            for one in load_queries().values():
                out.print(f"{one.name}({', '.join(one.parameters)})  {one.title}", markup=False)
            return
        if not name:
            raise QueryError("请写查询名，如 daohu query households --register 登记库；用 daohu query --list 查看全部。")
        asked = library(name)
        table = _run(asked, register, store, _parameters(asked, param or []))
        _show(table, form, limit)


def _parameters(asked: Query, said: list[str]) -> dict[str, object]:
    """Parameters as the query's own types: lists by comma, days for as_of, which need not be said."""
    pairs = dict(p.partition("=")[::2] for p in said)
    unknown, missing = set(pairs) - set(asked.parameters), set(asked.parameters) - set(pairs) - {"as_of"}
    if unknown or missing:
        wrong = f"缺少 {'、'.join(sorted(missing))}" if missing else f"没有 {'、'.join(sorted(unknown))}"
        raise QueryError(f"{asked.name} 的参数是 {', '.join(asked.parameters) or '无'}:{wrong}。请写成 --param 名称=值。")
    lists = {"mechanisms", "kinds", "posts"}
    return {k: day_of(v) if k == "as_of" else v.split(",") if k in lists else v for k, v in pairs.items()}


def _run(asked: Query, register: Path | None, store: str, parameters: dict[str, object]) -> pa.Table:
    if (register is None) == (not store):
        raise QueryError("请用 --register 指定登记库，或用 --store 指定服务器(二者选一)。")
    if register is None:
        with open_store(store, Path()) as server:
            return server.query(asked.text, _dated(asked, parameters, dt.date.today()))
    there = opened(register)
    edition = there.edition()
    parameters = _dated(asked, parameters, dt.date.fromisoformat(str(edition.manifest["as_of"])))
    folder = there.store_folder(int(edition.folder.name))
    folder.mkdir(parents=True, exist_ok=True)
    with open_store("embedded", folder) as file:
        work.fill(file, edition, folder, names="plain")
        return file.query(asked.text, parameters)


def _dated(asked: Query, parameters: dict[str, object], day: dt.date) -> dict[str, object]:
    """The parameters with the edition's own day, or today, where the query asks for one and nobody named it."""
    return {"as_of": day, **parameters} if "as_of" in asked.parameters else parameters


def _show(table: pa.Table, form: str, limit: int) -> None:
    if form not in FORMATS:
        raise QueryError(f"--format 只能是 {'、'.join(FORMATS)}，不是“{form}”。")
    cut = table.slice(0, limit) if limit and form == "table" else table
    rows = [{name: _told(value) for name, value in row.items()} for row in cut.to_pylist()]
    if form == "json":
        out.print_json(json.dumps(rows, ensure_ascii=False, default=str))
    elif form == "csv":
        tame(pd.DataFrame(rows, columns=table.column_names)).to_csv(sys.stdout, index=False)
    else:
        shown = Table(*table.column_names)
        for row in rows:
            shown.add_row(*("" if v is None else str(v) for v in row.values()))
        out.print(shown)
        out.print(f"共 {table.num_rows:,} 行" + (f"，只显示前 {limit:,} 行" if cut.num_rows < table.num_rows else ""), markup=False)


def _told(value: object) -> object:
    """A value as outputs show it: an open date is nothing, whatever sentinel the stores keep for it."""
    return None if value in (OPEN_SINCE, OPEN_UNTIL) else value


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(query)
