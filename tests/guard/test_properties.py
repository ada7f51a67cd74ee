"""Whatever is put together or spoilt: rebuilt text is cut into the same tokens, and what is let through only reads."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DaohuError, PortabilityError, RefusedError
from graph.guard import Engine, admit
from graph.guard.rebuilding import rebuild
from graph.portability.lexer import tokenise
from graph.store import Store
from tests.guard.allowed import BOTH, EMBEDDED, NEO4J, PARAMETERS
from tests.guard.refused import BY_WORD

_WORDS = "MATCH RETURN n h.id ( ) [ ] { } -- -> .. 1 1.5 .5 1e3 'a' \"b\" `x``y` $p , : ; | /*c*/ <> >= =~ CALL 户 '//'"
_PIECES = st.sampled_from([*re.findall(r"\S+", _WORDS), "'it\\'s'", "$`q r`", "//d\n", "\n", "\r\n", "\u3000", "'\n'", " ", "  "])
_COUNT = "MATCH (n) RETURN count(n) AS n"


@given(st.lists(_PIECES, max_size=30))
def test_rebuilt_text_has_the_same_tokens(pieces: list[str]) -> None:
    try:
        tokens = tokenise("".join(pieces))
    except PortabilityError:
        tokens = []
    again = tokenise(rebuild(tokens))
    assert [(t.kind, t.value, t.line) for t in again] == [(t.kind, t.value, t.line) for t in tokens]


@given(st.text(max_size=60))
def test_any_text_is_let_through_or_refused(text: str) -> None:
    for engine in ("embedded", "neo4j"):
        try:
            assert admit(text, engine).text
        except RefusedError as error:
            assert "第 " in str(error)


def _spoilt(chance: random.Random, texts: list[str], doors: list[str]) -> str:
    """A text with tokens dropped, doubled, swapped, or taken from another text or from one that must be refused."""
    text = chance.choice(texts)
    tokens = tokenise(text)
    parts = [t.text + (" " if b.start > t.end else "") for t, b in pairwise([*tokens, tokens[-1]])]
    for _ in range(chance.randint(1, 3)):
        i = chance.randrange(len(parts))
        other = chance.choice(texts + doors)
        donor = [t.text + " " for t in tokenise(other)] or [" "]
        start = chance.randrange(len(donor))
        kind = chance.randrange(4)
        if kind == 0 and len(parts) > 1:
            del parts[i]
        elif kind == 1:
            parts.insert(i, " " + parts[i] + " ")
        elif kind == 2:
            parts[i : i + 1] = donor[start : start + chance.randint(1, 8)]
        else:
            parts[i:i] = [" ", *donor[start:]]
    return "".join(parts)


@pytest.mark.parametrize("seed", range(2))
def test_spoilt_texts_never_write(county: Store, engine: Engine, seed: int) -> None:
    """The store is open for reading here; what would write would fail with words about writing, or change the count."""
    chance = random.Random(seed)
    texts = BOTH + (EMBEDDED if engine == "embedded" else NEO4J)
    doors = [t for word, ts in BY_WORD.items() if not word.startswith("查询") for t in ts]
    before = county.query(_COUNT).to_pylist()
    through = 0
    for _ in range(800):
        try:
            admitted = admit(_spoilt(chance, texts, doors), engine)
        except (RefusedError, PortabilityError):
            continue
        through += 1
        try:
            county.query(admitted.within(50), PARAMETERS)
        except DaohuError as error:
            assert not any(word in str(error).lower() for word in ("read-only", "read only", "writing in read", "access mode", "/etc/", "csv")), admitted.text
    assert through > 10
    assert county.query(_COUNT).to_pylist() == before
