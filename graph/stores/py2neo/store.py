"""The py2neo store: what the Neo4j store does, over a package that is no longer maintained (extra ``daohu[py2neo]``)."""

from __future__ import annotations

import warnings

from graph.errors import StoreError
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.link import Link

PREFIX = "py2neo+"
"""Before the scheme of an address: ``py2neo+bolt://host:port``."""
NOTICE = "py2neo 已停止维护(最后一版 2021.2.4，只到 Bolt 4.3)，以后的 Neo4j 可能连不上。没有特别的理由，请用自带的驱动：地址去掉 py2neo+ 即可。"
_MISSING = "没有安装 py2neo。请运行 pip install daohu[py2neo]；或去掉地址里的 py2neo+，用自带的驱动。"


class Py2neoStore(Neo4jStore):
    """An edition on the server at `address` (``py2neo+`` before bolt or neo4j, with +s or +ssc).

    Opening it warns that the package is no longer maintained. Raises StoreError where it is not installed.
    """

    def _link(self, address: str) -> Link:
        try:
            from graph.stores.py2neo.connection import Py2neoConnection
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[0] == "graph":
                raise
            raise StoreError(_MISSING) from None
        warnings.warn(NOTICE, stacklevel=3)
        return Py2neoConnection(address, address.removeprefix(PREFIX))
