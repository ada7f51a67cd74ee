"""A county to ask: a register's edition, one unit's part of it, or a copy on a server. Every question runs in a process of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import networkx as nx
import pyarrow as pa

from api.asking import values
from api.asking.answer import Answer
from api.asking.files import form_of, write_file
from api.asking.log import Entry, noted
from api.asking.network import network
from api.asking.telling import of_text, split_said
from api.asking.titled import for_people
from api.asking.units import COLUMNS, Unit, Units
from api.exporting import export
from api.work import Options, audited
from graph.edition import Edition
from graph.errors import EditionError, LimitError, QueryError
from graph.guard import admit
from graph.projection import Projected
from graph.queries import Query, query, search
from graph.result import AuditResult
from graph.running import Limits, Stream, Target, stream
from graph.schema import Property
from graph.scheme import read_scheme
from graph.store import Progress, silent
from graph.stores.contents import MARK_LABEL, Filling, source
from graph.structure import Organisations, organisations

_DAY = f"MATCH (e:{MARK_LABEL}) RETURN e.as_of AS as_of"
_WITHIN = (
    "这里只有本单元范围内的户，说明里“本单元以外”的户不在图里，数不到：户数可能偏少，行可能多或少。"
    "联系人以一种机制在全县联系的户数是 CONTACTS 的 load 属性（版次当日）；要准确的行，请在全县的库里问。"
)
_UNITS = f"MATCH (u:Unit) RETURN {', '.join(f'u.{c} AS {c}' for c in COLUMNS)} ORDER BY id"
_HOUSEHOLDS = """MATCH (h:Household)-[:PART_OF]->(u:Unit) WHERE h.id = $said OR h.id = $code OR h.code = $code
RETURN h.id AS id, u.path AS path ORDER BY id LIMIT 1000"""


@dataclass(frozen=True)
class Running:
    """A question that runs: its rows as they come, its text as the engine got it, and what the guard warned of."""

    stream: Stream
    text: str
    parameters: Mapping[str, object]
    admitted: tuple[str, ...]
    question: Query | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the guard warned of, and, once all rows are read, what there is to say of the store."""
        return (*self.admitted, *([self.stream.warning] if self.stream.warning else []))

    def answer(self, limits: Limits) -> Answer:
        """All rows, in this process, which has no limit of its own: as much as the worker may have. Raises LimitError for more."""
        batches, size = [], 0
        for batch in self.stream:
            batches.append(batch)
            size += batch.nbytes
            if size > limits.memory:
                raise LimitError(f"结果超过 {limits.memory >> 20} MB，内存放不下。请缩小范围或先汇总再取；整份导出请写到文件（write、--out）。")
        table = pa.Table.from_batches(batches, schema=self.stream.schema)
        return Answer(table, self.stream.cut, self.warnings, self.stream.seconds, self.question)


