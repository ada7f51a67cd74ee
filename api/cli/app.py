"""The commands. Shapes are a contract (design section 10); each calls one function of `api.work`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from api import work
from api.checked import NOTE
from api.cli import accounts, backing, browser, comparing, divisions, exporting, identity, pushing, querying, registers, serving, structure, systems
from api.cli.console import DONE, FAILED, REFUSED_ROWS, bars, day_of, err, legible, out, sentences
from api.cli.registers import opened
from api.cli.speaking import App, Group
from api.cli.tables import show_checks
from api.demo import SMALLEST, make_demo
from graph.errors import SchemeError
from graph.scheme import SCHEMES

app = App(
    name="daohu",
    cls=Group,
    help="到户：把一个县的组织台账变成图，算清每一户由谁联系、哪里还没有人。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_SCHEMES = "、".join(sorted(p.stem for p in SCHEMES.glob("*.toml")))
Ledgers = Annotated[list[Path], typer.Argument(metavar="台账", help="台账文件或文件夹，可以有几个", show_default=False)]
OptionalLedgers = Annotated[list[Path] | None, typer.Argument(metavar="台账", help="台账文件或文件夹，可以有几个", show_default=False)]
Out = Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹")]
SchemeName = Annotated[str, typer.Option("--scheme", help=f"方案：{_SCHEMES}，或一个 .toml 文件；daohu.toml 写明时可省略")]
RegisterFolder = Annotated[Path | None, typer.Option("--register", help="登记库文件夹")]
Day = Annotated[str, typer.Option("--as-of", help="按哪一天计算，如 2024-06-30；默认取 daohu.toml，再默认为今天")]
StoreAddress = Annotated[str, typer.Option("--store", help="embedded(默认)，或 bolt://、neo4j:// 地址；口令取自 NEO4J_PASSWORD")]


@app.command()
def audit(
    ledgers: OptionalLedgers = None, out_folder: Out = Path("审计结果"), scheme: SchemeName = "", register: RegisterFolder = None,
    edition: Annotated[int | None, typer.Option(help="第几版；默认为当前版次")] = None, as_of: Day = "", store: StoreAddress = "embedded",
    replace: Annotated[bool, typer.Option("--replace", help="允许清空图库服务器上的其他数据")] = False,
    names: Annotated[str, typer.Option(help="写入 Neo4j 的姓名：masked(只留姓)或 plain")] = "masked",
    no_verify: Annotated[bool, typer.Option("--no-verify", help="不做第二遍复核")] = False,
) -> None:  # fmt: skip
    """审计：一文件夹台账 → 每个单元的覆盖、缺口、待核实，以及给各乡镇的清单。"""
    with sentences():
        options = work.Options(scheme, day_of(as_of), store, replace, _names(names), not no_verify)
        if (register is None) == (not ledgers):
            raise SchemeError("请给出台账文件夹，或用 --register 指定登记库(二者选一)。")
        with bars() as progress:
            if register is not None:
                answer = work.audit_register(opened(register), out_folder, edition, options, progress)
            else:
                answer = work.audit_ledgers(ledgers or [], out_folder, options, progress)
        show_checks(answer.result)
        pages = "、villages/(一村一表)" if (out_folder / "villages").is_dir() else ""
        out.print(f"结果：{out_folder / 'report.html'}(打开即看)、report.xlsx、towns/(发给各乡镇){pages}", markup=False)
        if answer.refused:
            out.print(f"有台账行未采用，见 {out_folder / 'problems.csv'}。", markup=False)
    raise typer.Exit(REFUSED_ROWS if answer.refused else DONE)


def _names(said: str) -> str:
    if said not in ("masked", "plain"):
        raise SchemeError(f"--names 只能是 masked 或 plain，不是“{said}”。")
    return said


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="台账写到哪个新文件夹", show_default=False)],
    scheme: Annotated[str, typer.Option(help="zhijiang、enyang(县)，yangzhou、xinyang(市，辖几个县)")] = "zhijiang",
    households: Annotated[int, typer.Option(help=f"户数，至少 {SMALLEST}")] = 3000,
    villages: Annotated[int | None, typer.Option(help="村(社区)数；不给则随户数。每村至少 5 户，户数不够时补足", show_default=False)] = None,
    seed: Annotated[int, typer.Option(help="随机种子；同一种子得到同样的台账")] = 1,
    months: Annotated[int | None, typer.Option(help="逐月报送：写 01、02 … 各月的文件夹(至多 12 个月)和说明.txt，用来试登记库", show_default=False)] = None,
) -> None:
    """演示：造一个虚构的县(市)的台账，带着真实台账常见的毛病。"""
    with sentences(), bars() as progress:
        make_demo(folder, scheme, households, seed, villages=villages, months=months, progress=lambda done, total, _file: progress("写出台账", done, total))
    further = f"daohu load {folder / '01'} --register 登记库，然后逐月装载(见 {folder / '说明.txt'})" if months else f"daohu audit {folder} --out 审计结果"
    out.print(f"已写出 {folder}。接着运行：{further}", markup=False)


@app.command()
def check(ledgers: Ledgers, out_folder: Out = Path("核对结果"), scheme: SchemeName = "") -> None:
    """核对台账：只看问题，不算覆盖。写出 problems.csv、load.csv，以及 checked/：标出问题的台账副本，改好可重新导入。"""
    with sentences(), bars() as progress:
        found = work.check_ledgers(ledgers, out_folder, scheme, progress)
    if found.problems:
        out.print(f"发现 {found.problems} 个问题，涉及 {found.files} 个文件，见 {out_folder / 'problems.csv'}。", markup=False)
    else:
        out.print("没有发现问题。", markup=False)
    copies = found.checked.copies
    if copies:
        out.print(f"{len(copies)} 个文件需要改正，标出问题的副本在 {out_folder / 'checked'}，改好后可直接重新导入。", markup=False)
    if without := len(found.checked.fine) + len(found.checked.hints):
        out.print(f"{without} 个文件不必改正，名单见 {out_folder / 'checked' / NOTE}。", markup=False)
    if found.checked.unreadable:
        out.print(f"{len(found.checked.unreadable)} 个文件打不开：{'、'.join(found.checked.unreadable)}。", markup=False)
    raise typer.Exit(REFUSED_ROWS if found.refused else DONE)


registers.add_to(app)
comparing.add_to(app)
identity.add_to(app)
divisions.add_to(app)
backing.add_to(app)
pushing.add_to(app)
querying.add_to(app)
structure.add_to(app)
exporting.add_to(app)
browser.add_to(app)
systems.add_to(app)
serving.add_to(app)
accounts.add_to(app)


def main() -> None:
    """The entry point of the command. A fault of the program ends with 2 as well: 1 would say that it was done."""
    legible()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it, nothing half-made stays
    try:
        app()
    except Exception:
        err.print_exception(show_locals=False)
        err.print("程序出错，没有完成。请把以上文字发给开发者(先看看里面有没有人名)。", style="red", markup=False)
        sys.exit(FAILED)
