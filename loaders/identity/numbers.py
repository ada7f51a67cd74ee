"""The ids that the loaders give to what has no code of its own: in the order of the sources, or by a register's secret key.

A run without a register makes no hash of a person and numbers in order. In a register an id is a keyed hash of what tells a person,
a household or an event from others, and of nothing that only tells where it was written: not of files, rows or the order of ledgers.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.identity.keys import lasting
from loaders.normalise import text


@dataclass(frozen=True)
class Numbers:
    """Gives ids; `secret` is the register's key, None without a register. `units` below are the ids of the tree's units."""

    secret: bytes | None = None

    def persons(self, table: pd.DataFrame, units: np.ndarray) -> np.ndarray:
        """Ids of persons (columns key, id, name, second). Where one id number stands under several names, `second` marks
        all but the name that most rows state: that person keeps its id when the others are corrected."""
        if self.secret is None:
            return np.array([f"p{i + 1:07d}" for i in range(len(table))], object)
        id_number = table["id"].to_numpy(object)
        key = text.objects(lasting(pa.array(table["key"].to_numpy(object), pa.string(), from_pandas=True), units))
        with_id, second = pd.notna(id_number), table["second"].to_numpy(bool)
        plain = np.where(with_id, "i:" + table["id"].fillna("").to_numpy(object), key)
        plain = np.where(second, plain + "|" + table["name"].to_numpy(object), plain)
        return np.array(["p" + h[:20] for h in self._hashes(plain)], object)

    def households(self, frame: pd.DataFrame, units: np.ndarray) -> np.ndarray:
        """Codes for households without 户号 (columns key, village): no id number and no name may stand in them."""
        if self.secret is None:
            return np.asarray("~" + (frame.groupby("village").cumcount() + 1).astype(str), object)
        keys = lasting(pa.array(frame["key"].to_numpy(object), pa.string()), units)
        return np.array(["~" + h[:12] for h in self._hashes(text.said(keys))], object)

    def events(self, frame: pd.DataFrame, units: np.ndarray) -> np.ndarray:
        """Ids of events (columns id: the row that states it, unit, kind, date, stated, and what may still change: until, days, outcome).

        An event stays itself when it is answered or ends. Of several that happened alike the second ends with ~2, and so on, in the
        order of what came of them: which is which cannot be told otherwise.
        """
        if self.secret is None:
            return np.asarray(frame["id"], object)
        unit = np.array([*units, ""], object)[frame["unit"].to_numpy(np.int64)]
        said = frame.assign(at=unit, day=frame["date"].to_numpy().astype("datetime64[D]").astype("str").astype(object))
        said = said.sort_values(["outcome", "days", "until"], kind="stable")
        texts = said["at"].str.cat([said[c] for c in ("day", "kind", "stated")], sep="\x1f")
        ids = pd.Series(["e" + h[:20] for h in self._hashes(texts)], said.index, dtype=object)
        again = ids.groupby(ids).cumcount()
        return np.asarray((ids + np.where(again > 0, "~" + (again + 1).astype(str), "")).sort_index(), object)

    def _hashes(self, texts: Iterable[str]) -> list[str]:
        assert self.secret is not None
        secret = self.secret
        return [hmac.digest(secret, t.encode(), "sha256").hex() for t in texts]
