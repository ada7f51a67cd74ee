"""A hand-made county with names that try to break out of a file."""

from __future__ import annotations

import pytest

from graph.edition import Edition
from graph.schema import OPEN_SINCE
from tests.checks.builder import BEFORE, Book, whole

HOSTILE = ['张"三', "李<b>四</b>", "王&五;", "赵\n六", "钱\r七", "=cmd|' /C calc'!A0", "\t孙八", "周,九", "+吴'十", "司马\x0b光", "尾 "]


def book() -> Book:
    """The county of tests/checks with heads of such names, and two edges that differ in nothing."""
    made = whole()
    for number, name in enumerate(HOSTILE):
        made.person(f"x{number}", name=name)
        made.lives(f"x{number}", "h1", since=BEFORE if number else OPEN_SINCE)
    made.household("hostile", "1湾", head=HOSTILE[5])
    for _ in range(2):
        made.contact("p5", "hostile")
    return made


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book().edition(tmp_path_factory.mktemp("edition") / "0001")
