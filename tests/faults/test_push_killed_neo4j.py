"""A push that is killed leaves a copy that is whole or refused, and the same command brings it to the end."""

from __future__ import annotations

import random
from collections import Counter

from graph.stores.neo4j import Neo4jStore
from tests.faults.conftest import MOMENTS, SEED, Ground
from tests.neo4j_server.server import Server


def test_killed_at_a_random_moment(ground: Ground, neo4j_server: Server) -> None:
    folder = ground.fresh("push", "many")
    ground.runner.environment |= neo4j_server.environment
    push = ("push", "--register", folder, "--store", neo4j_server.address)
    query = ("query", "units", "--store", neo4j_server.address, "--param", "as_of=2024-08-31", "--format", "json")
    with Neo4jStore(neo4j_server.address) as store:
        store.clear()
    for number in (1, 4, 1, 4):
        assert ground.runner.run("editions", "rollback", "--register", folder, number).code == 0
        full = ground.runner.learn(*push)
        assert full.code == 0, full
    dice, found = random.Random(f"{SEED} push"), Counter[str]()
    for moment in range(round(MOMENTS * 0.2) or 3):
        assert ground.runner.run("editions", "rollback", "--register", folder, (1, 4)[moment % 2]).code == 0
        ended = ground.runner.run(*push, kill_after=dice.uniform(0, full.seconds))
        asked = ground.runner.run(*query)
        assert asked.code == 0 or (asked.code == 2 and "没有完成" in asked.err), asked
        full = full if ended.killed else min(full, ended, key=lambda one: one.seconds)
        found["killed" if ended.killed else "finished"] += 1
        found["whole" if asked.code == 0 else "refused"] += 1
        again = ground.runner.run(*push, "--verify")
        assert again.code == 0, (ended, again)
        assert ground.runner.run(*query).code == 0
    print(f"\npush: {sum(found.values()) // 2} moments in {full.seconds:.2f} s, none bad: {dict(sorted(found.items()))}")
    with Neo4jStore(neo4j_server.address) as store:
        store.clear()
    assert found["killed"]
