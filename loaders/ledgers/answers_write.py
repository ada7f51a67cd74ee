"""Answers into the world: one writer per means. Each gets the answers of one check and slot, and writes what they state.

`lines` below has one row per answer: row (of Rows), id (of the subject's node), label, unit (index, -1 where none).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.schema import ORGANIZATIONS as ORGANISATIONS
from graph.scheme import Check
from graph.scheme.joined import one_of
from graph.scheme.words import LABELS
from loaders.answers.ways import Way
from loaders.answers.words import named
from loaders.ledgers import body_words as words
from loaders.ledgers.answers_desk import Desk
from loaders.ledgers.answers_ground import BODIES
from loaders.ledgers.answers_held import body_labels
from loaders.ledgers.bodies import body_key
from loaders.naming import institution_kinds
from loaders.normalise import codes, text
from loaders.normalise.dates import dates

_KINDS_OF = {
    "PartyOrganization": words.PARTY_KINDS,
    "SelfGovernmentBody": words.SELF_KINDS,
    "MassOrganization": words.MASS_KINDS,
    "Place": words.PLACE_KINDS,
    "SocialOrganization": words.SOCIAL_KINDS,
    "Institution": words.INSTITUTION_KINDS,
}


def write(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    """Write the answers; those that name what is not there are put into `desk.failed`."""
    _WRITERS[way.by](desk, check, way, lines.set_index("row", drop=False))


def _unknown(desk: Desk, row: int, what: str) -> None:
    desk.failed[row] = f"“{desk.note[row]}”在台账中找不到这个{what}，或有几个同名。请核对名称，须与台账一致"


def mechanisms_of(desk: Desk, way: Way, row: int) -> str:
    """The mechanism that an answer means: the one that its 说明 names, else one of all."""
    return named(desk.note[row], way.words) or one_of(way.words)


def _mechanisms(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    if check.population == "人":
        units = [desk.unit(int(r)) for r in lines["row"]]
        for r in lines["row"][np.array(units) < 0]:
            _unknown(desk, int(r), "村(社区)、镇街")
        good = lines.assign(to=units)[np.array(units) >= 0]
        kind = [mechanisms_of(desk, way, int(r)) for r in good["row"]]
        desk.edge("CONTACTS", "Person", "Unit", ("id", "unit"), good.assign(**{"from": good["id"]}), mechanism=kind, part="")
        return
    row, names = desk.persons(lines["row"])
    here = lines.loc[row]
    kind = [mechanisms_of(desk, way, int(r)) for r in row]
    village = np.array([desk.ground.village(int(u)) for u in here["unit"]], np.int64)
    mention = desk.contacts(row, names, kind, village)
    for label in here["label"].unique():
        mine = (here["label"] == label).to_numpy()
        frame = pd.DataFrame({"from": mention[mine], "to": here["id"].to_numpy(object)[mine], "row": row[mine]})
        desk.edge("CONTACTS", "Person", str(label), ("mention", "id"), frame, mechanism=[k for k, m in zip(kind, mine, strict=True) if m], part="")


def _posts(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    row, names = desk.persons(lines["row"])
    here = lines.loc[row]
    mention = desk.holders(row, names, here["unit"].to_numpy(np.int64))
    post = np.array([named(desk.note[int(r)], way.words) or way.words[0] for r in row], object)
    for label in here["label"].unique():
        mine = (here["label"] == label).to_numpy()
        frame = pd.DataFrame({"from": mention[mine], "to": here["id"].to_numpy(object)[mine], "row": row[mine]})
        desk.edge("HOLDS_POST", "Person", str(label), ("mention", "id"), frame, post=post[mine], duty="", political="", ledger=check.ledger)


def body_of(desk: Desk, check: Check, way: Way, row: int, unit: int) -> tuple[str, str, str]:
    """Label, kind and name of the body that an answer states."""
    said = re.sub(r"\s+", "", desk.note[row])
    labels = body_labels(way)
    kinds = list(way.words or way.labels)
    first = next((k for k in kinds if "网格" in k), kinds[0]) if check.population == "网格" else kinds[0]
    kind = named(said, kinds) or first
    label = next((lb for lb in labels if kind in _KINDS_OF.get(lb, ())), labels[0])
    name = said if said and said not in kinds else f"{desk.world.tree.units[unit].name if unit >= 0 else ''}{kind}"
    return label, kind, name


def _bodies(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    grid = check.population == "网格"
    told = [body_of(desk, check, way, int(r), int(u)) for r, u in zip(lines["row"], lines["unit"], strict=True)]
    row = lines["row"].to_numpy(np.int64)
    frame = pd.DataFrame(told, columns=["label", "kind", "name"]).assign(unit=lines["unit"].to_numpy(np.int64), code="", founded=desk.since[row])
    frame["source"] = text.objects(desk.rows.sources)[row]
    desk.world.bodies.setdefault("stated", []).append(frame[["label", "unit", "kind", "name", "code", "founded", "source"]])
    keys = [body_key(lb, int(u), k, n) for (lb, k, n), u in zip(told, frame["unit"], strict=True)]
    of_row = {int(r): (lb, key) for r, (lb, _, _), key in zip(row, told, keys, strict=True)}
    for label in frame["label"].unique() if grid else ():
        mine = (frame["label"] == label).to_numpy()
        covers = pd.DataFrame({"from": np.array(keys, object)[mine], "to": lines["id"].to_numpy(object)[mine], "row": row[mine]})
        desk.edge("COVERS", str(label), "Grid", ("body", "id"), covers)
    who, names = desk.persons(row)
    mention = desk.holders(who, names, lines.loc[who, "unit"].to_numpy(np.int64))
    for label in {of_row[int(r)][0] for r in who}:
        mine = np.array([of_row[int(r)][0] == label for r in who], bool)
        held = pd.DataFrame({"from": mention[mine], "to": [of_row[int(r)][1] for r in who[mine]], "row": who[mine]})
        desk.edge("HOLDS_POST", "Person", label, ("mention", "body"), held, post="负责人", duty="", political="", ledger=check.ledger)


def _to_bodies(
    desk: Desk, name: str, lines: pd.DataFrame, found: Mapping[int, tuple[str, str]], start: str = "", *, reverse: bool = False, **own: object
) -> None:
    """Edges from the subjects to the bodies found by row (`reverse`: from the bodies), by the labels of both ends."""
    lines = lines[lines["row"].isin(list(found))]
    other = [found[int(r)] for r in lines["row"]]
    frame = lines.assign(other=[lb for lb, _ in other], key=[k for _, k in other])
    for (label, end), some in frame.groupby(["label", "other"], sort=False):
        one, to = (start or str(label)), str(end)
        first, second, ends = (to, one, ("key", "id")) if reverse else (one, to, ("id", "key"))
        found_ends = some.assign(**{"from": some[ends[0]], "to": some[ends[1]]})
        desk.edge(name, first, second, ("body", "id") if reverse else ("id", "body"), found_ends, **own)


def _named_bodies(desk: Desk, lines: pd.DataFrame, labels: tuple[str, ...], kinds: tuple[str, ...], what: str) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for r, u in zip(lines["row"], lines["unit"], strict=True):
        one = desk.body(int(r), int(u), labels, kinds)
        if one is None:
            _unknown(desk, int(r), what)
        else:
            found[int(r)] = one
    return found


def _labels_kinds(said: tuple[str, ...], among: tuple[str, ...] = BODIES) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels and kinds that words such as 党组织 or 妇女微家 mean: of a label any kind."""
    labels = tuple(LABELS[w] for w in said if w in LABELS)
    kinds = tuple(w for w in said if w not in LABELS)
    return (labels, ()) if labels else (among, kinds)


