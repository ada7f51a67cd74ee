"""The style and the favourites for Neo4j Browser: read as Browser reads them, legible in grey, the questions whole."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zipfile
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.browser import DARK, LIGHT, LOOKS, contrast, favourites, luminance, style, value, write
from api.cli.browser import add_to
from graph.edition import Edition
from graph.queries import load_queries
from graph.schema import EDGES, NODES
from tests.neo4j_server.server import Server

QUESTIONS = {q.name: q for q in load_queries().values() if q.folder == "questions"}


def rules() -> dict[str, dict[str, str]]:
    """The sheet as Browser's own reader takes it: quotes fall away, braces count outside of them, a value has no colon."""
    found: dict[str, dict[str, str]] = {}
    keyword = body = ""
    quoted = inside = False
    for c in style():
        if c == "'":
            quoted = not quoted
        elif c in "{}" and not quoted:
            inside = c == "{"
            if not inside:
                pairs = [part.split(":") for part in body.split(";") if part.strip()]
                assert all(len(pair) == 2 for pair in pairs), body
                found[keyword] = {k.strip(): v.strip() for k, v in pairs}
                keyword = body = ""
        elif inside:
            body += c
        elif not c.isspace():
            keyword += c
    assert not keyword and not body
    return found


def test_every_label_and_edge_has_a_look() -> None:
    made = rules()
    assert set(LOOKS) == {n.label for n in NODES}
    assert {"node", "relationship", "node.Edition"} | {f"node.{n.label}" for n in NODES} | {f"relationship.{e.name}" for e in EDGES} == set(made)
    for node in NODES:
        names = set(re.findall(r"\{(\w+)\}", made[f"node.{node.label}"]["caption"]))
        assert names and names <= {p.name for p in node.columns}, node.label
    for edge in EDGES:
        caption = made[f"relationship.{edge.name}"]["caption"]
        assert caption and set(re.findall(r"\{(\w+)\}", caption)) <= {p.name for p in edge.columns}, edge.name


def test_captions_can_be_read_on_their_colour() -> None:
    for label, look in LOOKS.items():
        assert max(contrast(look.color, DARK), contrast(look.color, LIGHT)) >= 4.5, label


def test_the_commonest_labels_differ_in_grey() -> None:
    """Unit, Household, Person and the organisations stand beside each other in most pictures."""
    for one, other in itertools.combinations(("Unit", "Household", "Person", "MassOrganization"), 2):
        assert contrast(LOOKS[one].color, LOOKS[other].color) >= 1.5, (one, other)


@pytest.mark.parametrize(
    "seen",
    [
        ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
        ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    ],
    ids=["by all", "by who sees no green", "by who sees no red"],
)
def test_no_two_labels_look_alike(seen: tuple[tuple[float, float, float], ...]) -> None:
    def colour(label: str) -> list[float]:
        rgb = [int(LOOKS[label].color[i : i + 2], 16) for i in (1, 3, 5)]
        return [sum(share * part for share, part in zip(row, rgb, strict=True)) for row in seen]

    for one, other in itertools.combinations(LOOKS, 2):
        apart = sum((a - b) ** 2 for a, b in zip(colour(one), colour(other), strict=True)) ** 0.5
        assert apart > 30, (one, other, apart)
    assert luminance("#FFFFFF") == pytest.approx(1)


def test_favourites_are_the_library(tmp_path: Path, edition: Edition) -> None:
    plain = favourites()
    assert len(plain) == len(QUESTIONS)
    titles = {text.splitlines()[0] for text in plain.values()}
    assert titles == {f"// {q.title}" for q in QUESTIONS.values()}
    for query in QUESTIONS.values():
        body = "\n".join(line for line in query.text.splitlines() if not line.startswith("//")).strip()
        text = next(t for t in plain.values() if body in t)
        assert re.findall(r"^:param (\w+) => .+;$", text, re.MULTILINE) == list(query.parameter_names)
    made = write(tmp_path / "out", edition)
    assert [p.name for p in made] == ["daohu.grass", "常用查询.zip"]
    with zipfile.ZipFile(made[1]) as archive:
        texts = {i.filename: archive.read(i).decode() for i in archive.infolist()}
    assert texts == favourites(edition)
    assert all(":param unit => 'c';" in t for t in texts.values() if ":param unit " in t)


def test_parameters_are_cypher_neo4j(neo4j_server: Server) -> None:
    said = sorted({value(p, day, "it's \\ here") for q in QUESTIONS.values() for p in q.parameters for day in (None, dt.date(2024, 6, 30))})
    assert len(neo4j_server.run(f"RETURN [{', '.join(f'[{s}]' for s in said)}] AS all")[0]["all"]) == len(said) > 3


def test_the_command(tmp_path: Path) -> None:
    app = typer.Typer()
    add_to(app)
    done = CliRunner().invoke(app, ["--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "daohu.grass").read_text(encoding="utf-8") == style()