@dataclass(frozen=True)
class Asked:
    """A question made ready: its text, the text that is sent (perhaps with a LIMIT more), typed parameters, the guard's warnings."""

    text: str
    sent: str
    parameters: Mapping[str, object]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A file of all rows of a question."""

    path: Path
    rows: int
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class County:
    """What `open_county` opened. `edition` is None for a server, of which only the store is known."""

    name: str
    target: Target
    log: Path
    user: str
    edition: Edition | None = None
    number: int | None = None
    unit_id: str = ""
    extra: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)

    @property
    def engine(self) -> Literal["embedded", "neo4j"]:
        """Which engine answers."""
        return "neo4j" if self.target.address else "embedded"

    @cached_property
    def day(self) -> dt.date:
        """The day of the edition; of a copy on a server that an older program pushed, which does not say it, today."""
        if self.edition is not None:
            return dt.date.fromisoformat(str(self.edition.manifest["as_of"]))
        with stream(self.target, _DAY, {}, Limits()) as read:
            said = pa.Table.from_batches(list(read), schema=read.schema)["as_of"].to_pylist()
        return dt.date.fromisoformat(said[0]) if said and said[0] else dt.date.today()

    def questions(self, words: str = "") -> list[Query]:
        """The questions of the library about some words (Chinese, or of their names), best first; all of them without words."""
        return search(words)

    def ask(self, question: str, limits: Limits | None = None, **parameters: object) -> Answer:
        """Ask a question of the library by name.

        Parameters are given as the question's types (`questions()` tells them) or as people write them: a unit by id, code, name or
        path, a day as 2024-06-30 or 2024年6月30日, several texts as ``联户长|好邻居``.

        Raises QueryError for an unknown question, a missing or wrong parameter, LimitError where it ran into a limit.
        """
        with self.running(question=question, parameters=parameters, limits=limits) as found:
            return found.answer(limits or Limits())

    def cypher(self, text: str, parameters: Mapping[str, object] | None = None, limits: Limits | None = None) -> Answer:
        """Ask a text of one's own; the guard reads it first.

        Raises RefusedError for what the guard does not let through, QueryError where the engine cannot answer it, LimitError where it
        ran into a limit.
        """
        with self.running(text=text, parameters=parameters, limits=limits) as found:
            return found.answer(limits or Limits())

    def write(
        self, path: Path, form: str = "", *, question: str = "", text: str = "", parameters: Mapping[str, object] | None = None,
        limits: Limits | None = None, said: Sequence[str] = (),
    ) -> Written:  # fmt: skip
        """Ask, and write all rows to a file (csv, json, xlsx, arrow) as they come: complete, or no file at all.

        Raises as `ask` and `cypher` do, LimitError where there are more rows than `limits` allow, OutputError where it cannot be written.
        """
        chosen = form_of(path, form)
        with self.running(question=question, text=text, parameters=parameters, limits=limits, said=said) as found:
            done = write_file(path, chosen, for_people(found.stream, found.question, chosen), found.stream.require_whole)
            return Written(done, found.stream.rows, found.warnings, found.stream.seconds)

    @contextmanager
    def running(
        self, *, question: str = "", text: str = "", parameters: Mapping[str, object] | None = None, limits: Limits | None = None, said: Sequence[str] = ()
    ) -> Iterator[Running]:
        """A question by name, or a text, whose rows are read as they come; `said` are parameters as written: ``name=value``.

        Raises, also while rows are read, as `ask` and `cypher` do.
        """
        limits, given = limits or Limits(), dict(parameters or {})
        entry = Entry(self.user, self.engine, self.name, question, text, {**given, **({"said": list(said)} if said else {})})
        with noted(self.log, entry):
            asked = self._question(question, given, said) if question else self._text(text, given, said, limits)
            entry.parameters = asked.parameters
            with stream(self.target, asked.sent, asked.parameters, limits) as rows:
                try:
                    yield Running(rows, asked.text, asked.parameters, asked.warnings, query(question) if question else None)
                finally:
                    entry.rows = rows.rows
                entry.outcome = "cut" if rows.cut else "done"

    def explain(self, *, question: str = "", text: str = "", parameters: Mapping[str, object] | None = None, said: Sequence[str] = ()) -> Asked:
        """What would run: the text as the engine gets it, its parameters, and what the guard warns of. Raises as `ask` and `cypher` do."""
        given = dict(parameters or {})
        return self._question(question, given, said) if question else self._text(text, given, said, Limits())

    def _question(self, name: str, given: dict[str, object], said: Sequence[str]) -> Asked:
        asked = query(name)
        given |= {key: value for key, (_, value) in split_said(said).items()}
        found = values.of_question(asked, given, self.day, lambda unit: self.unit(unit).id, self.household)
        return Asked(asked.text, asked.text, found, (_WITHIN,) if self.unit_id and "本单元以外" in asked.doc else ())

    def _text(self, text: str, given: dict[str, object], said: Sequence[str], limits: Limits) -> Asked:
        admitted = admit(text, self.engine, extra=self.extra)
        given |= of_text(admitted.text, said, self.extra)
        used = "、".join(f"${name}" for name in admitted.parameters) or "无"
        if unused := [name for name in given if name not in admitted.parameters]:
            raise QueryError(f"查询里没有参数 {'、'.join('$' + n for n in unused)}；有的是 {used}。请改成一样。")
        sent = admitted.within(limits.rows + 1) if limits.rows else admitted.text
        return Asked(admitted.text, sent, given, admitted.warnings)

    @cached_property
    def _units(self) -> Units:
        if self.edition is not None and not self.unit_id:
            return Units(self.edition.nodes("Unit", COLUMNS))
        with stream(self.target, _UNITS, {}, Limits()) as found:
            return Units(pa.Table.from_batches(list(found), schema=found.schema))

    def units(self, level: int | None = None) -> list[Unit]:
        """The units that the store holds, those of a level where one is given (2 镇街, 3 村社区 …)."""
        return [u for u in self._units if level in (None, u.level)]

    def unit(self, said: str) -> Unit:
        """The unit that somebody means by an id, a code, a name or a path; `county` is the top one.

        Raises QueryError with the candidates where it is none or several.
        """
        if self.unit_id and said == "county":
            said = self.unit_id
        return self._units.find(said)

    def household(self, said: str) -> str:
        """The id of a household by its id or 户号, with the village before it (``金山村/0012``) where several villages have that number.

        Raises QueryError with the candidates where it is none or several.
        """
        village, _, code = said.rpartition("/")
        with stream(self.target, _HOUSEHOLDS, {"said": said, "code": code}, Limits()) as read:
            rows = pa.Table.from_batches(list(read), schema=read.schema).to_pylist()
        if any(row["id"] == said for row in rows):
            return said
        rows = [row for row in rows if f"/{village}/" in f"/{row['path']}/"] if village else rows
        found = sorted({row["id"] for row in rows})
        if len(found) == 1:
            return str(found[0])
        if not found:
            raise QueryError(f"没有户“{said}”。请写户号、标识，或“村名/户号”。")
        places = "；".join(f"{row['path']}（{row['id']}）" for row in rows[:10])
        raise QueryError(f"户号“{said}”有几户：{places}{f'等 {len(found)} 户' if len(found) > 10 else ''}。请写“村名/户号”，或标识。")

    def evidence(self, household: str) -> Answer:
        """Why a household (id or 户号) counts, or does not: every contact and membership with the ledger row that said so."""
        return self.ask("household_evidence", household=household)

    def graph(self, labels: Sequence[str] | None = None, edges: Sequence[str] | None = None, names: str = "masked") -> nx.MultiDiGraph:
        """The graph for networkx: nodes ``Label:id``, edges by their type, all properties; only some labels and edge types where given.

        Each row becomes a Python object: good for organisations and for a town, slow for all persons of a county. Raises EditionError on a server.
        """
        return network(self._contents(names), labels, edges)

    def organisations(self, as_of: dt.date | None = None) -> Organisations:
        """What `graph.structure` asks about: units, bodies, posts, masked names. Raises EditionError on a server or a unit's part."""
        return organisations(self._whole("组织结构"), as_of or self.day)

    def audit(self, scheme: str = "", as_of: dt.date | None = None, progress: Progress = silent) -> AuditResult:
        """The audit's tables, computed twice as `daohu audit` does, nothing written. Raises EditionError on a server or a unit's part."""
        edition = self._whole("审计")
        assert self.target.file is not None
        return audited(edition, self.target.file.parent, read_scheme(scheme or edition.scheme), as_of or self.day, Options(), progress)

    def export(self, form: str, out: Path | str, names: str = "masked", only: Sequence[str] = (), progress: Progress = silent) -> list[Path]:
        """The graph as files in a folder (graphml, gexf, parquet, csv; see `api.exporting`): whole or not at all. Raises EditionError on a server."""
        return export(self._contents(names), form, Path(out), names=names, only=only, progress=progress).files

    def _contents(self, names: str) -> Filling:
        if self.edition is None:
            raise EditionError(f"图要从登记库的版次取，{self.name} 是服务器。请用 open_county(登记库) 打开。")
        return Projected(self.edition, self.unit_id) if self.unit_id else source(self.edition, names)

    def _whole(self, what: str) -> Edition:
        if self.edition is None or self.unit_id:
            raise EditionError(f"{what}要整个登记库的版次，{self.name} 不是。请用 open_county(登记库) 打开，不给 unit。")
        return self.edition
