"""A new reading beside the edition it is loaded upon: what became of its households, and the 户号 of now for ledgers that lag behind.

A row that names a household by a 户号 of the past stays rejected: it says what is not so any more. Its problem tells the new 户号.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from graph.columns import replaced
from graph.edition import Contents, Edition
from graph.lineage import LINEAGE, RENAMED, codes_renamed, lineage
from graph.source import split

_SEPARATORS = r"[、,，;；\n\r|]+"


def follow(base: Edition, contents: Contents, villages: pa.Table | None = None) -> None:
    """Put the tables ``lineage`` (graph.lineage, against `base`) and ``renamed`` (since the first edition) into contents that are
    not written yet, and the new 户号 into the problems of rows that name the old one. `villages`: as in graph.lineage."""
    lines = lineage(base, contents, villages)
    contents.tables["lineage"] = lines
    renamed = _since(_table(base, "renamed", RENAMED), codes_renamed(lines, contents), villages)
    contents.tables["renamed"] = renamed
    if renamed.num_rows and "problems" in contents.tables:
        contents.tables["problems"] = told(contents.tables["problems"], contents.tables["rejected"], renamed)


def of_edition(edition: Edition) -> pa.Table:
    """What became of the households of the base in an edition; without rows in one that has no base."""
    return _table(edition, "lineage", LINEAGE)


def told(problems: pa.Table, rejected: pa.Table, renamed: pa.Table) -> pa.Table:
    """The problems, those of rejected rows that name a 户号 of the past with the 户号 of now."""
    rows = rejected.select(["unit_id", "household_code", "source"]).to_pandas()
    rows = rows[rows["household_code"] != ""]
    rows = rows.assign(code=rows["household_code"].str.split(_SEPARATORS, regex=True)).explode("code")
    names = renamed.to_pandas()
    found = rows.merge(names, left_on=["unit_id", "code"], right_on=["village", "old_code"])
    if not len(found):
        return problems
    note = found["old_code"] + "的户号现在是" + found["new_code"]
    notes = note.groupby(found["source"], sort=False).agg("，".join)
    place = pd.DataFrame([split(s) for s in notes.index], columns=["file", "sheet", "row"]).astype({"row": "int64"}).assign(note=notes.to_numpy())
    frame = problems.to_pandas()
    said = frame[["file", "sheet", "row"]].merge(place, on=["file", "sheet", "row"], how="left")["note"].to_numpy(object)
    asked = (frame["code"] == "household_unknown").to_numpy() & pd.notna(said)
    message = frame["message"].astype(object)
    message[asked] = message[asked] + said[asked] + "，请改用新的户号。"
    return replaced(problems, "message", pa.array(message.tolist(), problems.schema.field("message").type))


def _since(before: pa.Table, now: pa.Table, villages: pa.Table | None) -> pa.Table:
    """All renamings so far: those of before with the 户号 and the village of now, and the new ones."""
    old, new = before.to_pandas(), now.to_pandas()
    new = new.drop_duplicates(["village", "old_code"], keep=False)  # a 户号 that two households had tells nothing
    if villages is not None and villages.num_rows:
        one = villages.select(["old", "new"]).to_pandas().drop_duplicates("old", keep=False).set_index("old")["new"]
        old["village"] = old["village"].map(one).fillna(old["village"])
    again = old.merge(new, left_on=["village", "new_code"], right_on=["village", "old_code"], how="left", suffixes=("", "_now"))
    old["new_code"] = again["new_code_now"].where(again["new_code_now"].notna(), again["new_code"]).to_numpy(object)
    every = pd.concat([new, old], ignore_index=True).drop_duplicates(["village", "old_code"])
    every = every[every["old_code"] != every["new_code"]]
    return pa.Table.from_pandas(every, RENAMED, preserve_index=False)


def _table(edition: Edition, name: str, schema: pa.Schema) -> pa.Table:
    there = (edition.folder / "tables" / f"{name}.parquet").exists()
    return edition.table(name).cast(schema) if there else schema.empty_table()
