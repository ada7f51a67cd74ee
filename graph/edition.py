"""A register edition: Parquet tables and a manifest, written whole or not at all, never changed afterwards.

::

    EDITION/
      manifest.json                       id, county, scheme, as_of, sources with checksums, counts, checksum of every table;
                                          in a register also number, base, inputs (loaders.merge.inputs), doubts
      nodes/<Label>.parquet               graph.schema.node_schema
      edges/<NAME>.<From>.<To>.parquet    graph.schema.edge_schema
      tables/<name>.parquet               problems, load, rejected rows, provenance …: not in the graph
      scheme/<name>.toml                  the scheme, where it is a user's own
      identity/<name>.parquet             id numbers, birth days, phones: own permissions, never in the graph
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from graph.durable import beside, rename, sync_tree
from graph.errors import EditionError
from graph.schema import EDGE, NODE, edge_schema, node_schema

FORMAT = 1
SCHEME_FOLDER = "scheme"
_ITSELF = "manifest"
"""The manifest's last key: the sha256 of its text without it."""
EdgeKey = tuple[str, str, str]
"""(edge type, from label, to label)."""


@dataclass
class Contents:
    """What an edition will hold. Labels and pairs without rows may be left out."""

    nodes: dict[str, pa.Table] = field(default_factory=dict)
    edges: dict[EdgeKey, pa.Table] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    identity: dict[str, pa.Table] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)
    """Goes into the manifest: county, county_name, scheme, as_of, sources, notices."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Further files by their path in the edition: a scheme of the user's own."""


@dataclass(frozen=True)
class Edition:
    """An edition on disk, read lazily."""

    folder: Path
    manifest: Mapping[str, object]

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    @property
    def scheme(self) -> str:
        """The scheme that it was made by: a name, or the path of the copy that it keeps of a user's own."""
        name = str(self.manifest["scheme"])
        own = self.folder / SCHEME_FOLDER / f"{name}.toml"
        return str(own) if own.exists() else name

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows per label and per edge type, e.g. ``{"Household": 2486, "CONTACTS": 5000}``."""
        stored = self.manifest["counts"]
        assert isinstance(stored, dict)
        return {str(k): int(v) for k, v in stored.items()}

    def nodes(self, label: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The table of a label (all columns, or those named); empty where the edition has none."""
        path = self.folder / "nodes" / f"{label}.parquet"
        if not path.exists():
            table = node_schema(label).empty_table()
            return table if columns is None else table.select(list(columns))
        return pq.read_table(path, columns=None if columns is None else list(columns))

    def edges(self, name: str) -> dict[EdgeKey, pa.Table]:
        """The tables of an edge type by label pair, those with rows only."""
        found = {}
        for source, target in EDGE[name].pairs:
            path = self.edge_path(name, source, target)
            if path.exists():
                found[name, source, target] = pq.read_table(path)
        return found

    def edge_rows(self, key: EdgeKey, columns: Sequence[str]) -> pa.Table:
        """These columns of an edge type's rows between two labels; empty where the edition has none."""
        path = self.edge_path(*key)
        return pq.read_table(path, columns=list(columns)) if path.exists() else edge_schema(key[0]).empty_table().select(list(columns))

    def edge_path(self, name: str, source: str, target: str) -> Path:
        return self.folder / "edges" / f"{name}.{source}.{target}.parquet"

    def table(self, name: str) -> pa.Table:
        """A table that is not part of the graph (problems, load, rejected …)."""
        return pq.read_table(self.folder / "tables" / f"{name}.parquet")

    def identity(self, name: str) -> pa.Table:
        """A table with id numbers or phones; whoever calls this answers for showing it."""
        return pq.read_table(self.folder / "identity" / f"{name}.parquet")

    def verify(self) -> None:
        """Compare every table with its checksum. Raises EditionError naming the damaged or missing files."""
        if found := self.damaged():
            state = "缺少" if not (self.folder / found[0]).exists() else "已损坏(校验和不符)"
            more = f"等 {len(found)} 个文件" if len(found) > 1 else ""
            step = "请用 daohu editions rebuild 由保存的台账重建，或从备份恢复，或改用较早的版次。"
            raise EditionError(f"版次 {self.id} 的文件 {found[0]}{more} {state}。{step}")

    def damaged(self) -> list[str]:
        """The files that are missing or are not what their checksum says."""
        stored = self.manifest["tables"]
        assert isinstance(stored, dict)
        return [name for name, checksum in stored.items() if not (self.folder / name).exists() or _checksum(self.folder / name) != checksum]


