"""The Neo4j store: an edition as a copy on a server, brought from one edition to the next by their difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Self

import pyarrow as pa

from graph.difference import BATCH, Plan, difference, fingerprint
from graph.edition import Edition
from graph.errors import StoreError
from graph.store import EditionMark, Progress, silent
from graph.stores.contents import LOADING, MARK_LABEL, MOVING, WHOLE, Source, differences, source
from graph.stores.neo4j import indexes, marking, moving, proving
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.link import Link
from graph.stores.neo4j.marking import Mark
from graph.stores.parameters import bind
from graph.stores.rows import Sum, added, wrong_keys
from graph.stores.streaming import record_batches
from graph.stores.values import column, types_of

Find = Callable[[str], Edition | None]
"""An edition by its id, None where it is no longer at hand."""


def nowhere(_id: str) -> Edition | None:
    """No other edition is at hand."""
    return None


class Neo4jStore:
    """An edition on the server at `address` (bolt or neo4j, with +s or +ssc); it is reached on first use.

    Raises StoreError where no password is set.
    """

    def __init__(self, address: str, *, batch: int = BATCH) -> None:
        self.name = address
        self.batch = batch
        self._connection = self._link(address)
        self._checked = False
        self.doubted = False
        """Whether others wrote to the server since its push, and nobody read the copy back."""
        self._proved_at: str | None = None
        """The transaction at which everything was last read back and right."""

    def _link(self, address: str) -> Link:
        """The connection by which the server is reached."""
        return Connection(address)

    def mark(self, *, read_back: bool = True) -> EditionMark | None:
        held = marking.counts(self._connection)
        if not held[marking.ALL_NODES]:
            return None
        mark = marking.read_mark(self._connection)
        if mark is None or not mark.known:
            return EditionMark("", whole=False, counts={}, ours=mark is not None)
        whole = mark.whole and not differences(marking.expected(mark.counts), held) and self._untouched(mark, read_back=read_back)
        return EditionMark(mark.id, whole=whole, counts=mark.counts, names=mark.names, target=mark.target)

    def build(self, edition: Edition, *, names: str = "plain", progress: Progress = silent) -> None:
        contents = source(edition, names)
        if marking.counts(self._connection)[marking.ALL_NODES]:
            raise StoreError(f"{self.name} 里已有数据，没有写入。确认可以清空后加 --replace 重来，或换一台空的 Neo4j。")
        self._load(contents, progress)

    def bring(
        self, edition: Edition, *, names: str = "masked", find: Find = nowhere, replace: bool = False, complete: bool = False, progress: Progress = silent
    ) -> str:
        """See to it that the server holds exactly this edition; an unfinished push is finished first. Returns what was done, in words.

        `find` gives the editions between which a difference can be computed; `complete` reads everything back at the end, as a
        full load always does; `replace` allows to clear what cannot be brought there. Raises StoreError where the copy was
        changed by other hands, where it cannot go on without `replace`, or where what it holds at the end is not the edition.
        """
        wanted = source(edition, names)
        others = {edition.id: edition}

        def at_hand(wanted_id: str) -> Edition | None:
            return others.get(wanted_id) or find(wanted_id)

        held = self.mark()
        if held is None:
            self._load(wanted, progress)
            return "已全部写入"
        mark = marking.read_mark(self._connection)
        why = self._obstacle(mark, held, names, at_hand)
        if why and not replace:
            raise StoreError(f"{why}确认可以清空重写时请加 --replace。")
        if why or mark is None:
            self.clear()
            self._load(wanted, progress)
            return "已清空并全部写入"
        done = "副本已是这一版，没有改动"
        if mark.target:
            goal = at_hand(mark.target)
            assert goal is not None
            self._resume(mark, source(goal, names), at_hand, progress)
            mark = marking.read_mark(self._connection)
            assert mark is not None
            done = "已接着完成上次中断的推送"
        if mark.id != edition.id:
            base = at_hand(mark.id)
            assert base is not None
            self._move(source(base, names), wanted, mark, progress, complete=complete)
            return "已按差异更新"
        if indexes.ensure(self._connection):
            done += "，补建了索引"
        now = self._stamp_now()
        if complete or mark.stamp != now:
            # Somebody wrote since the last push, and changed nothing that counts: a new stamp makes the next look quick again.
            nothing = None if complete or self._proved_at != now else difference(wanted, wanted)
            self._finish(wanted, mark.sums, progress, plan=nothing)
            done += "，内容逐行核对无误"
        return done

    def clear(self) -> None:
        self._checked = False
        # The mark goes first, then edges: a unit has 100,000 of them, too many for one transaction with their node.
        for text in (
            f"MATCH (e:{MARK_LABEL}) WITH e LIMIT $n DETACH DELETE e RETURN count(*) AS n",
            "MATCH ()-[r]->() WITH r LIMIT $n DELETE r RETURN count(*) AS n",
            "MATCH (x) WITH x LIMIT $n DETACH DELETE x RETURN count(*) AS n",
        ):
            while self._connection.run(text, {"n": BATCH})[0][0]:
                pass

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        bound = bind(text, parameters)
        self._require_whole()
        keys, rows = self._connection.read(text, bound)
        values: Iterator[tuple[object, ...]] = zip(*rows, strict=True) if rows else iter([()] * len(keys))
        typed = types_of(text)
        plain = self._connection.plain
        columns = [column(key, [plain(v) for v in found], typed.get(key)) for key, found in zip(keys, values, strict=True)]
        return pa.Table.from_arrays(columns, names=keys)

    def stream(
        self, text: str, parameters: Mapping[str, object] | None = None, *, seconds: float, batch: int = 10_000, read_back: bool = True
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a read query as record batches of one schema, at least one, fetched as they are taken.

        Whoever stops taking ends the query. Without `read_back` a copy that others wrote to since its push is judged by its mark and its
        counts, not read back row by row; `doubted` says so. Raises LimitError where the server ran out of the seconds or of its own memory limit.
        """
        bound = bind(text, parameters)
        self._require_whole(read_back=read_back)
        plain = self._connection.plain
        with self._connection.streamed(text, bound, seconds=seconds, size=batch) as (keys, chunks):
            yield from record_batches(keys, ([[plain(v) for v in row] for row in rows] for rows in chunks), types_of(text))

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _require_whole(self, *, read_back: bool = True) -> None:
        """Refuse to read rows from a copy that is not whole; asked once per store."""
        if self._checked:
            return
        mark = self.mark(read_back=read_back)
        if mark is None:
            raise StoreError(f"{self.name} 是空的。请先推送一个版次(daohu push)。")
        if not mark.id:
            raise StoreError(f"{self.name} 里{_not_ours(mark)}。请换一台 Neo4j，或确认可以清空后加 --replace 重新推送。")
        if mark.target:
            raise StoreError(f"{self.name} 上到版次 {mark.target} 的推送没有完成，副本不完整。请再运行一次 daohu push，从中断处继续；或加 --replace 重新推送。")
        if not mark.whole:
            raise StoreError(f"{self.name} 里版次 {mark.id} 的副本不完整(推送中断，或被别人改过)。请加 --replace 重新推送。")
        self._checked = read_back

    def _untouched(self, mark: Mark, *, read_back: bool = True) -> bool:
        """Whether the contents are those that were proved: nobody wrote since then, or else everything is read and compared."""
        now = self._stamp_now()
        if mark.stamp and mark.stamp == now:
            return True
        if not read_back:
            self.doubted = True
            return True
        if not now or self._proved_at != now:
            if wrong_keys(mark.sums, proving.read_back(self._connection, mark.sums)):
                return False
            self._proved_at = now
        return True

    def _stamp_now(self) -> str:
        self._connection.rows("RETURN 1 AS one")
        return marking.stamped(self._connection)

    def _obstacle(self, mark: Mark | None, held: EditionMark, names: str, find: Find) -> str:
        """Why a copy cannot be brought further by a difference, as a sentence; empty where it can."""
        if mark is None or not mark.known:
            return f"{self.name} 里{_not_ours(held)}，没有写入。"
        if mark.names != names:
            return f"{self.name} 上版次 {mark.id} 的姓名写法是 {mark.names}，与要推送的 {names} 不同，不能按差异更新。"
        if mark.target:
            if find(mark.target) is None or (mark.base and find(mark.base) is None):
                return f"{self.name} 上从{_named(mark.base)}到版次 {mark.target} 的推送没有完成，登记库里已没有这两版，无法接着做。"
            return ""
        if not held.whole:
            return f"{self.name} 上版次 {mark.id} 的副本被别人改过，与推送时的内容不符，没有写入。"
        return "" if find(mark.id) is not None else f"{self.name} 上是版次 {mark.id}，登记库里没有这一版，算不出差异。"

    def _load(self, target: Source, progress: Progress) -> None:
        """A full load of an empty server."""
        said = {**target.mark(LOADING), "target": target.edition.id, "fingerprint": fingerprint(None, target, self.batch), "batch": self.batch}
        self._checked = False
        self._connection.run(f"CREATE (e:{MARK_LABEL}) SET e = $mark", {"mark": marking.properties(said, {})})
        self._walk(None, target, Mark(known=True, step=0, batch=self.batch), progress, complete=True)

    def _move(self, base: Source, target: Source, mark: Mark, progress: Progress, *, complete: bool) -> None:
        """From one whole edition to another."""
        self._checked = False
        said = {"state": MOVING, "target": target.edition.id, "fingerprint": fingerprint(base, target, self.batch), "batch": self.batch, "step": 0, "stamp": ""}
        begun = self._connection.run(
            f"MATCH (e:{MARK_LABEL} {{id: $id, state: $state}}) SET e += $said RETURN count(e)", {"id": mark.id, "state": WHOLE, "said": said}
        )
        if begun[0][0] != 1:
            raise StoreError(f"{self.name} 上另有一次推送刚刚开始。请等它结束后再推送。")
        self._walk(base, target, Mark(known=True, step=0, batch=self.batch, sums=mark.sums), progress, complete=complete)

    def _resume(self, mark: Mark, target: Source, find: Find, progress: Progress) -> None:
        """Finish the move of a mark. What happened between the kill and now nobody watched, so everything is read back."""
        self._checked = False
        base = find(mark.base) if mark.base else None
        origin = source(base, mark.names) if base else None
        if fingerprint(origin, target, mark.batch) != mark.fingerprint:
            raise StoreError(f"{self.name} 上到版次 {mark.target} 的推送是由另一版本的程序开始的，无法接着做。请加 --replace 重新推送。")
        self._walk(origin, target, mark, progress, complete=True)

    def _walk(self, base: Source | None, target: Source, mark: Mark, progress: Progress, *, complete: bool) -> None:
        indexes.ensure(self._connection)
        plan = difference(base, target, mark.batch)
        moving.walk(self._connection, plan, mark.step, progress)
        sums = added(mark.sums if base else {}, plan.change)
        self._finish(target, sums, progress, plan=None if complete else plan)

    def _finish(self, target: Source, sums: Mapping[str, Sum], progress: Progress, plan: Plan | None) -> None:
        """Prove the contents, everything or what `plan` touched, and write the mark of a whole copy."""
        connection = self._connection
        edition = target.edition
        if wrong := differences(marking.expected(edition.counts), marking.counts(connection)):
            raise StoreError(f"{self.name} 里的数量与版次 {edition.id} 不符：{wrong}。这份副本不完整，请加 --replace 重新推送。")
        # The last transaction before the proof, so that one that comes in between is not taken for proved.
        stamp = marking.stamped(connection, later=1)
        if plan is not None:
            wrong_in = [] if proving.touched(connection, plan, progress) else ["本次改动的行"]
        else:
            wrong_in = wrong_keys(sums, proving.read_back(connection, sums, progress))
        if wrong_in:
            raise StoreError(f"{self.name} 里的内容与版次 {edition.id} 不符：{'、'.join(wrong_in)}。这份副本不完整，请加 --replace 重新推送。")
        mark = marking.properties(target.mark(WHOLE), sums, stamp=stamp)
        connection.run(f"MATCH (e:{MARK_LABEL}) SET e = $mark", {"mark": mark})


def _not_ours(mark: EditionMark) -> str:
    return "副本的标记已损坏，或由旧版本的程序写成" if mark.ours else "不是到户的数据"


def _named(edition: str) -> str:
    return f"版次 {edition} " if edition else "空库"
