"""A demo county's year, loaded month by month into a register as its office would; made once for each class of tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from api.demo.year import WRONG, Year, make_year
from api.loading import approve, load, rollback
from graph.audit import audit
from graph.edition import Edition
from graph.register import Register, create
from graph.result import AuditResult
from graph.scheme import read_scheme
from graph.store import Store, open_store

HOUSEHOLDS, VILLAGES = 160, 10


@dataclass
class Loaded:
    """The year as the generator knows it, and the register that it was loaded into."""

    year: Year
    folder: Path
    register: Register
    scheme: str
    doubts: dict[int, list[str]]
    editions: dict[int, int]
    """Month → number of its edition."""
    results: dict[int, AuditResult] = field(default_factory=dict)

    def edition(self, month: int) -> Edition:
        return self.register.edition(self.editions[month])

    def audited(self, month: int) -> AuditResult:
        """A month's edition, audited as of the month's day by the checks whose truth is known."""
        if month not in self.results:
            with open_store("embedded", self.folder / f"store{month}") as store:
                self.results[month] = self.answer(store, self.edition(month), month)
        return self.results[month]

    def answer(self, store: Store, edition: Edition, month: int) -> AuditResult:
        """Fills a store with an edition and audits it."""
        scheme, known = read_scheme(self.scheme), {c.name for c in self.year.answers[month].checks}
        asked = replace(scheme, checks=tuple(c for c in scheme.checks if c.id in known))
        store.build(edition, names="plain")
        return audit(edition, store, asked, self.year.months[month - 1].office.day, verified=store.name == "embedded" and month in (1, 12))


def load_year(folder: Path, scheme: str, seed: int) -> Loaded:
    """All twelve months: each is loaded and approved, the wrong file with a second word; before the next month it is taken back."""
    folder.mkdir(parents=True, exist_ok=True)
    year = make_year(folder / "year", scheme, HOUSEHOLDS, seed, lambda *_: None, VILLAGES, folder / "truth")
    register = create(folder / "register")
    loaded = Loaded(year, folder, register, scheme, {}, {})
    for month in year.months:
        if month.number == WRONG + 1:
            rollback(register, loaded.editions[month.base])
        staged = load([folder / "year" / f"{month.number:02d}"], register, effect=False)
        loaded.editions[month.number], loaded.doubts[month.number] = staged.number, staged.doubts
        approve(register, staged.number, sure=bool(staged.doubts))
    return loaded


@pytest.fixture(scope="class")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The year of the class's SCHEME and SEED."""
    yield load_year(tmp_path_factory.mktemp("year"), request.cls.SCHEME, request.cls.SEED)
