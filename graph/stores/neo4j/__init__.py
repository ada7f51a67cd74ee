"""Neo4j over Bolt: the store, its connection, its mark, the steps of a push and the proof of what a server holds."""

from graph.stores.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore"]
