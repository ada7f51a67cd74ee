"""What goes between the caller and the worker: a request as JSON, rows as an Arrow stream, the end as the metadata of its last batch."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from graph.errors import DaohuError, LimitError, QueryError, StoreError

END = b"daohu"
"""The key of the metadata of the last batch, which has no rows: the end as JSON."""
_ERRORS = {"QueryError": QueryError, "LimitError": LimitError, "StoreError": StoreError}


@dataclass(frozen=True)
class Request:
    """One query for a worker; `file` or `address` is the store, `pool` and `mapped` are bytes for the embedded engine."""

    text: str
    parameters: Mapping[str, object]
    file: str
    address: str
    seconds: float
    rows: int
    memory: int
    pool: int
    mapped: int
    threads: int

    def encode(self) -> bytes:
        """As bytes. Raises QueryError for a parameter that no query can have."""
        return json.dumps({**asdict(self), "parameters": {k: _packed(v) for k, v in self.parameters.items()}}).encode()


def decode(data: bytes) -> Request:
    """What `Request.encode` wrote."""
    told = json.loads(data)
    return Request(**{**told, "parameters": {k: _unpacked(v) for k, v in told["parameters"].items()}})


@dataclass(frozen=True)
class End:
    """How a query ended: an error with its sentence, or nothing; whether rows were left out; what to tell beside the rows."""

    error: str = ""
    sentence: str = ""
    cut: bool = False
    warning: str = ""

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    def raise_error(self) -> None:
        """Raise what went wrong in the worker, if anything."""
        if self.error:
            raise _ERRORS.get(self.error, DaohuError)(self.sentence)


def ended(data: bytes) -> End:
    """What `End.encode` wrote."""
    return End(**json.loads(data))


def _packed(value: object) -> object:
    """A value as JSON; dates and maps are wrapped, so that no map is taken for a date."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": {str(k): _packed(v) for k, v in value.items()}}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_packed(v) for v in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise QueryError(f"参数不能是 {type(value).__name__}。请给文字、数、真假、日期，或它们的列表。")


def _unpacked(value: object) -> object:
    if isinstance(value, dict):
        return dt.date.fromisoformat(value["date"]) if "date" in value else {k: _unpacked(v) for k, v in value["map"].items()}
    return [_unpacked(v) for v in value] if isinstance(value, list) else value
