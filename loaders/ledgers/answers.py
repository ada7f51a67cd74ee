"""缺口答复: the filled-in town workbooks. Each row has a hidden key (edition, check, subject) and answers that gap or unknown.

Read after all ledgers. What an answer states becomes a fact like any other, with the row as its source; a confirmed nothing (零报告)
is kept beside the graph (graph.answered). Where a ledger states something else, both are told side by side; what a ledger states by now
is not loaded again. An answer delivers no ledger: it speaks for its own subject only.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.answered import SCHEMA as ANSWERED
from graph.masking import mask_name, mask_value
from graph.scheme import Check
from graph.scheme.words import AT
from graph.source import GAVE_WAY
from loaders.answers.form import KEY, split_key
from loaders.answers.ways import CAN, MEND, Way, slot_names, way
from loaders.answers.words import is_blank, is_zero
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.answers_correct import end_others
from loaders.ledgers.answers_desk import Desk
from loaders.ledgers.answers_ground import Ground
from loaders.ledgers.answers_held import held
from loaders.ledgers.answers_write import body_of, write
from loaders.normalise import text
from loaders.rows import DUPLICATE, LOADED, REJECTED, Rows
from loaders.units import COUNTY
from loaders.world import World

COLUMNS = ("check", "subject", "answer", "ledger", "source", "ledger_source", "outcome")
"""Of the edition's table ``answers``: what an answer says and what the ledgers say of its subject, names masked, with the rows of both."""
TAKEN, ZERO, OBSOLETE, BESIDE, CORRECTED, UNUSED = "采用", "零报告", "已不适用", "与台账不一致", "更正", "未采用"
_ASKED = {"contact": "联系人", "note": "说明", "since": "开始日期"}
_FIGURES = ("breadth", "load", "overlap", "claim")
"""Kinds of checks of which no single row says anything, not even that there is nothing."""
_LEVELS = {place: level for place, level in AT.items() if level}


def read(rows: Rows, world: World) -> None:
    """Answers of all workbooks together."""
    if len(rows):
        _Reading(rows, world).read()


