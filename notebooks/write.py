"""`make notebooks`: execute every notebook here and write it as one readable HTML file that refers to nothing outside."""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from plotly.utils import PlotlyJSONEncoder
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from api.reports.page.offline import plotly_js

HERE = Path(__file__).resolve().parent
FIGURE = "application/vnd.plotly.v1+json"
OPEN = "code"
"""The tag of a cell whose code is what the reader should see."""
SECONDS = 600
_OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""", re.IGNORECASE)


def executed(path: Path) -> NotebookNode:
    """The notebook with the outputs of a run in a kernel of its own."""
    book = nbformat.read(path, as_version=4)
    quiet = ["--IPKernelApp.log_level=40"]  # its English warnings about local ports
    NotebookClient(book, timeout=SECONDS, kernel_name="python3", extra_arguments=quiet, resources={"metadata": {"path": str(path.parent)}}).execute()
    return book


def page(book: NotebookNode, title: str, others: list[str]) -> str:
    """The page of an executed notebook. Raises ValueError where it would refer to something outside."""
    body = "\n".join(_cell(cell, number) for number, cell in enumerate(book.cells))
    links = " ".join(f'<a href="{html.escape(name)}.html"{" class=here" if name == title else ""}>{html.escape(_spoken(name))}</a>' for name in others)
    style = (HERE / "page.css").read_text(encoding="utf-8") + str(HtmlFormatter(style="xcode").get_style_defs(".highlight"))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{html.escape(_spoken(title))}</title><style>{style}</style>'
    text = f"{head}</head><body><nav>{links}</nav><main>{body}</main>"
    if found := _OUTSIDE.search(re.sub(r"(?s)<script\b[^>]*>.*?</script>", "", text)):
        raise ValueError(f"{title} 的网页指向外部：{text[found.start() : found.start() + 80]}")
    script = f"<script>{plotly_js()}</script>" if 'class="figure"' in body else ""
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{script}{text}</body></html>\n'


def _cell(cell: NotebookNode, number: int) -> str:
    if cell.cell_type == "markdown":
        return str(markdown2html(cell.source))
    code = highlight(cell.source, PythonLexer(), HtmlFormatter())
    shown = "\n".join(_output(output, f"f{number}-{i}") for i, output in enumerate(cell.outputs))
    opened = " open" if OPEN in cell.metadata.get("tags", []) else ""
    return f"<details{opened}><summary>这一步的代码</summary>{code}</details>\n{shown}"


def _output(output: NotebookNode, name: str) -> str:
    if output.output_type == "stream":
        return f'<div class="output text"><pre>{html.escape(output.text)}</pre></div>'
    data = output.get("data", {})
    if FIGURE in data:
        figure = json.dumps({k: data[FIGURE][k] for k in ("data", "layout")}, cls=PlotlyJSONEncoder, ensure_ascii=False).replace("</", "<\\/")
        drawn = f'(f => Plotly.newPlot("{name}", f.data, f.layout, {{responsive: true, displayModeBar: false}}))({figure})'
        return f'<div class="figure" id="{name}"></div><script>{drawn}</script>'
    if "text/html" in data:
        return f'<div class="output">{_plain(data["text/html"])}</div>' if "<table" in data["text/html"] else ""
    return f'<div class="output text"><pre>{html.escape(data["text/plain"])}</pre></div>' if "text/plain" in data else ""


def _plain(table: str) -> str:
    """A pandas table without the style and the border that it brings."""
    return re.sub(r'(?s)<style.*?</style>| border="1"| style="[^"]*"', "", table)


def _spoken(name: str) -> str:
    return name.replace("_", " ", 1)


def main() -> int:
    """Write all; the page of a notebook that fails is not written, and the exit code says so."""
    asked = argparse.ArgumentParser(description="执行全部笔记本，写成网页。")
    asked.add_argument("--out", type=Path, default=Path("demo/笔记本"), help="写到哪个文件夹")
    out = asked.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted(HERE.glob("*.ipynb"))
    for path in paths:
        begun = time.monotonic()
        text = page(executed(path), path.stem, [p.stem for p in paths])
        (out / f"{path.stem}.html").write_text(text, encoding="utf-8")
        print(f"{path.stem}：{time.monotonic() - begun:.1f} 秒", flush=True)
    print(f"请打开 {out / f'{paths[0].stem}.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
