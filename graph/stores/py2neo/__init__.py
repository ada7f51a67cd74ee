"""Neo4j over the `py2neo` package, for those who have it: the same store, another connection."""

from graph.stores.py2neo.store import Py2neoStore

__all__ = ["Py2neoStore"]
