"""The page of an executed notebook is one file that refers to nothing outside."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import nbformat
import pytest

from tests.project.tree import ROOT

_FETCHED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)|@import|url\(""", re.IGNORECASE)


@pytest.fixture(scope="module")
def write() -> ModuleType:
    """notebooks/write.py, which is a script and no part of a package."""
    spec = importlib.util.spec_from_file_location("write_notebooks", ROOT / "notebooks" / "write.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def book(*outputs: dict[str, object]) -> nbformat.NotebookNode:
    code = nbformat.v4.new_code_cell("x = '<b>'", outputs=[nbformat.from_dict({"output_type": "display_data", "metadata": {}, "data": o}) for o in outputs])
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 题目\n\n**覆盖**与缺口"), code])


def test_the_page_holds_words_code_and_tables(write: ModuleType) -> None:
    page = write.page(book({"text/html": '<style>td {}</style><table border="1"><td>3</td></table>'}), "1_题目", ["1_题目", "2_另一本"])
    assert "<strong>覆盖</strong>" in page
    assert "<table><td>3</td></table>" in page
    assert "&lt;b&gt;" in page
    assert 'href="2_另一本.html"' in page
    assert "Plotly" not in page


def test_a_figure_is_drawn_by_the_script_inside(write: ModuleType) -> None:
    figure = {"data": [{"type": "bar", "x": [1], "name": "</script>"}], "layout": {"title": {"text": "图"}}, "config": {}}
    page = write.page(book({write.FIGURE: figure, "text/html": "<script src='x'></script>"}), "1_题目", [])
    assert page.count("Plotly.newPlot(") >= 1
    assert "<\\/script>" in page
    without = re.sub(r"(?s)<script\b[^>]*>.*?</script>", "", page)
    assert _FETCHED.findall(without) == []
    assert re.findall(r"https?://(?!www\.w3\.org)[\w.-]+", page) == []


def test_a_page_that_would_fetch_something_is_refused(write: ModuleType) -> None:
    with pytest.raises(ValueError, match="指向外部"):
        write.page(book({"text/html": "<table><img src='//cdn.example/x.png'></table>"}), "1_题目", [])
