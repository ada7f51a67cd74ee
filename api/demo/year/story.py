"""Twelve months of a county's office: what arrives, and what is in force after it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace

from api.demo.bodies import Body
from api.demo.build import DEALS
from api.demo.dice import Dice, dice, some
from api.demo.made import Made
from api.demo.year.contactbook import ContactBook
from api.demo.year.families import Families
from api.demo.year.lines import Line, Page, Share, Tie
from api.demo.year.merger import MERGED, merge, pair_of
from api.demo.year.office import Office, office_of
from api.demo.year.reading import eyes, month_end, read

FIRST = (2025, 6)
"""The month of the demo's own ledgers."""
WRONG = 9
"""The month in which last year's file is loaded; the next one begins with taking it back."""
KINDS = {"zhijiang": ("C6", "G1", "B11"), "enyang": ("C8", "C8", "C8")}
"""The contact ledgers that the story speaks of: the main one, one for three towns at once, one more."""
TITLES = {"C6": "联户长台账", "G1": "两代表一委员联系户台账", "B11": "党员中心户联系台账", "C8": "好邻居联系台账"}


@dataclass
class Month:
    """One delivery: its sheets, what they are about, and what is in force once they are loaded."""

    number: int
    base: int
    """The month on which this one builds: the one before, but after a rollback the one before that."""
    office: Office
    sent: list[Page] = field(default_factory=list)
    again: int = 0
    """The files of this earlier month are sent once more, to the last byte."""
    notes: list[str] = field(default_factory=list)