def read_edition(folder: Path) -> Edition:
    """Open an edition. Raises EditionError where there is none or its manifest cannot be read."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EditionError(f"{folder} 不是完整的版次：缺少 manifest.json。请从备份恢复，或改用较早的版次。") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise EditionError(f"{path} 已损坏，无法读取({error})。请从备份恢复，或改用较早的版次。") from None
    if not isinstance(manifest, dict) or manifest.pop(_ITSELF, "") != hashlib.sha256(_text(manifest).encode()).hexdigest():
        raise EditionError(f"{path} 已损坏(校验和不符)。请从备份恢复，或改用较早的版次。")
    if manifest.get("format") != FORMAT:
        raise EditionError(f"{folder} 的版次格式是 {manifest.get('format')}，本程序只认识 {FORMAT}。请换用相应版本的程序。")
    return Edition(folder, manifest)


def write_edition(folder: Path, contents: Contents) -> Edition:
    """Write an edition beside `folder` and rename it there: it appears whole or not at all.

    Tables are checked against the schema. Raises EditionError where `folder` exists, OSError where it cannot be written.
    """
    if folder.exists():
        raise EditionError(f"{folder} 已经存在；版次写成后不再改动。")
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = beside(folder)
    try:
        manifest = _write(staging, contents)
        sync_tree(staging)
        rename(staging, folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return Edition(folder, manifest)


def _write(staging: Path, contents: Contents) -> dict[str, object]:
    written: dict[str, str] = {}
    counts: dict[str, int] = {}
    for part in ("nodes", "edges", "tables", "identity"):
        (staging / part).mkdir(parents=True)
    (staging / "identity").chmod(0o700)

    def save(name: str, table: pa.Table) -> None:
        pq.write_table(table, staging / name, compression="zstd")
        written[name] = _checksum(staging / name)

    for label, table in contents.nodes.items():
        _require(table, node_schema(label), label)
        counts[label] = table.num_rows
        save(f"nodes/{label}.parquet", table)
    for (name, source, target), table in contents.edges.items():
        if (source, target) not in EDGE[name].pairs:
            raise EditionError(f"边 {name} 不连接 {source} 与 {target}。")
        _require(table, edge_schema(name), name)
        counts[name] = counts.get(name, 0) + table.num_rows
        save(f"edges/{name}.{source}.{target}.parquet", table)
    for name, table in contents.tables.items():
        save(f"tables/{name}.parquet", table)
    for name, table in contents.identity.items():
        save(f"identity/{name}.parquet", table)
    for name, data in contents.files.items():
        (staging / name).parent.mkdir(exist_ok=True)
        (staging / name).write_bytes(data)
        written[name] = _checksum(staging / name)
    graph_part = "\n".join(f"{k} {v}" for k, v in sorted(written.items()) if k.startswith(("nodes/", "edges/")))
    manifest: dict[str, object] = {
        "format": FORMAT,
        "id": hashlib.sha256(graph_part.encode()).hexdigest()[:16],
        **contents.about,
        "counts": {k: v for k, v in sorted(counts.items()) if k in NODE or k in EDGE},
        "tables": written,
    }
    own = hashlib.sha256(_text(manifest).encode()).hexdigest()
    (staging / "manifest.json").write_text(_text({**manifest, _ITSELF: own}), encoding="utf-8")
    return manifest


def _text(manifest: Mapping[str, object]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=1, default=str)


def _require(table: pa.Table, schema: pa.Schema, name: str) -> None:
    if table.schema.names != schema.names or table.schema.types != schema.types:
        raise EditionError(f"{name} 的列与模型不符：{table.schema.names} 而不是 {schema.names}。")
    nulls = [c for c in table.schema.names if table[c].null_count]
    if nulls:
        raise EditionError(f"{name} 的列 {nulls} 有空值；未知要写成空串或开放日期。")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
