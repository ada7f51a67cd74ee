"""The smallest register with an approved edition: two villages, three households, one system; made in a second."""

from __future__ import annotations

from pathlib import Path

from api import loading
from graph.register import Register, create
from tests.cli.running import CONTACTS, tiny, write


def small_register(folder: Path) -> Register:
    """One approved edition, its graph file built."""
    register = create(folder / "登记库")
    (folder / "青山.toml").write_text('title = "青山县方案"\nsystems = ["C6"]\n', encoding="utf-8")
    found = loading.load([tiny(folder / "台账")], register, str(folder / "青山.toml"))
    loading.approve(register, found.number, sure=True)
    return register


def stage_a_loss(register: Register, folder: Path) -> int:
    """A second edition, staged: one of the two contacts of a village is gone, and the ledger says an earlier day, which is doubtful."""
    write(folder / "下月" / "联户长台账.csv", [CONTACTS[0], CONTACTS[2]])
    (folder / "下月" / "daohu.toml").write_text("as_of = 2024-05-30\n", encoding="utf-8")
    return loading.load([folder / "下月"], register).number