class _Reading:
    """One reading of answers. `frame`: one line per row that is still to be used."""

    def __init__(self, rows: Rows, world: World) -> None:
        self.rows, self.world = rows, world
        self.ground = Ground(world)
        since = rows.dates("since")
        ids = rows.ids("id")
        notes = [t or "" for t in text.tidy(rows.cells("note")).to_pylist()]
        contact = [t or "" for t in text.tidy(rows.cells("contact")).to_pylist()]
        self.desk = Desk(rows, world, self.ground, since.first.astype("datetime64[D]"), ids.value, ids.birth, ["" if is_blank(n) else n for n in notes])
        self.contact = ["" if is_blank(c) or is_zero(c) else c for c in contact]
        self.zero = np.array([not c and (is_zero(n) or (not n and is_zero(w))) for c, n, w in zip(self.contact, notes, contact, strict=True)], bool)
        self.checks = {c.id: c for c in world.scheme.checks}
        self._titles = {c.title for c in world.scheme.checks}
        self.sources = text.objects(rows.sources)
        self.shown: dict[int, str] = {}
        """Row → the answer as it may be shown."""
        self.told: dict[tuple[str, str], dict[int, str]] = {}
        """(code, field) → row → what is told of it, reported together at the end."""
        self.subject: dict[int, str] = {}

    def read(self) -> None:
        frame = self._keys()
        self.subject = dict(zip(frame["row"].tolist(), frame["subject"], strict=True))
        frame = self._one_each(frame)
        for (check, slot), some in frame.groupby(["check", "slot"], sort=False) if len(frame) else ():
            self._check(self.checks[str(check)], str(slot), some)
        self._settle(frame)

    # ---- whose answer it is --------------------------------------------------------------------------------------

    def _keys(self) -> pd.DataFrame:
        """row, check, subject (as in gaps.csv), slot, id (of the node), thing, label, unit of the rows whose key names something here."""
        rows, lines = self.rows, []
        strange = [self._strange(block.file) for block in rows.blocks]
        for row, said in enumerate(rows.cells("key").to_pylist()):
            found = strange[rows.sheet[row]] or self._subject(row, (said or "").strip())
            if isinstance(found, str):
                self._refuse(row, "key", found)
            else:
                lines.append((row, *found))
        frame = pd.DataFrame(lines, columns=["row", "check", "subject", "slot", "id", "thing", "label", "unit"])
        rows.unit = np.full(len(rows), -1, np.int64)
        rows.unit[frame["row"].to_numpy(np.int64)] = [self.ground.village(int(u)) for u in frame["unit"]]
        return frame

    def _strange(self, file: str) -> str:
        """Why a whole workbook is not ours; empty where it is."""
        about, tree = self.world.about.get(file), self.world.tree
        own = {name for n, unit in enumerate(tree.units) if unit.level <= COUNTY for name in tree.names(n)}
        return "" if about is None or about.county in own else f"这份工作簿是“{about.county}”的，不是本县(市、区)的"

    def _subject(self, row: int, said: str) -> tuple[str, str, str, str, str, str, int] | str:
        parts = split_key(said)
        if parts is None:
            return f"“{KEY}”一列被改动或清空了，看不出这一行答的是哪一条。请用原工作簿重新填写"
        _, check_id, subject = parts
        check = self.checks.get(check_id)
        if check is None:
            return f"方案“{self.world.scheme.title}”中没有检查 {check_id}，这份工作簿可能是别的方案的"
        if check.kind in _FIGURES:
            return str(way(self.world.scheme, self.world.lists, check)).replace(MEND, "这一条不能在本表答复")
        slot = next((s for s in slot_names(self.world.lists, check) if subject.endswith(f"/{s}")), "")
        id, thing = subject[: -len(slot) - 1] if slot else subject, ""
        if check.population in ("成员", "岗位"):
            id, _, thing = id.partition("/")
        node = self.ground.node(check.population, id)
        if node is None:
            if check.population in ("人", "成员", "岗位", "联系人"):
                return "键里的人员编号在这里对不上：人员编号只在产生它的登记库中有效。请用这个登记库最近一次审计的工作簿填写"
            return "这一行的对象已不在台账中(可能已销户、合并或改名)。请核对，或用最近一次审计的工作簿填写"
        label, one = node
        if not self._same(row, check, label, id, one):
            return "键与本行写的对象不是同一个，可能只排序了一部分列。请用原工作簿重新填写，排序时选中整张表"
        return check_id, subject, slot, id, thing, label, self.ground.unit_of(label, id)

    def _same(self, row: int, check: Check, label: str, id: str, node: pd.Series) -> bool:
        """Whether what the row shows is what its key names: people sort some columns and leave the hidden one."""
        shown = (self.rows.cells("system")[row].as_py() or check.system).strip()
        title = (self.rows.cells("title")[row].as_py() or "").strip()
        if shown != check.system or (title != check.title and title in self._titles):
            return False
        if label == "Event":
            return True
        code = self.rows.words("subject_code")[row].as_py() or ""
        name = re.sub(r"\s+", "", self.rows.cells("subject")[row].as_py() or "")
        own = str(node.get("code", "") or "")
        if label in ("Household", "Unit") and code and own:
            return code.lstrip("0") == own.lstrip("0")
        known = re.sub(r"\s+", "", str(node["head"] if label == "Household" else self.ground.names.get(id, "")))
        if label == "Person" or known:
            return not known or name.startswith(known)
        return True

    def _tell(self, code: str, row: int, field: str, note: str) -> None:
        self.told.setdefault((code, field), {})[row] = note

    def _refuse(self, row: int, field: str, why: str) -> None:
        self.rows.status[row] = REJECTED
        self._tell("answer_unclear", row, field, f"{why}，本行未采用。")

    def _one_each(self, frame: pd.DataFrame) -> pd.DataFrame:
        """One answer per check and subject: equal ones are duplicates, of different ones the later file's is used and both are told."""
        if not len(frame):
            return frame
        rows = self.rows
        said = [self._statement(int(r)) for r in frame["row"]]
        statement = np.full(len(rows), "", object)
        statement[frame["row"]] = [f"{c}|{s}\x1f{t}" for c, s, t in zip(frame["check"], frame["subject"], said, strict=True)]
        rows.statement = pa.array(statement, pa.string())
        frame = frame.assign(said=said, age=[self._age(int(r)) for r in frame["row"]])
        frame = frame.sort_values(["age", "row"], kind="stable")
        last = ~frame.duplicated(["check", "subject"], keep="last")
        chosen = frame[last].set_index(["check", "subject"])[["said", "row"]]
        for one in frame[~last].itertuples(index=False):
            used = chosen.loc[(one.check, one.subject)]
            row, other = int(str(one.row)), int(used["row"])
            if one.said == used["said"]:
                rows.status[row], rows.first_copy[row] = DUPLICATE, other
                self._tell("duplicate_row", row, "", str(self.sources[other]))
            else:
                note = f"同一条在 {self.sources[other]} 另有答复“{self._show(other)}”，与这里的“{self._show(row)}”不同，以那一份为准，本行未采用。"
                rows.status[row] = REJECTED
                self._tell("answer_contradicts", row, "contact", note)
                self._list(str(one.check), str(one.subject), row, self._show(other), str(self.sources[other]), UNUSED)
        return frame[last].sort_values("row")

    def _age(self, row: int) -> int:
        """Files of earlier editions of a register come first; the others in the order of their names."""
        found = re.match(GAVE_WAY, self.rows.blocks[self.rows.sheet[row]].file)
        return int(found[1]) if found else 1 << 30

    def _statement(self, row: int) -> str:
        return "\x1f".join((self.contact[row], self.desk.ids[row].as_py() or "", str(self.desk.since[row]), self.desk.note[row], str(self.zero[row])))

    def _show(self, row: int) -> str:
        if row not in self.shown:
            name = "、".join(mask_name(n) for n in re.split(r"[、,，;；\s]+", self.contact[row]) if n)
            since = "" if np.isnat(self.desk.since[row]) else f"{self.desk.since[row]}起"
            note = mask_value("text", self.desk.note[row])
            self.shown[row] = " ".join(p for p in (name, since, note) if p) or ZERO
        return self.shown[row]

    def _list(self, check: str, subject: str, row: int, ledger: str, ledger_source: str, outcome: str) -> None:
        line = (check, subject, self._show(row), ledger, str(self.sources[row]), ledger_source, outcome)
        self.world.answers.append(line)

    # ---- what it says --------------------------------------------------------------------------------------------

    def _check(self, check: Check, slot: str, lines: pd.DataFrame) -> None:
        """The answers of one check and slot."""
        how = way(self.world.scheme, self.world.lists, check, slot)
        whole = self.desk.rows
        if isinstance(how, str):
            silent = self.zero[lines["row"]] & (check.kind not in _FIGURES)
            for row in lines.loc[~silent, "row"]:
                self._refuse(int(row), "note", how.replace(MEND, "这一条不能在本表答复"))
            lines = lines[silent]
        stated = held(self.ground, check, how) if isinstance(how, Way) else pd.DataFrame({"subject": [], "thing": [], "name": [], "source": []})
        own = lines["id"] + "/" + lines["thing"] if isinstance(how, Way) and how.by == "stated" else lines["id"]
        there = {str(s): some for s, some in stated[stated["subject"].isin(own)].groupby("subject")}
        used, wrong = [], []
        for row, unit, key in zip(lines["row"].tolist(), lines["unit"].tolist(), own, strict=True):
            found = there.get(key, stated.iloc[:0])
            if self.zero[row]:
                self._nothing(check, slot, row, found)
            elif isinstance(how, Way) and self._full(check, how, row, unit):
                wanted = self._things(check, how, row, unit, found)
                if wanted is not None:
                    wrong += wanted[1]
                    used += [row] if wanted[0] else []
        if isinstance(how, Way):
            chosen = lines[lines["row"].isin(used)]
            if len(chosen):
                write(self.desk, check, how, chosen)
            self._after(check, slot, lines[whole.status[lines["row"]] == LOADED])
            if wrong:
                end_others(self.desk, check, how, pd.DataFrame(wrong, columns=["subject", "thing", "day"]))

    def _full(self, check: Check, how: Way, row: int, unit: int) -> bool:
        """Whether the columns are filled that the answer needs; which are missing is told."""
        filled = {"contact": self.contact[row] != "", "note": self.desk.note[row] != "", "since": not np.isnat(self.desk.since[row])}
        if how.by == "cooperatives" and not filled["note"] and filled["contact"]:
            self.desk.note[row], filled["note"] = self.contact[row], True  # the cooperative's name in the wrong column
        missing = [_ASKED[a] for a in how.asks if not filled[a]]
        if missing:
            told = f"请填写{'、'.join(missing)}({how.tells})"
            self._refuse(row, "contact" if "联系人" in missing else "note", f"{told}；查实确无的，在说明中写“确无”")
            return False
        if "contact" in how.asks and not len(self.desk.persons([row])[0]):
            self._refuse(row, "contact", f"“{self.contact[row][:1]}*”不是人名。请填写联系人姓名")
            return False
        level = _LEVELS.get(str(check.options.get("at", "")))
        if level and how.by == "mechanisms" and self.world.tree.up(unit, level) < 0:
            self._refuse(row, "note", f"这一户在户籍台账中没有写明{check.options['at']}，补填{check.options['at']}后才能算。请在户籍台账中补填")
            return False
        return True

    def _nothing(self, check: Check, slot: str, row: int, found: pd.DataFrame) -> None:
        """A confirmed zero, beside what a ledger states by now."""
        self._answered(check, slot, row, zero=True)
        if len(found):
            self._beside(check, row, "、".join(_masked(n) for n in found["name"]), str(found["source"].iloc[0]))
        else:
            self._list(check.id, self.subject[row], row, "", "", ZERO)

    def _answered(self, check: Check, slot: str, row: int, *, zero: bool) -> None:
        self.world.answered.append((check.id, self.subject[row], slot, zero, str(self.sources[row])))

    def _beside(self, check: Check, row: int, said: str, source: str) -> None:
        note = f"答复“{self._show(row)}”与台账“{said}”({source})不一致，两者都保留。请核对，错的一方请更正。"
        self._tell("answer_contradicts", row, "contact", note)
        self._list(check.id, self.subject[row], row, said, source, BESIDE)

    def _things(self, check: Check, how: Way, row: int, unit: int, found: pd.DataFrame) -> tuple[bool, list[tuple[object, ...]]] | None:
        """Whether an answer is to be written, and what of the ledgers it ends; None where it does not apply any more."""
        subject = self.subject[row]
        if not len(found):
            self._list(check.id, subject, row, "", "", TAKEN)
            return True, []
        if how.by == "stated":
            self._refuse(row, "note", f"台账已写明“{found['thing'].iloc[0]}”({found['source'].iloc[0]})，这一条不能在本表答复：请在原台账中改正")
            return None
        wanted = self._names(check, how, row, unit)
        same = found[[str(n) in wanted or str(t) in wanted for n, t in zip(found["name"], found["thing"], strict=True)]]
        said, source = "、".join(_masked(n) or str(t) for n, t in zip(found["name"], found["thing"], strict=True)), str(found["source"].iloc[0])
        if check.kind == "assignment" and len(found) > 1:
            return self._correct(check, how, row, found, same, said, source)
        if len(same):
            self.rows.status[row] = DUPLICATE
            self._tell("answer_obsolete", row, "contact", str(same["source"].iloc[0]))
            self._list(check.id, subject, row, said, source, OBSOLETE)
            return None
        if how.by == "events":
            self._list(check.id, subject, row, said, source, TAKEN)
        else:
            self._beside(check, row, said, source)
        return True, []

    def _correct(
        self, check: Check, how: Way, row: int, found: pd.DataFrame, same: pd.DataFrame, said: str, source: str
    ) -> tuple[bool, list[tuple[object, ...]]] | None:
        """Of several the answer says which is right; the others end on its day, else on the day of the workbook."""
        if how.by not in CAN or len(same) > 1:
            why = "几个同名，请填写身份证号" if how.by in CAN else "这一条不能在本表答复：请在原台账中删去多余的"
            self._refuse(row, "contact", why)
            return None
        day = self.desk.since[row]
        day = np.datetime64(self._about(row)) if np.isnat(day) else day
        others = found[~found["thing"].isin(same["thing"])]
        self._list(check.id, self.subject[row], row, said, source, CORRECTED)
        note = f"台账写有“{said}”({source})，按答复只保留“{self._show(row)}”，其余自 {day} 起结束。请在原台账中更正。"
        self._tell("answer_contradicts", row, "contact", note)
        return not len(same), [(s, t, day) for s, t in zip(others["subject"], others["thing"], strict=True)]

    def _about(self, row: int) -> str:
        about = self.world.about.get(self.rows.blocks[self.rows.sheet[row]].file)
        said = about.as_of if about else ""
        return said if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said) else self.world.settings.day.isoformat()

    def _names(self, check: Check, how: Way, row: int, unit: int) -> set[str]:
        """What an answer names, as names or ids of things: persons with an id number by that number only."""
        if how.by in ("mechanisms", "posts", "has_members") and check.population != "人":
            number = self.desk.ids[row].as_py()
            names = set(self.desk.persons([row])[1])
            if number is None:
                return names
            people = self.ground.people
            alike = people[people["name"].isin(names) & (people["id"].isna() | (people["id"] == number))]
            return {str(i) for i in alike.index}
        if how.by in ("kinds", "labels"):
            return {body_of(self.desk, check, how, row, unit)[2]}
        if how.by == "mechanisms":
            at = self.desk.unit(row)
            return {str(self.ground.ids.unit[at])} if at >= 0 else set()
        return {re.sub(r"\s+", "", self.desk.note[row])}

    def _after(self, check: Check, slot: str, lines: pd.DataFrame) -> None:
        """What the writers could not use is refused, the others are answered."""
        for row in lines["row"].tolist():
            if row in self.desk.failed:
                self._refuse(row, "note", self.desk.failed[row])
                source = str(self.sources[row])
                self.world.answers = [a for a in self.world.answers if a[4] != source]
            elif not self.zero[row]:
                self._answered(check, slot, row, zero=False)

    def _settle(self, frame: pd.DataFrame) -> None:
        """Tell what is to be told; remember refused rows, so that the gap that one meant can point to it."""
        rows, world = self.rows, self.world
        for (problem, field), notes in self.told.items():
            every = np.full(len(rows), "", object)
            every[list(notes)] = list(notes.values())
            rows.report(problem, np.isin(np.arange(len(rows)), list(notes)), field, every)
        lost = frame[rows.status[frame["row"]] == REJECTED] if len(frame) else frame
        if len(lost):
            code = [str(c or "") for c in rows.words("subject_code").take(pa.array(lost["row"])).to_pylist()]
            ledgers = [self.checks[c].ledger for c in lost["check"]]
            village = [self.ground.village(int(u)) for u in lost["unit"]]
            told = pd.DataFrame({"ledger": ledgers, "village": village, "household_code": code, "name": "", "slot": lost["slot"].to_numpy(object)})
            told = told.assign(town_text="", village_text="", source=self.sources[lost["row"]])
            world.rejected.append(told[["ledger", "village", "town_text", "village_text", "household_code", "name", "slot", "source"]])


