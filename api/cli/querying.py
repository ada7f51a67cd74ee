"""daohu query: questions of the library by name, and texts of one's own, on a register, a unit's part of it, or a server."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from api.asking import County, Limits, open_county
from api.asking.files import form_of
from api.asking.forms import WRITERS
from api.asking.titled import for_people, for_screen
from api.asking.values import wording
from api.cli.answers import print_rows, show_rows
from api.cli.console import LIMITED, bars, out, sentences
from api.cli.registers import opened, tell
from graph.errors import QueryError
from graph.guard import admit
from graph.projection import EXTRA
from graph.queries import TYPES, Query, search
from graph.queries import query as library
from graph.queries.titles import titles_of

FORMS = ("table", *WRITERS)
SHOWN = 10_000
"""Rows that a table shows where nobody says how many."""
_UNTITLED = "检查用的查询"


def query(
    name: Annotated[str, typer.Argument(metavar="查询名", help="问题的名称；与 --list 同用时是要找的词", show_default=False)] = "",
    register: Annotated[Path | None, typer.Option("--register", help="登记库文件夹")] = None,
    store: Annotated[str, typer.Option("--store", help="bolt:// 或 neo4j:// 地址；口令取自 NEO4J_PASSWORD")] = "",
    listed: Annotated[bool, typer.Option("--list", help="列出全部问题；后面写词就只列相关的")] = False,
    words: Annotated[str, typer.Option("--search", help="按词找问题，如 --search 联系人")] = "",
    text: Annotated[str, typer.Option("--cypher", help="自己写的 Cypher；- 表示从标准输入读")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="从文件读 Cypher")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="参数，如 --param unit=仙女镇；可写明类型：--param d:date=2024-06-30；可多次")] = None,
    form: Annotated[str, typer.Option("--format", help="table(默认)、csv、json、xlsx、arrow")] = "",
    out_file: Annotated[Path | None, typer.Option("--out", help="写到这个文件，写完整才出现")] = None,
    limit: Annotated[int | None, typer.Option(help=f"最多多少行，0 为不限；table 默认 {SHOWN:,}，其余默认不限", min=0, show_default=False)] = None,
    timeout: Annotated[float, typer.Option(help="最多多少秒")] = Limits().seconds,
    memory: Annotated[int, typer.Option(help="查询进程最多用多少 MB 内存")] = Limits().memory >> 20,
    unit: Annotated[str, typer.Option("--unit", help="只问这个单元的部分(姓名遮盖)：名称、编码或路径")] = "",
    edition: Annotated[int | None, typer.Option(help="第几版；默认为当前版次", show_default=False)] = None,
    explain: Annotated[bool, typer.Option("--explain", help="只说明，不执行：问题的含义、参数、查询文字；或守门改写后的文字和提醒")] = False,
) -> None:
    """查询：按名称问问题库，或用自己写的 Cypher(只读)。结果要么完整，要么说明截到哪里。"""
    with sentences():
        if listed or words:
            _list(words or name)
            return
        text = _text(text, file)
        if bool(name) == bool(text):
            raise QueryError(
                "请写查询名，如 daohu query household_evidence --register 登记库；或用 --cypher 写查询(二者选一)。用 daohu query --list 查看全部。"
            )
        chosen = _form(form, out_file)
        limits = Limits(timeout, (SHOWN if chosen == "table" else 0) if limit is None else limit, memory << 20)
        if explain:
            _explain(name, text, "neo4j" if store else "embedded", bool(unit))
        if name:
            library(name)
        if explain and register is None and not store:
            return
        county = _opened(register, store, unit, edition)
        if explain:
            _explain_values(county, name, text, param or [])
        elif chosen == "table":
            _show(county, name, text, param or [], limits)
        else:
            _export(county, name, text, param or [], limits, chosen, out_file)


def _text(text: str, file: Path | None) -> str:
    if text and file:
        raise QueryError("--cypher 和 --file 只能给一个。请去掉一个。")
    try:
        if file:
            return file.read_text(encoding="utf-8-sig")
        return sys.stdin.buffer.read().decode("utf-8-sig") if text == "-" else text
    except UnicodeDecodeError:
        raise QueryError(f"{file or '标准输入'} 不是 UTF-8 文字。请另存为 UTF-8。") from None


def _form(said: str, out_file: Path | None) -> str:
    if said and said not in FORMS:
        raise QueryError(f"--format 只能是 {'、'.join(FORMS)}，不是“{said}”。")
    if out_file is None:
        if said in ("xlsx", "arrow") and sys.stdout.isatty():
            raise QueryError(f"{said} 不是文字，不能显示在终端上。请用 --out 写到文件。")
        return said or "table"
    if said == "table":
        raise QueryError("table 只用来显示。写到文件请用 --format csv、json、xlsx 或 arrow。")
    return form_of(out_file, said)


def _opened(register: Path | None, store: str, unit: str, edition: int | None) -> County:
    if (register is None) == (not store):
        raise QueryError("请用 --register 指定登记库，或用 --store 指定服务器(二者选一)。")
    with bars() as progress:
        return open_county(opened(register) if register else None, store=store, unit=unit, edition=edition, progress=progress)


def _show(county: County, name: str, text: str, said: list[str], limits: Limits) -> None:
    with county.running(question=name, text=text, said=said, limits=limits) as found:
        answer = found.answer(limits)
    tell(list(answer.warnings))
    show_rows(for_screen(answer.table, answer.question), out)
    if answer.cut:
        more = "全部的行请用 --format csv --out 文件，或放宽 --limit；也可先汇总。"
        out.print(f"只显示前 {answer.rows:,} 行，还有更多。{more}", markup=False)
        raise typer.Exit(LIMITED)
    out.print(f"共 {answer.rows:,} 行，{answer.seconds:.1f} 秒", markup=False)


def _export(county: County, name: str, text: str, said: list[str], limits: Limits, form: str, out_file: Path | None) -> None:
    if out_file is not None:
        done = county.write(out_file, form, question=name, text=text, said=said, limits=limits)
        tell(list(done.warnings))
        out.print(f"共 {done.rows:,} 行，已写到 {done.path}。", markup=False)
        return
    with county.running(question=name, text=text, said=said, limits=limits) as found:

        def whole() -> None:
            found.stream.require_whole()
            tell(list(found.warnings))

        print_rows(form, for_people(found.stream, found.question, form), whole)


def _list(words: str) -> None:
    """The library by topic, or what is about some words, best first."""
    found = search(words)
    if not found:
        raise QueryError(f"没有关于“{words}”的问题。请换个词(如 联系人、党员、网格)，或用 daohu query --list 查看全部；也可以用 --cypher 自己写。")
    if words:
        for one in found:
            out.print(f"{one.title}\n    {one.signature}", markup=False)
        return
    sizes = Counter(map(_topic, found))
    for topic, some in groupby(sorted(found, key=lambda q: (_topic(q) == _UNTITLED, -sizes[_topic(q)], _topic(q), q.name)), key=_topic):
        out.print(f"\n{topic}", style="bold", markup=False)
        for one in some:
            out.print(f"  {one.title}\n      {one.signature}", markup=False)
    out.print("\n看一个问题的说明：daohu query 查询名 --explain；按词找：daohu query --list 词。", markup=False)


def _topic(one: Query) -> str:
    return one.topics[0] if one.topics and one.folder == "questions" else _UNTITLED


def _explain(name: str, text: str, engine: str, within: bool) -> None:
    """A question's contract, or a text as the guard rebuilt it and what it warns of."""
    if text:
        admitted = admit(text, "neo4j" if engine == "neo4j" else "embedded", extra=EXTRA if within else None)
        out.print(admitted.text, markup=False)
        tell(list(admitted.warnings))
        return
    one = library(name)
    out.print(f"{one.title}\n{one.signature}\n\n{one.doc}\n一行：{one.row}\n待核实：{one.unknown}", markup=False)
    for parameter in one.parameters:
        said = "必须给出" if parameter.required else f"默认 {wording(parameter)}"
        out.print(f"参数 {parameter.name}：{TYPES[parameter.type]}；{said}", markup=False)
    columns = (column if title == column else f"{column} {title}" for column, title in titles_of(one).items())
    out.print(f"列：{'、'.join(columns)}\n\n{one.text.rstrip()}", markup=False)


def _explain_values(county: County, name: str, text: str, said: list[str]) -> None:
    asked = county.explain(question=name, text=text, said=said)
    for key, value in asked.parameters.items():
        out.print(f"${key} = {value!r}", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(query)
