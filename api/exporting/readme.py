"""导出说明.md: what was exported, of which day, and what every column means."""

from __future__ import annotations

from pathlib import Path

from api.exporting.chosen import Chosen, called
from graph.edition import Edition
from graph.schema import EDGE, NODE, Property

README = "导出说明.md"
_USE = {
    "graphml": "Gephi：文件 → 打开 daohu.graphml。节点的 label 是名称，labels 是种类；边的 label 是关系。",
    "gexf": "Gephi：文件 → 打开 daohu.gexf。节点的标签是名称，labels 是种类；边的标签是关系。",
    "csv": "Gephi：数据资料 → 输入电子表格，先 nodes_ 再 edges_。Neo4j：LOAD CSV WITH HEADERS。给程序用；Excel 会把 12 位代码变成 4.2E+11。",
    "parquet": "pandas.read_parquet、DuckDB、Arrow 直接读；edges_ 的 from、to 是节点的 id，from_label、to_label 是它们的种类。",
}


def readme(graph: Chosen, form: str, folder: Path) -> str:
    """The page as Markdown."""
    edition, counts = graph.of.edition, graph.counts
    lines = [
        "# 导出说明",
        "",
        f"- {edition.manifest['county_name']}，版次 {edition.id}，台账日期 {edition.manifest['as_of']}"
        + (f"，只含单元 {_path(edition, graph.unit)}" if graph.unit else ""),
        f"- 姓名：{'已遮盖，只留姓' if graph.masked else '原样，请按内部资料保管'}",
        f"- {_USE[form]}",
        "- 日期不明或未结束时为空。" + ("" if form == "parquet" else f"节点的编号是“种类：标识”(半角冒号)；{called('source')} 是依据。"),
        "- 以 = + - @ 开头的文字前加了一个单引号，以免被电子表格当作公式。" if form == "csv" else "- 内容已逐项读回核对。",
        "",
        "| 种类 | 含义 | 数量 | 属性 |",
        "| --- | --- | ---: | --- |",
    ]
    for kind in (*graph.labels, *graph.names):
        if counts.get(kind):
            meaning = NODE[kind].meaning if kind in NODE else EDGE[kind].meaning
            said = "；".join(f"{p.name if form == 'parquet' else called(p.name)} {_meaning(p)}" for p in graph.properties(kind)).replace("|", "\\|")
            lines.append(f"| {kind} | {meaning} | {counts[kind]:,} | {said} |")
    files = sorted(p.name for p in folder.iterdir())
    return "\n".join([*lines, "", f"文件：{'、'.join(files)}", ""])


def _path(edition: Edition, unit: str) -> str:
    """What people call a unit; its id says it to programs alone."""
    return next((row["path"] for row in edition.nodes("Unit", ["id", "path"]).to_pylist() if row["id"] == unit), unit)


def _meaning(told: Property) -> str:
    """What a property means; the stores' sentinels of open dates are not in an export."""
    return told.meaning.partition("(")[0] if told.type == "date" else told.meaning
