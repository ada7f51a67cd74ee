"""What the notebooks share: Chinese figures, tables in words, masked names. Import it as ``from shown import …`` in this folder."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from api.reports.words import FIGURES, LABELS, REASONS, STATES
from graph.masking import mask_name

FONT = '"Microsoft YaHei", "微软雅黑", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", SimHei, sans-serif'
COLOURS = {"覆盖": "#1f4e79", "缺口": "#f2a65a", "待核实": "#c9c9c9"}
SORTS = {"单元": "#1f4e79", "党组织": "#c0392b", "自治组织": "#2e8b57", "群团组织": "#e08e0b", "社会组织": "#7d5ba6", "机构": "#5d6d7e", "阵地": "#17a2b8",
         "合作社": "#8d6e63", "人": "#444444", "网格": "#17a2b8"}  # fmt: skip

pio.templates["daohu"] = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 14, "color": "#1a1a1a"},
        "title": {"x": 0, "xanchor": "left", "font": {"size": 17}},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": {"gridcolor": "#e2e2e2", "zeroline": False, "automargin": True},
        "yaxis": {"gridcolor": "#e2e2e2", "zeroline": False, "automargin": True},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right", "traceorder": "normal"},
        "margin": {"l": 10, "r": 20, "t": 70, "b": 50},
    }
)
pio.templates.default = "daohu"
pio.renderers.default = "plotly_mimetype+notebook"
pd.set_option("display.max_colwidth", None)
WORDS = {
    "unit_path": "单元", "unit_name": "单元", "household_id": "户的标识", "code": "户号", "head": "户主", "state": "状态", "reason": "原因", "name": "姓名",
    "of": "应覆盖", "met": "覆盖", "gap": "缺口", "unknown": "待核实", "ledger": "台账", "file": "文件", "sheet": "工作表", "rows": "行数", "zero": "零报告",
    "mechanism": "机制", "contact": "联系人", "since": "自", "until": "至", "subject_code": "户号", "subject_name": "户主", "households": "户数",
}  # fmt: skip
"""What the columns of the library's answers and of an audit are called on screen."""
_VALUES = {"state": {**STATES}, "reason": {**REASONS}}


def three_states(frame: pd.DataFrame, by: str, title: str) -> go.Figure:
    """Bars of 覆盖, 缺口 and 待核实 households, one per row of `by`, in the frame's order from the top."""
    figure = go.Figure()
    for state in FIGURES[1:]:
        pattern = {"shape": "/", "fgcolor": "#8a8a8a", "solidity": 0.25} if state == "待核实" else {"shape": ""}
        figure.add_bar(
            y=frame[by], x=frame[state], name=state, orientation="h", marker={"color": COLOURS[state], "pattern": pattern},
            text=[n or "" for n in frame[state]], textposition="inside", insidetextanchor="middle", textangle=0,
        )  # fmt: skip
    figure.update_layout(barmode="stack", title=title, height=130 + 34 * len(frame), yaxis={"autorange": "reversed"}, xaxis={"title": "户"})
    return figure


def table(frame: pd.DataFrame, rows: int = 10, names: tuple[str, ...] = ("head", "name", "contact")) -> pd.DataFrame:
    """The first rows as people read them: Chinese titles and words, names as 张*, numbered from 1."""
    shown = frame.head(rows)
    for column, words in _VALUES.items():
        if column in shown:
            shown = shown.assign(**{column: [words.get(v, v) for v in shown[column]]})
    shown = masked(shown, *(n for n in names if n in shown)).rename(columns=WORDS)
    return shown.set_axis(range(1, len(shown) + 1))


def masked(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with the persons' names in these columns shown as 张*."""
    return frame.assign(**{c: [mask_name(n) if isinstance(n, str) else n for n in frame[c]] for c in columns})


def network(graph: nx.Graph, title: str, *, named: set[str] | None = None, height: int = 620) -> go.Figure:
    """A drawing of a small graph: nodes by label in colour; names beside those in `named`, or beside all."""
    place: Mapping[str, tuple[float, float]] = nx.spring_layout(nx.Graph(graph), seed=1, iterations=200, k=2.2 / max(len(graph), 1) ** 0.5)
    ends = [(place[a], place[b]) for a, b in graph.edges()]
    figure = go.Figure()
    figure.add_scatter(
        x=[v for a, b in ends for v in (a[0], b[0], None)], y=[v for a, b in ends for v in (a[1], b[1], None)], mode="lines",
        line={"color": "#bdbdbd", "width": 1}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    words = {**LABELS, "Person": "人"}
    for label in dict.fromkeys(told["label"] for _, told in graph.nodes(data=True)):
        nodes = [n for n, told in graph.nodes(data=True) if told["label"] == label]
        word = words.get(label, label)
        shown = [graph.nodes[n]["name"] for n in nodes]
        figure.add_scatter(
            x=[place[n][0] for n in nodes], y=[place[n][1] for n in nodes], mode="markers+text", name=word, hovertext=shown, hoverinfo="text",
            text=[name if named is None or n in named else "" for n, name in zip(nodes, shown, strict=True)], textposition="top center",
            textfont={"size": 12}, cliponaxis=False,
            marker={"color": SORTS.get(word, "#888888"), "size": 10 if label == "Person" else 15, "symbol": "circle" if label == "Person" else "square"},
        )  # fmt: skip
    hidden = {"visible": False}
    figure.update_layout(title=title, height=height, xaxis=hidden, yaxis=hidden, legend={"y": -0.02, "yanchor": "top", "x": 0, "xanchor": "left"})
    return figure
