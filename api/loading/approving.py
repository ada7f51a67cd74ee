"""Making an edition the current one: a new one after its comparison, an older one again; and removing those nobody needs."""

from __future__ import annotations

from graph.errors import EditionError
from graph.register import Register
from graph.store import Progress, silent
from loaders.merge.rebuilding import rebuild as make_whole

KEPT = 3
"""Approved editions that prune keeps unless told otherwise."""


def approve(register: Register, number: int, *, sure: bool = False) -> list[str]:
    """Make a staged edition the current one; returns what an interrupted run had left. Raises EditionError where it was made on an edition that
    is not current any more (it would undo what came between), or where it is doubtful and nobody said the second word (`sure`)."""
    with register.locked(f"设第 {number} 版为当前") as cleaned:
        edition = register.edition(number)
        if register.current == number:
            return cleaned
        base = edition.manifest.get("base")
        if base != register.current:
            made = f"第 {base} 版" if base else "空库"
            raise EditionError(f"第 {number} 版是在{made}上做的，现在的当前版次是第 {register.current} 版，直接启用会丢掉其间的变化。请把台账重新装载一次。")
        doubts = edition.manifest.get("doubts")
        if doubts and not sure:
            assert isinstance(doubts, list)
            listed = "\n".join(f"  - {one}" for one in doubts)
            raise EditionError(f"第 {number} 版有可疑之处，没有设为当前：\n{listed}\n核实无误后请加 --sure 再次确认；否则不必处理，它不影响当前版次。")
        register.make_current(number)
        register.log("approve", number, before=base, **({"sure": True} if doubts else {}))
    return cleaned


def rollback(register: Register, number: int) -> list[str]:
    """Make an edition current again that was current before. Raises EditionError for one that never was."""
    with register.locked(f"回到第 {number} 版") as cleaned:
        register.edition(number)
        if number not in register.approved():
            raise EditionError(f"第 {number} 版没有启用过，不能回退到它。要启用它：daohu editions approve {number} --register {register.folder}。")
        before = register.pointed
        if before != number:
            register.make_current(number)
            register.log("rollback", number, before=before)
    return cleaned


def prune(register: Register, keep: int = KEPT) -> tuple[list[int], list[str]]:
    """Remove old editions; the current one, the last `keep` approved ones and those that await approval stay. Returns their numbers."""
    if keep < 1:
        raise EditionError(f"至少要保留 1 个启用过的版次，不能是 {keep}。")
    with register.locked("清理旧版次") as cleaned:
        return register.prune(keep), cleaned


def rebuild(register: Register, number: int, progress: Progress = silent) -> tuple[list[str], list[str]]:
    """Put the damaged tables of an edition right from the ledgers kept; returns their names."""
    with register.locked(f"重建第 {number} 版") as cleaned:
        return make_whole(register, number, progress), cleaned