def answer_tables(world: World) -> dict[str, pa.Table]:
    """The edition's tables ``answered`` and ``answers``."""
    answered = pa.Table.from_pylist([dict(zip(ANSWERED.names, line, strict=True)) for line in world.answered], schema=ANSWERED)
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    return {"answered": answered, "answers": pa.Table.from_pylist([dict(zip(COLUMNS, line, strict=True)) for line in world.answers], schema=schema)}


def _masked(name: object) -> str:
    said = str(name)
    return mask_name(said) if 1 < len(said) <= 4 else said


ANSWERS = Ledger(
    kind="answers",
    title="缺口答复",
    fields=fields(
        Field("key", "键", (KEY,), cell="code", weight=5.0),
        Field("contact", "联系人", f.words("联系人"), cell="name"),
        Field("id", "身份证号", f.words("身份证号"), cell="id"),
        Field("since", "开始日期", f.words("开始日期"), cell="date"),
        Field("note", "说明", f.words("说明")),
        Field("system", "体系", f.words("体系"), cell="code"),
        Field("title", "检查", f.words("检查")),
        Field("subject", "户主/对象", f.words("户主/对象"), cell="name"),
        Field("subject_code", "户号/编码", f.words("户号/编码"), cell="code"),
    ),
    required=(("key",),),
    read=read,
    order=98,
    aliases=("缺口与待核实",),
)