class Story:
    """Makes the months one after the other; each draws from its own dice."""

    def __init__(self, made: Made, seed: int) -> None:
        self.seed, self.scheme = seed, made.world.county.flavour.scheme
        self.main, self.board, self.more = KINDS[self.scheme]
        first = Month(1, 0, office_of(made, month_end(*FIRST)), notes=["全县各类台账首次报送。"])
        first.sent = list(first.office.pages)
        self.months = [first]

    def tell(self) -> list[Month]:
        """All twelve."""
        acts = (
            self._main_changes, self._register, self._late, self._corrected, self._merged, self._three_towns, self._new_names, self._wrong, self._right,
            self._several, self._again,
        )  # fmt: skip
        for number, act in enumerate(acts, 2):
            base = number - 1 if number != WRONG + 1 else WRONG - 1
            before = self.months[base - 1].office
            month = Month(number, base, before.copy(month_end(FIRST[0], FIRST[1] + number - 1)))
            act(month, dice(self.seed, "year", self.scheme, str(number)))
            self.months.append(month)
        return self.months

    def _send(self, month: Month, pages: list[Page], note: str) -> None:
        day = month.office.day
        for page in pages:
            page.signed = f"{day.year}年{day.month}月{day.day - 5}日"
        month.sent += pages
        month.notes.append(note)

    def _town(self, month: Month, town: int) -> str:
        return month.office.world.county.towns[town]

    def _main_changes(self, month: Month, rng: Dice) -> None:
        book = ContactBook(month.office, self.main, 1, rng)
        _turn_over(book)
        book.spoil(6)
        self._send(month, [book.page], f"{self._town(month, 1)}重报{TITLES[self.main]}：有人离任，有人接任，有的行不再出现，有的户新有了联系人。")

    def _register(self, month: Month, rng: Dice) -> None:
        families = Families(month.office, 0, rng)
        families.birth(families.pick(1))
        families.birth(families.pick(2))
        families.death(families.pick(3))
        families.move_out(families.pick(1))
        families.marked_out(families.pick(1))
        families.split(families.pick(3, families.grown))
        families.new_head(families.pick(3))
        families.renumber(families.pick(2))
        self._send(month, families.pages, f"{self._town(month, 0)}重报户籍人口台账：出生、死亡、迁出，一户分为两户，一户换了户主，一户更正户号。")

    def _late(self, month: Month, rng: Dice) -> None:
        office = month.office
        late = min(office.silent[self.main], key=lambda v: (office.village(v).town > MERGED, v))
        self._send(month, [_late_page(office, self.main, late, rng)], f"{office.village(late).name}补报{TITLES[self.main]}，此前未报。")
        if self.board != self.main:
            zero = min(office.silent[self.board])
            self._send(month, [_zero_page(office, self.board, zero)], f"{office.village(zero).name}补报{TITLES[self.board]}：零报告。")

    def _corrected(self, month: Month, rng: Dice) -> None:
        book = ContactBook(month.office, self.main, 1, rng)
        mended = book.mend()
        self._send(month, [book.page], f"{self._town(month, 1)}更正{TITLES[self.main]}（文件名不变），改了{mended}行：村名、户号、户主姓名、日期。")

    def _merged(self, month: Month, rng: Dice) -> None:
        office = month.office
        pair = pair_of(office)
        pages = merge(office, pair, office.day.replace(day=1))
        names = "、".join(office.village(v).name for v in pair)
        self._send(month, pages, f"{names}合并为{office.village(office.now(pair[0])).name}：重报村组湾落名册，附撤村并居对照表；其他台账仍用原村名。")
        book = ContactBook(office, self.more, 0, rng)
        _turn_over(book)
        self._send(month, [book.page], f"{self._town(month, 0)}重报{TITLES[self.more]}。")

    def _three_towns(self, month: Month, rng: Dice) -> None:
        pages = []
        for town in range(3):
            book = ContactBook(month.office, self.board, town, rng)
            _turn_over(book)
            pages.append(book.page)
        self._send(month, pages, f"三个镇街的{TITLES[self.board]}一次报来，合并村的行仍用原村名。")

    def _new_names(self, month: Month, rng: Dice) -> None:
        office, last = month.office, MERGED
        families = Families(office, last, rng)
        families.birth(families.pick(2))
        families.move_out(families.pick(1))
        families.rename()
        book = ContactBook(office, self.main, last, rng)
        _turn_over(book)
        book.rename()
        self._send(month, [*families.pages, book.page], f"{self._town(month, last)}重报户籍人口台账和{TITLES[self.main]}，改用新村名。")

    def _wrong(self, month: Month, rng: Dice) -> None:
        book = ContactBook(month.office, self.main, 1, rng)
        last = month.office.day.year - 1
        _last_year(book, last, TITLES[self.main])
        self._send(month, [book.page], f"误报：{self._town(month, 1)}报来去年的{TITLES[self.main]}。装载时应受怀疑；这里仍予批准，下月撤回。")
        book.page.signed = f"{last}年1月20日"

    def _right(self, month: Month, rng: Dice) -> None:
        month.notes.append("先撤回上月的误报（daohu editions rollback，回到误报之前的一版），再装载本月的文件。")
        book = ContactBook(month.office, self.main, 1, rng)
        _turn_over(book)
        self._send(month, [book.page], f"{self._town(month, 1)}报来正确的{TITLES[self.main]}。")

    def _several(self, month: Month, rng: Dice) -> None:
        office = month.office
        for town in (0, 1):
            book = ContactBook(office, self.more, town, rng)
            _turn_over(book)
            self._send(month, [book.page], f"{self._town(month, town)}重报{TITLES[self.more]}。")
        if self.main != self.more:
            book = ContactBook(office, self.main, 0, rng)
            book.mend()
            self._send(month, [book.page], f"{self._town(month, 0)}更正{TITLES[self.main]}，改用更正后的户号。")
        coops = office.page("E8", 0)
        _members_come_and_go(office, coops, rng)
        self._send(month, [coops], f"{self._town(month, 0)}重报合作社成员名册。")
        bodies = office.page("B4" if self.scheme == "zhijiang" else "C10", 0)
        _one_body_less(bodies, rng)
        self._send(month, [bodies], f"{self._town(month, 0)}重报{bodies.draft.title.removeprefix(self._town(month, 0))}：一个组织不再出现。")

    def _again(self, month: Month, _rng: Dice) -> None:
        month.again = WRONG + 2
        month.notes.append("上月的文件又报来一次，一字未改。")


def _turn_over(book: ContactBook) -> None:
    """One leaves, one hands over, a few rows vanish, a few households are found, and one more contact begins."""
    rng, office = book.rng, book.office
    stays = book.contacts(book.sure)
    if len(stays) > 2:
        book.leave(int(rng.choice(stays)), "离任")
    changes = book.contacts(lambda c: book.sure(c) and book.alone(c))
    if len(changes) > 1:
        book.hand_over(int(rng.choice(changes)))
    spare = book.spare()
    book.vanish([spare[i] for i in some(rng, len(spare), 0.06)])
    villages = sorted({office.now(book.page.who[t.who].village) for _, t in book.ties})
    for v in villages:
        keepers = [c for c in book.contacts(book.sure, 2) if office.now(book.page.who[c].village) == v]
        free = book.free(v)
        if len(keepers) and len(free):
            book.add(int(rng.choice(keepers)), free[some(rng, len(free), 0.2)])
    free = book.free(villages[0])
    if len(free) > 5:
        like, tie = book.ties[0]
        book.begin(villages[0], free[: min(len(free), 12)], book.page.who[tie.who].mechanism, like)


