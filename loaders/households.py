"""Households: (village, 户号), else (village, head's id number), else (village, head's name, address) (design 5.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.identity.keys import of_code

EXCLUDED = ("空户", "空挂户", "销户", "整户迁出")
"""Exact words in 户类型 or 备注 of the head's row that leave a household out of the denominator (design 5.6)."""

STATEMENT = ("key", "village", "former", "code", "head", "head_id", "group", "bay", "address", "kind", "excluded", "is_head", "grid", "own_grid", "source")
"""`former`: the mark of the former village that the row names, where it shares the village of now with others; else an empty text."""


def keys(village: np.ndarray, code: pa.Array, head_id: pa.Array, head: pa.Array, address: pa.Array) -> pa.Array:
    """Per row the text that identifies its household."""
    there = pc.cast(pa.array(village), pa.string())
    by_code = of_code(village, code)
    by_id = pc.binary_join_element_wise(there, head_id, "#i:")
    by_name = pc.binary_join_element_wise(there, head, pc.fill_null(address, ""), "#n:")
    return pc.coalesce(by_code, by_id, by_name)


@dataclass
class Households:
    """Statements come in by `state`; after `settle`, `frame` has one row per household in the order of first statement.

    Columns of `frame`: key, village, former, code, head, head_id, group, bay, address, kind, excluded ("" or the word), grid,
    own_grid (专属网格, beside it), source.
    """

    frame: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(STATEMENT)))
    _parts: list[pd.DataFrame] = field(default_factory=list)
    _index: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))

    def state(self, statements: pd.DataFrame) -> None:
        """Accepted rows of a household or resident ledger, with the columns of STATEMENT."""
        self._parts.append(statements[list(STATEMENT)])

    def settle(self) -> None:
        """One row per household. The head's row decides where rows disagree; what it leaves blank, others may say."""
        every = pd.concat(self._parts, ignore_index=True) if self._parts else pd.DataFrame(columns=list(STATEMENT))
        every["key"] = _joined(every)
        every["key"] = _restated(every)
        number, _ = pd.factorize(every["key"])
        every["n"] = number
        ranked = every.sort_values("is_head", ascending=False, kind="stable")
        frame = every.drop_duplicates("n").set_index("n")[["key", "village", "former", "source"]].copy()
        for name in ("code", "head", "head_id", "address", "kind", "grid", "own_grid"):
            frame[name] = _first(ranked, ranked[name].notna(), name, frame.index)
        for name in ("group", "bay"):
            frame[name] = _first(ranked, ranked[name] >= 0, name, frame.index).fillna(-1).astype("int64")
        heads = every[every["is_head"].astype(bool)]
        frame["excluded"] = _first(heads, heads["excluded"].notna(), "excluded", frame.index)
        self.frame = frame
        original = pd.concat([p["key"] for p in self._parts], ignore_index=True) if self._parts else pd.Series(dtype=object)
        self._index = pd.Series(number, index=original).groupby(level=0).first() if len(original) else pd.Series(dtype="int64")

    @property
    def shared_code(self) -> np.ndarray:
        """Where a household of a former village has the 户号 of another household of the village of now: it keeps the former mark."""
        frame = self.frame
        again = frame.duplicated(["village", "code"], keep=False) & frame["code"].notna()
        return np.asarray(again & (frame["former"] != ""), bool)

    def index_of(self, key: np.ndarray) -> np.ndarray:
        """Rows of `frame` for keys as `keys` makes them; -1 where no accepted row stated the household."""
        return np.asarray(self._index.reindex(key).fillna(-1).to_numpy(), np.int64)

    def __len__(self) -> int:
        return len(self.frame)


def _first(ranked: pd.DataFrame, stated: pd.Series, name: str, index: pd.Index) -> pd.Series:
    return ranked.loc[stated, ["n", name]].drop_duplicates("n").set_index("n")[name].reindex(index)


def _joined(every: pd.DataFrame) -> pd.Series:
    """Keys with households that one ledger names by 户号 and another by id or name made one, where exactly one fits."""
    key = every["key"].astype(object)
    without = every["code"].isna()
    if not without.any() or without.all():
        return _by_head_id(every, key) if without.any() else key
    key = _by_head_id(every, key)
    coded = every[~without]
    for on in (["village", "head_id"], ["village", "head", "address"]):
        fits = coded.dropna(subset=on)[[*on, "key"]].drop_duplicates()
        fits = fits[~fits.duplicated(on, keep=False)]
        found = every.loc[without, on].merge(fits, on=on, how="left")["key"].to_numpy()
        rows = np.flatnonzero(without)
        better = pd.notna(found)
        key.iloc[rows[better]] = found[better]
        without = without & ~np.isin(np.arange(len(every)), rows[better])
    return key


def _restated(every: pd.DataFrame) -> pd.Series:
    """Keys with the households that one ledger names by a former village, another by that of now, made one: same 户号, same head.

    Households of two former villages are never made one.
    """
    key = every["key"].astype(object)
    former = every["former"] != ""
    if not former.any():
        return key
    coded = every[every["code"].notna() & every["village"].isin(every.loc[former, "village"])]
    ranked = coded.sort_values("is_head", ascending=False, kind="stable")
    heads = ranked.groupby("key", sort=False)[["village", "code", "former", "head", "head_id"]].first().reset_index()
    both = heads[heads["former"] != ""].merge(heads[heads["former"] == ""], on=["village", "code"], suffixes=("", "_now"))
    known = both["head_id"].notna() & both["head_id_now"].notna()
    same = both[np.where(known, both["head_id"] == both["head_id_now"], both["head"].notna() & (both["head"] == both["head_now"]))]
    same = same[~same.duplicated("key_now", keep=False)].set_index("key_now")["key"]
    return key.where(~key.isin(same.index), key.map(same))


def _by_head_id(every: pd.DataFrame, key: pd.Series) -> pd.Series:
    """Members without 户号 and without the head's id follow the head of their (village, head, address)."""
    without = every["code"].isna()
    on = ["village", "head", "address"]
    rows = every.loc[without & every["head"].notna(), on].fillna({"address": ""})
    known = every.loc[rows.index, "head_id"].notna()
    heads = rows[known].assign(key=key[rows.index][known]).drop_duplicates()
    heads = heads[~heads.duplicated(on, keep=False)]
    found = rows[~known].merge(heads, on=on, how="left")["key"].to_numpy()
    key = key.copy()
    target = rows.index[~known]
    key.loc[target[pd.notna(found)]] = found[pd.notna(found)]
    return key