def _pairs(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    kinds = [named(desk.note[int(r)], way.words) or way.words[0] for r in lines["row"]]
    lines = lines.assign(kind=kinds)
    if check.population == "组织":
        to = np.array([desk.unit(int(r)) for r in lines["row"]], np.int64)
        for r in lines["row"][to < 0]:
            _unknown(desk, int(r), "村(社区)、镇街")
        for (label, kind), some in lines.assign(to=to)[to >= 0].groupby(["label", "kind"], sort=False):
            desk.edge("PAIRED_WITH", str(label), "Unit", ("id", "unit"), some.assign(**{"from": some["id"]}), kind=str(kind))
        return
    found: dict[int, tuple[str, str]] = {}
    for r, u, kind in zip(lines["row"], lines["unit"], kinds, strict=True):
        one = desk.body(int(r), int(u), ORGANISATIONS)
        if one is None and kind != "支部联支部":
            one = _institution(desk, int(r))
        if one is None:
            _unknown(desk, int(r), "组织")
        else:
            found[int(r)] = one
    for kind, some in lines.groupby("kind", sort=False):
        _to_bodies(desk, "PAIRED_WITH", some, found, reverse=True, kind=str(kind))


def _institution(desk: Desk, row: int) -> tuple[str, str]:
    """An institution that nobody stated before."""
    name = re.sub(r"\s+", "", desk.note[row])
    kind = str(institution_kinds(text.tidy(_array([name])))[0])
    source = str(desk.rows.sources[row])
    one = {"label": "Institution", "unit": -1, "kind": kind, "name": name, "code": "", "founded": np.datetime64("NaT", "D"), "source": source}
    desk.world.bodies.setdefault("stated", []).append(pd.DataFrame([one]))
    return "Institution", body_key("Institution", -1, kind, name)


def _array(values: list[str]) -> pa.Array:
    return pa.array(values, pa.string())


def _events(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    row = lines["row"].to_numpy(np.int64)
    source = text.objects(desk.rows.sources)[row]
    notes = [desk.note[int(r)] for r in row]
    days = [int(m[1]) if (m := re.search(r"(\d{1,3})\s*天", n)) else 0 for n in notes]
    kinds = [named(n, way.words) or way.words[0] for n in notes]
    frame = pd.DataFrame({"id": source, "kind": kinds, "date": desk.since[row], "outcome": notes, "source": source, "days": days})
    stated = [f"答复={c}|{i}" for c, i in zip([check.id] * len(row), lines["id"], strict=True)]
    desk.world.events.append(frame.assign(unit=lines["unit"].to_numpy(np.int64), stated=stated, until=np.datetime64("NaT", "D")))
    if check.population == "联系人":
        about = pd.DataFrame({"from": source, "to": lines["id"].to_numpy(object), "row": row})
        desk.edge("BY", "Event", "Person", ("event", "id"), about)
        return
    for label in lines["label"].unique():
        mine = (lines["label"] == label).to_numpy()
        about = pd.DataFrame({"from": source[mine], "to": lines["id"].to_numpy(object)[mine], "row": row[mine]})
        desk.edge("ABOUT", "Event", str(label), ("event", "id"), about)
    who, names = desk.persons(row)
    mention = desk.holders(who, names, lines.loc[who, "unit"].to_numpy(np.int64))
    by = pd.DataFrame({"from": text.objects(desk.rows.sources)[who], "to": mention, "row": who})
    desk.edge("BY", "Event", "Person", ("event", "mention"), by)


def _cooperatives(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    found = _named_bodies(desk, lines, ("Cooperative",), way.words, "合作社")
    _to_bodies(desk, "MEMBER_OF", lines, found, role="成员", home=True)


def _members(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    labels, kinds = _labels_kinds(way.words or way.labels, ORGANISATIONS)
    found = _named_bodies(desk, lines, labels, kinds, "组织")
    if check.population != "户":
        _to_bodies(desk, "MEMBER_OF", lines, found, role="成员", home=True)
        return
    ground, persons = desk.ground, {}
    lives = ground.edges("LIVES_IN")
    inside = {str(h): list(some["from"]) for h, some in lives[lives["to"].isin(lines["id"])].groupby("to")}
    row, names = desk.persons(lines["row"])
    for r, name in zip(row.tolist(), names, strict=True):
        fits = [p for p in inside.get(str(lines.at[r, "id"]), ()) if ground.names.get(p) == name]
        if len(fits) == 1:
            persons[r] = fits[0]
    for r in lines["row"]:
        if int(r) not in persons:
            desk.failed[int(r)] = "“联系人”不是这一户户籍台账中的成员。请填户内成员的姓名，或在户籍台账中补登"
    lines = lines[lines["row"].isin(list(persons))]
    _to_bodies(desk, "MEMBER_OF", lines.assign(id=[persons[int(r)] for r in lines["row"]], label="Person"), found, role="成员", home=True)


def _under(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    if check.population == "网格":
        to = [desk.grid(int(r), int(u), way.words) for r, u in zip(lines["row"], lines["unit"], strict=True)]
        for r, one in zip(lines["row"], to, strict=True):
            if one is None:
                _unknown(desk, int(r), "网格")
        good = lines.assign(to=to, **{"from": lines["id"]})[[t is not None for t in to]]
        desk.edge("PART_OF", "Grid", "Grid", ("id", "id"), good)
        return
    labels, kinds = _labels_kinds(way.words or way.labels)
    _to_bodies(desk, "UNDER", lines, _named_bodies(desk, lines, labels, kinds, "上级"), role="隶属")


def _has_members(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    row, names = desk.persons(lines["row"])
    mention = desk.holders(row, names, lines.loc[row, "unit"].to_numpy(np.int64))
    here = lines.loc[row].assign(**{"from": mention, "to": lines.loc[row, "id"].to_numpy(object), "row": row})
    for label, some in here.groupby("label", sort=False):
        desk.edge("MEMBER_OF", "Person", str(label), ("mention", "id"), some, role="成员", home=True)


def _roles(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    found = {int(r): desk.body(int(r), int(u), ORGANISATIONS) or _institution(desk, int(r)) for r, u in zip(lines["row"], lines["unit"], strict=True)}
    frame = lines.assign(other=[found[int(r)][0] for r in lines["row"]], **{"from": [found[int(r)][1] for r in lines["row"]], "to": lines["id"]})
    for (label, other), some in frame.groupby(["label", "other"], sort=False):
        desk.edge("MEMBER_OF", str(other), str(label), ("body", "id"), some, role=way.words[0], home=True)


def _grids(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    if check.population == "户":
        to = [desk.grid(int(r), int(u), way.words) for r, u in zip(lines["row"], lines["unit"], strict=True)]
        for r, one in zip(lines["row"], to, strict=True):
            if one is None:
                _unknown(desk, int(r), "网格")
        good = lines.assign(to=to, **{"from": lines["id"]})[[t is not None for t in to]]
        desk.edge("IN_GRID", "Household", "Grid", ("id", "id"), good)
        return
    tree, row = desk.world.tree, lines["row"].to_numpy(np.int64)
    names = [re.sub(r"\s+", "", desk.note[int(r)]) or f"{tree.units[int(u)].name}网格" for r, u in zip(row, lines["unit"], strict=True)]
    village = lines["unit"].to_numpy(np.int64)
    keys = [f"{v}|{n}" for v, n in zip(village, names, strict=True)]
    kind = [named(n, ("专属微网格", "综合微网格", "专属网格", "综合网格", "微网格")) or next(iter(way.words), "网格") for n in names]
    frame = pd.DataFrame({"key": keys, "village": village, "code": "", "name": names, "kind": kind, "source": text.objects(desk.rows.sources)[row]})
    desk.world.grids.append(frame)


def _outcome(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    """What came of an event: the answer is its outcome."""
    stated = desk.ground.ids.event
    rows_of = dict(zip(stated.to_numpy(object), stated.index, strict=True)) if len(stated) else {}
    said = {str(rows_of.get(i, i)): desk.note[int(r)] for r, i in zip(lines["row"], lines["id"], strict=True)}
    for n, frame in enumerate(desk.world.events):
        mine = frame["id"].isin(said)
        if mine.any():
            desk.world.events[n] = frame.assign(outcome=frame["outcome"].mask(mine, frame["id"].map(said)))


def _stated(desk: Desk, check: Check, way: Way, lines: pd.DataFrame) -> None:
    """What a ledger did not say of the holder of a post: 政治面貌 with the post once more, 学历 and birth of the person."""
    if way.words == ("political",):
        every = desk.ground.edges("HOLDS_POST")
        posts = {(p, t): (post, ledger, label) for p, t, post, ledger, label in zip(
            every["from"], every["to"], every["post"], every["ledger"], every["target_label"], strict=True) if post in check.words("posts")}  # fmt: skip
        for r, person, thing in zip(lines["row"], lines["id"], lines["thing"], strict=True):
            post, ledger, label = posts[person, thing]
            one = pd.DataFrame({"from": [person], "to": [thing], "row": [r]})
            value = str(codes.political(_array([desk.note[int(r)]]))[0][0].as_py() or "")
            if not value:
                desk.failed[int(r)] = f"“{desk.note[int(r)]}”不是政治面貌。请写如 中共党员、群众"
                continue
            desk.edge("HOLDS_POST", "Person", label, ("id", "id"), one, post=post, duty="", political=value, ledger=ledger)
        return
    for r, person in zip(lines["row"], lines["id"], strict=True):
        said = _array([desk.note[int(r)]])
        if way.words == ("education",):
            value = str(codes.education(said)[0][0].as_py() or "")
            told = {"education": value} if value else {}
        else:
            day = dates(said).first[0]
            told = {} if np.isnat(day) else {"birth": str(day)}
        if told:
            desk.person(str(person), int(r), **told)
        else:
            desk.failed[int(r)] = f"“{desk.note[int(r)]}”读不出{'学历' if way.words == ('education',) else '出生年月'}。请按“填写要求”一列的写法填"


_WRITERS: Mapping[str, Callable[[Desk, Check, Way, pd.DataFrame], None]] = {
    "mechanisms": _mechanisms,
    "posts": _posts,
    "kinds": _bodies,
    "labels": _bodies,
    "pairs": _pairs,
    "events": _events,
    "cooperatives": _cooperatives,
    "members": _members,
    "under": _under,
    "has_members": _has_members,
    "grids": _grids,
    "roles": _roles,
    "outcome": _outcome,
    "stated": _stated,
}
