"""Opening a county: a register's edition with its store seen to, a unit's part of it, or a server."""

from __future__ import annotations

from pathlib import Path

from api.asking.county import County
from api.asking.log import NAME, home
from api.asking.units import COLUMNS, Units
from api.work import fill
from graph.errors import EditionError
from graph.private import protect
from graph.projection import EXTRA, project
from graph.register import Register, open_register
from graph.register.journal import user as account
from graph.running import Target
from graph.store import Progress, silent
from graph.stores.embedded import EmbeddedStore

STORE = "daohu.lbug"


def open_county(
    register: str | Path | Register | None = None, *, edition: int | None = None, unit: str = "", store: str = "", user: str = "", progress: Progress = silent
) -> County:
    """A county to ask questions of.

    `register` is a register's folder; `edition` its number (else the current one); `unit` (id, code, name or path) opens that unit's part
    alone, with masked names. `store` is a server's address instead (bolt, neo4j), reached with NEO4J_USERNAME and NEO4J_PASSWORD. `user`
    stands in the log of queries (else DAOHU_USER, else the account). The store's file is built where it is not there.

    Raises EditionError, StoreError or QueryError where there is no such register, edition, server or unit.
    """
    if (register is None) == (not store):
        raise EditionError("请给出登记库，或给出服务器地址(store)，二者选一。")
    if register is None:
        if unit or edition is not None:
            raise EditionError("服务器上只有一份副本，不能选版次或单元。请改用登记库。")
        return County(store, Target(address=store), home(), user or account())
    there = register if isinstance(register, Register) else open_register(Path(register))
    protect(there.folder)
    found = there.edition(edition)
    number = int(found.folder.name)
    folder = there.store_folder(number)
    folder.mkdir(parents=True, exist_ok=True)
    log, name = there.folder / NAME, f"第 {number} 版 {found.id}"
    if unit:
        within = Units(found.nodes("Unit", COLUMNS)).find(unit)
        file = project(found, within.id, folder, progress)
        return County(f"{name} {within.path}", Target(file), log, user or account(), found, number, within.id, EXTRA)
    with EmbeddedStore(folder / STORE) as file_store:
        fill(file_store, found, folder, names="plain", progress=progress)
    return County(name, Target(folder / STORE), log, user or account(), found, number)
