"""A checked copy that nobody changed says exactly what its original said."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.demo import make_demo
from tests.checked.county import replaced, same


@pytest.mark.parametrize(("scheme", "least"), [("zhijiang", 45), ("enyang", 30), ("yangzhou", 18), ("xinyang", 20)])
def test_every_file_of_a_demo_county(tmp_path: Path, scheme: str, least: int) -> None:
    make_demo(tmp_path / "in", scheme, 24, 7)
    before, after, names = replaced(tmp_path / "in", tmp_path / "out")
    same(before, after, names)
    assert len(names) >= least and len(before.world.problems.frame()) >= 10
    corrects = {str(s["file"]): s["corrects"] for s in after.sources}
    assert {c: (o["file"], o["checksum"]) for c, o in corrects.items() if isinstance(o, dict)} == {c: (f, before.checksums[f]) for c, f in names.items()}
