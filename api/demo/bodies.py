"""Ledgers that list what each village has: 三委, 群团, 社会组织, 三室一窗, 一约七会."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from api.demo.cells import PLACED, date_cells, full_width, inner_space, twins, village_cells
from api.demo.dice import Cell, Dice, Ints, dice, some
from api.demo.draft import Draft
from api.demo.names import CLUB_ENDS, CLUBS, person
from api.demo.numbers import phones, uscc
from api.demo.places import County, Village

MASS = ("团支部", "工会联合会", "妇女联合会", "商会分会")
MASS_ALIAS = {"妇女联合会": "妇联", "团支部": "共青团支部"}
ROOMS = ("综治网格中心工作室", "矛盾纠纷调解室", "社会心理服务室", "群众接待窗口")
COUNCILS = ("村规民约", "村民议事会", "红白理事会", "道德评议会", "禁毒禁赌会", "矛盾调解会", "乡贤理事会", "邻里互助会")
CLUB_KINDS = ("社区事务类", "公益慈善类", "生活服务类", "文体活动类")


@dataclass(frozen=True)
class Body:
    """One row of such a ledger. `kind` is the scheme's word, whatever the cell says."""

    village: int
    kind: str
    name: str
    leader: str
    shown: str = ""
    code: str = ""
    registered: bool = False


@dataclass
class BodySheet:
    draft: Draft
    bodies: list[Body]


def committees(county: County, village: int, rng: Dice) -> list[Body]:
    """三委; the party slot carries whatever party organisation the village has."""
    v, full = county.villages[village], county.full_name(village)
    party, party_name = party_body(county, village)
    council, board = ("居民委员会", "居务监督委员会") if v.community else ("村民委员会", "村务监督委员会")
    return [Body(village, party, party_name, person(rng)), Body(village, council, full + council, person(rng)), Body(village, board, full + board, person(rng))]


def party_body(county: County, village: int) -> tuple[str, str]:
    """Kind and name of the village's own party organisation."""
    v = county.villages[village]
    place = county.towns[v.town] + v.name
    kind = "党委" if v.community else "党总支" if village % 3 == 0 else "党支部"
    return kind, f"中共{place}" + {"党委": "委员会", "党总支": "总支部委员会", "党支部": "支部委员会"}[kind]


def mass(county: County, village: int, rng: Dice) -> list[Body]:
    """群团; now and then one person leads two of them."""
    leaders = [person(rng) for _ in MASS]
    if rng.random() < 0.3:
        leaders[1] = leaders[3]
    full = county.full_name(village)
    return [Body(village, k, full + k, w, MASS_ALIAS.get(k, k) if rng.random() < 0.05 else k) for k, w in zip(MASS, leaders, strict=True)]


