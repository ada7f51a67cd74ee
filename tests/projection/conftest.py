"""A demo county, small and with the usual mess, and a hand-made one of two towns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from api.demo import make_demo
from graph.edition import Contents, Edition, write_edition
from graph.projection import Projected, project
from graph.schema import edge_schema, node_schema
from graph.scheme import read_scheme
from graph.stores.embedded import EmbeddedStore
from loaders.settings import read_settings
from loaders.stage import stage
from tests.projection.county import two_towns

SEED = 5


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """An edition of 60 fictional households."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder / "ledgers", "zhijiang", households=60, seed=SEED)
    settings = read_settings([folder / "ledgers"])
    return stage([folder / "ledgers"], folder / "edition", read_scheme("zhijiang"), settings, settings.day)[0]


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The hand-made county."""
    return two_towns().edition(tmp_path_factory.mktemp("towns") / "0001")


Ask = Callable[..., list[dict[str, object]]]


@pytest.fixture(scope="session")
def village(towns: Edition, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Ask the projection of 甲一村."""
    with EmbeddedStore(project(towns, "v1", tmp_path_factory.mktemp("village"))) as store:
        return lambda text, **parameters: store.query(text, parameters).to_pylist()


def as_edition(part: Projected, folder: Path) -> Edition:
    """A projection's tables as an edition without the extra columns, so that an audit may be asked of it."""
    whole = part.edition
    contents = Contents(about={k: v for k, v in whole.manifest.items() if k not in ("format", "id", "counts", "tables")})
    contents.nodes = {label: _plain(table, node_schema(label)) for label, table in part.nodes()}
    contents.edges = {key: _plain(table, edge_schema(key[0])) for key, table in part.edges()}
    contents.tables = {path.stem: whole.table(path.stem) for path in (whole.folder / "tables").glob("*.parquet")}
    return write_edition(folder, contents)


def _plain(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema)


def day_of(edition: Edition) -> dt.date:
    return dt.date.fromisoformat(str(edition.manifest["as_of"]))