def _late_page(office: Office, kind: str, village: int, rng: Dice) -> Page:
    """A village's own sheet, in a file of its own: nearly all of its households, a dozen or two to each contact."""
    town, v = office.village(village).town, office.village(village)
    model = office.of(kind, [town])[0]
    title = f"{office.world.county.towns[town]}{v.name}{TITLES[kind]}"
    draft = replace(model.draft, file=f"{office.world.county.flavour.short}_{v.name}_{TITLES[kind]}（补报）.xlsx", sheet=v.name, title=title)
    page = Page(draft, town, [])
    book = ContactBook(office, kind, town, rng, page)
    free, size = book.free(village), 10 if kind == "C8" else 20
    like = next(line for line in model.lines if isinstance(line.said, Tie))
    for start in range(0, max(1, len(free) - 4), size):
        book.begin(village, free[start : start + size], DEALS[kind][0], like)
    office.pages.append(page)
    return page


def _zero_page(office: Office, kind: str, village: int) -> Page:
    """A sheet whose one row says that there is nothing to report."""
    v = office.village(village)
    model = office.of(kind, [v.town])[0]
    title = f"{office.world.county.towns[v.town]}{v.name}{TITLES[kind]}"
    draft = replace(model.draft, file=f"{office.world.county.flavour.short}_{v.name}_{TITLES[kind]}（零报告）.xlsx", sheet=v.name, title=title)
    cells = dict.fromkeys(draft.columns, "")
    cells |= {"乡镇(街道)": office.world.county.towns[v.town], "村(社区)": v.name, "姓名": "零报告"}
    page = Page(draft, v.town, [Line(dict(cells), village, False, 0, village, False, None)])
    office.pages.append(page)
    return page


def _last_year(book: ContactBook, year: int, title: str) -> None:
    """Last year's: four contacts in ten were not there yet, two in ten were other people."""
    rng, every = book.rng, book.contacts(lambda _: True, 1)
    book.vanish([line for c in some(rng, len(every), 0.4) for line in book.rows(every[c])])
    others = book.contacts(lambda c: book.sure(c) and book.alone(c), 2)
    for c in some(rng, len(others), 0.25):
        book.hand_over(others[c])
    for line, tie in book.ties:
        since = book.office.day.replace(year=year - 1, month=3, day=1)
        if tie.since > since.toordinal():
            tie.since, line.cells[book.words["since"]] = since.toordinal(), since
    draft, town = book.page.draft, book.office.world.county.towns[book.town]
    book.page.draft = replace(draft, file=draft.file.replace(title, f"{title}（{year}年）"), title=f"{town}{year}年度{title}")


def _members_come_and_go(office: Office, page: Page, rng: Dice) -> None:
    """Some households are members no more, some are new."""
    see, made = eyes(office), read(office)
    told = {h for s in made.coops for h in s.found.tolist()}
    sure = [line for line in page.lines if isinstance(s := line.said, Share) and see.find(s.village, "", s.id, s.name, -1)[0] >= 0 and not line.copied]
    gone = {id(sure[i]) for i in some(rng, len(sure), 0.08)}
    page.lines = [line for line in page.lines if id(line) not in gone]
    homes, heads, folk = see.stated.world.homes, see.stated.head_id, see.stated.world.folk
    for h in range(len(homes.code)):
        like = next((x for x in sure if x.village == homes.village[h]), None)
        if like and h not in told and see.stated.exists[h] and heads[h] and not homes.excluded[h] and rng.random() < 0.12:
            assert isinstance(like.said, Share)
            day = office.day.replace(day=office.day.day - 10)
            said = Share(like.said.kind, like.village, str(heads[h]), str(folk.name[homes.head[h]]))
            page.lines.append(Line(like.cells | {"户主姓名": said.name, "户主身份证号": said.id, "入社时间": day}, like.village, False, 0, 0, False, said))


def _one_body_less(page: Page, rng: Dice) -> None:
    """One organisation is not in the list any more."""
    plain = [line for line in page.lines if isinstance(line.said, Body) and not line.rejected and not line.copied]
    gone = copy.copy(plain[int(rng.integers(0, len(plain)))])
    page.lines = [line for line in page.lines if line.cells is not gone.cells]
