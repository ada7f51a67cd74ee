"""A register's current edition onto a Neo4j server, by the difference from what the server holds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from graph.edition import Edition
from graph.errors import EditionError, StoreError
from graph.register import Register
from graph.store import Progress, open_store, silent


@dataclass(frozen=True)
class Pushed:
    """The edition that the server now holds, and what was done, in words."""

    edition: Edition
    done: str


def push(
    register: Register, address: str, *, names: str = "masked", replace: bool = False, complete: bool = False, progress: Progress = silent
) -> Pushed:  # fmt: skip
    """Bring the server at `address` to the current edition; an unfinished push is finished first.

    `names` is ``masked`` or ``plain``; `replace` allows to clear what cannot be brought there by a difference; `complete` reads
    the whole copy back at the end. Raises StoreError for a server that cannot be brought there, and for the embedded store.
    """
    edition = register.edition()
    with open_store(address, register.folder) as store:
        if store.name == "embedded":
            raise StoreError("内嵌图库不用推送：daohu audit 和 daohu query 会自行建立。--store 请写 bolt:// 或 neo4j:// 地址。")
        from graph.stores.neo4j import Neo4jStore

        assert isinstance(store, Neo4jStore)
        done = store.bring(edition, names=names, find=lambda wanted: _by_id(register, wanted), replace=replace, complete=complete, progress=progress)
    with suppress(OSError):  # whoever may only read a register may push it
        register.log("push", register.current, store=address, names=names, done=done)
    return Pushed(edition, done)


def _by_id(register: Register, wanted: str) -> Edition | None:
    """An edition by its id, the newest that has it; None where none has, or it is damaged: then no difference can be computed."""
    for number in reversed(register.numbers()):
        try:
            edition = register.edition(number)
            if edition.id == wanted:
                edition.verify()
                return edition
        except EditionError:
            continue
    return None