def clubs(county: County, village: int, rng: Dice) -> list[Body]:
    """社会组织: one village in six stays below the norm."""
    v, full = county.villages[village], county.full_name(village)
    norm = 20 if v.community else 10
    count = norm - 1 - int(rng.integers(0, 4)) if rng.random() < 0.16 else norm + int(rng.integers(0, 5))
    pairs = rng.permutation(len(CLUBS) * len(CLUB_ENDS))[:count]
    found = []
    for p in pairs.tolist():
        registered = rng.random() < 0.3
        code = uscc("51" if p % 2 else "52", county.flavour.area, village * 100 + p) if registered else ""
        name = full + CLUBS[p // len(CLUB_ENDS)] + CLUB_ENDS[p % len(CLUB_ENDS)]
        found.append(Body(village, str(rng.choice(CLUB_KINDS)), name, person(rng), "", code, registered))
    return found


def rooms(county: County, village: int, rng: Dice) -> list[Body]:
    return [Body(village, k, county.full_name(village) + k, person(rng)) for k in ROOMS]


def councils(county: County, village: int, rng: Dice) -> list[Body]:
    return [Body(village, k, county.full_name(village) + k, person(rng)) for k in COUNCILS]


@dataclass(frozen=True)
class BodyForm:
    """One such ledger: kind, file, the words for kind and name, how many rows are left out."""

    kind: str
    file: str
    title: str
    make: Callable[[County, int, Dice], list[Body]]
    missing: float
    kind_word: str = "组织类别"
    name_word: str = "组织名称"
    one_sheet: bool = False


BODY_FORMS = {
    "B4": BodyForm("B4", "三委自治组织台账.xlsx", "三委自治组织台账", committees, 0.05),
    "D5": BodyForm("D5", "群团组织台账.xlsx", "群团组织台账", mass, 0.05, one_sheet=True),
    "E1": BodyForm("E1", "社会组织台账.xlsx", "社会组织台账", clubs, 0.0, "社会组织类型", "社会组织名称"),
    "F11": BodyForm("F11", "综治中心三室一窗台账.csv", "", rooms, 0.06, "阵地类别", "阵地名称", one_sheet=True),
    "C10": BodyForm("C10", "一约七会台账.xlsx", "一约七会台账", councils, 0.06),
}


def body_sheets(county: County, form: BodyForm, seed: int, silent: set[int]) -> list[BodySheet]:
    """A sheet per town, or one for the county; silent villages have delivered nothing."""
    towns = range(len(county.towns))
    found = []
    for part in [list(towns)] if form.one_sheet else [[t] for t in towns]:
        rng = dice(seed, form.kind, county.towns[part[0]])
        rows = [b for t in part for v in county.of_town(t) if v not in silent for b in form.make(county, v, rng)]
        lost = set(some(rng, len(rows), form.missing).tolist())
        rows = [b for i, b in enumerate(rows) if i not in lost]
        sheet = "" if form.file.endswith(".csv") else "汇总" if form.one_sheet else county.towns[part[0]]
        found.append(_sheet(county, form, rows, sheet, rng))
    return found


def _sheet(county: County, form: BodyForm, rows: list[Body], sheet: str, rng: Dice) -> BodySheet:
    n = len(rows)
    villages = np.array([b.village for b in rows], dtype=np.int64)
    title = (county.flavour.county if form.one_sheet else sheet) + form.title
    draft = Draft(f"{county.flavour.short}_{form.file}", sheet, form.kind, title, {}, villages, np.zeros(n, dtype=np.bool_))
    draft.encoding = "gb18030" if form.file.endswith(".csv") else ""
    unknown = some(rng, n, 0.012)
    ambiguous = np.setdiff1d(some(rng, twins(county, villages), 0.04), unknown)
    names, state = village_cells(rng, county, villages, variant=0.04, unknown=unknown, ambiguous=ambiguous)
    draft.problem(unknown, "村(社区)", "unit_unknown")
    draft.problem(ambiguous, "村(社区)", "unit_ambiguous")
    draft.rejected = state != PLACED
    leaders: list[Cell] = [b.leader for b in rows]
    for i in some(rng, n, 0.015):
        leaders[i] = inner_space(rows[i].leader, rng)
    numbers: list[Cell] = phones(rng, n).tolist()
    for i in some(rng, n, 0.015):
        numbers[i] = full_width(str(numbers[i]))
    columns: dict[str, list[Cell]] = {"序号": [""] * n, "乡镇(街道)": [county.towns[county.villages[v].town] for v in villages.tolist()], "村(社区)": names}
    if form.kind == "F11":
        columns["行政区划代码"] = _codes(county, draft, rows, names, state, rng)
    columns |= {form.kind_word: [b.shown or b.kind for b in rows], form.name_word: [b.name for b in rows]}
    if form.kind == "E1":
        columns["统一社会信用代码"] = _credit(draft, rows, rng)
        columns["登记或备案"] = ["登记" if b.registered else "备案" for b in rows]
    days = np.array([date(2010, 1, 1).toordinal()] * n, dtype=np.int64) + rng.integers(0, 5200, n)
    columns |= {"负责人": leaders, "联系电话": numbers, "成立时间": date_cells(rng, days, typed=not draft.encoding).cells}
    draft.columns = columns
    draft.village[state != PLACED] = -1
    draft.copies = some(rng, np.flatnonzero(~draft.rejected), 0.012)
    return BodySheet(draft, rows)


def _codes(county: County, draft: Draft, rows: list[Body], names: list[Cell], state: Ints, rng: Dice) -> list[Cell]:
    """Division codes beside the names: some rows have only the code, in some the two disagree (the name decides)."""
    codes: list[Cell] = [county.villages[b.village].code for b in rows]
    placed = np.flatnonzero(state == PLACED)
    for i in np.flatnonzero(state != PLACED):
        codes[i] = ""
    only = some(rng, placed, 0.03)
    for i in only:
        names[i] = ""
    for i in some(rng, np.setdiff1d(placed, only), 0.015):
        other = _other(county, county.villages[rows[i].village], rng)
        codes[i] = other.code
        draft.problem([int(i)], "行政区划代码", "code_conflict")
    return codes


def _other(county: County, village: Village, rng: Dice) -> Village:
    near = [v for v in county.villages if v.town == village.town and v is not village and not v.virtual]
    return near[int(rng.integers(0, len(near)))]


def _credit(draft: Draft, rows: list[Body], rng: Dice) -> list[Cell]:
    """Credit codes; a wrong one is lost, its organisation is not."""
    cells: list[Cell] = [b.code for b in rows]
    have = np.array([i for i, b in enumerate(rows) if b.code], dtype=np.int64)
    wrong = some(rng, have, 0.03)
    for i in wrong:
        code = rows[i].code
        cells[i] = code[:8] + ("7" if code[8] != "7" else "3") + code[9:]
    draft.problem(wrong, "统一社会信用代码", "uscc_invalid")
    return cells
