"""What happens to a contact ledger from one month to the next: who leaves, who takes over, which households are found, which rows vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from api.demo.cells import full_width
from api.demo.contacts import FORMS
from api.demo.dice import Cell, Dice, Ints
from api.demo.lookup import SEVERAL
from api.demo.names import OLD_VILLAGES
from api.demo.population import adults
from api.demo.ties import stranger_name
from api.demo.year.lines import Line, Page, Tie, Who
from api.demo.year.office import CONTACTS, Office
from api.demo.year.reading import Eyes, eyes, group_name


class ContactBook:
    """One town's page of a contact ledger, on the desk."""

    def __init__(self, office: Office, kind: str, town: int, rng: Dice, page: Page | None = None) -> None:
        self.office, self.kind, self.town, self.rng = office, kind, town, rng
        self.page: Page = page or office.page(kind, town)
        self.words = FORMS[kind].columns
        self.see: Eyes = eyes(office)
        self.homes = self.see.stated.world.homes

    @property
    def ties(self) -> list[tuple[Line, Tie]]:
        """The rows that name a household."""
        return [(line, line.said) for line in self.page.lines if isinstance(line.said, Tie)]

    def found(self, line: Line, tie: Tie) -> int:
        """The household that a row means to a reader; negative where it cannot be told."""
        if line.rejected:
            return -1
        return self.see.find(tie.village, tie.code, tie.head_id, tie.name, tie.group)[0]

    def reached(self) -> set[int]:
        """Households that some row names, counting or not."""
        return {self.found(line, tie) for line, tie in self.ties}

    def sure(self, who: int) -> bool:
        """Whether a contact may leave: no mark yet, and no row of that person, in any ledger, that fits several households."""
        me = self.page.who[who]
        if me.mark or me.person in self.office.marks:
            return False
        for page in self.office.pages:
            for line in page.lines if page.kind in CONTACTS else ():
                if any(page.who[tie.who].person == me.person and self.found(line, tie) == SEVERAL for tie in line.ties):
                    return False
        return True

    def alone(self, who: int) -> bool:
        """Whether the person contacts nobody by another ledger or mandate, so that its rows may vanish with all they say."""
        me = self.page.who[who]
        return sum(w.person == me.person for p in self.office.pages for w in p.who) == 1 and me.person not in self.office.marks

    def contacts(self, keep: Callable[[int], bool], least: int = 4) -> list[int]:
        """Contacts of at least so many rows for whom something holds."""
        rows = np.bincount([t.who for _, t in self.ties], minlength=len(self.page.who))
        return [c for c in range(len(self.page.who)) if rows[c] >= least and keep(c)]

    def leave(self, who: int, word: str) -> None:
        """The remark says so on every row."""
        self.page.who[who].mark = word
        for line, tie in self.ties:
            if tie.who == who:
                line.cells[self.words["remark"]] = word

    def vanish(self, lines: Iterable[Line]) -> None:
        """Rows that are not there any more."""
        gone = {id(line) for line in lines}
        self.page.lines = [line for line in self.page.lines if id(line) not in gone]

    def rows(self, who: int) -> list[Line]:
        return [line for line, tie in self.ties if tie.who == who]

    def spare(self, least: int = 3) -> list[Line]:
        """Rows that may vanish: plain ones, of contacts who have others."""
        many = np.bincount([t.who for _, t in self.ties], minlength=len(self.page.who))
        firsts = {id(self.rows(c)[0]) for c in range(len(self.page.who)) if many[c]}
        return [line for line, t in self.ties if many[t.who] > least and id(line) not in firsts and self.found(line, t) >= 0 and not line.copied]

    def free(self, village: int) -> Ints:
        """Households of a village, as it is now, that no row names and whose words are clear."""
        here = np.flatnonzero((self.homes.village == village) & self.see.stated.exists)
        reached = self.reached()
        lived = [h for h in here.tolist() if h not in reached and not self.homes.excluded[h]]
        return np.array([h for h in lived if self._words(h, 0, village).home == self._clear(h)], dtype=np.int64)

    def _clear(self, home: int) -> int:
        tie = self._words(home, 0, int(self.homes.village[home]))
        return self.see.find(tie.village, tie.code, tie.head_id, tie.name, tie.group)[0]

    def _words(self, home: int, who: int, village: int) -> Tie:
        stated = self.see.stated
        code = str(stated.code[home]) if "key" in self.words else ""
        return Tie(who, home, village, code, "", str(stated.head[home]), int(self.homes.group[home]), self.office.day.toordinal() - 10, 0)

    def add(self, who: int, homes: Iterable[int]) -> None:
        """Households that a contact has been given: rows after those it has."""
        for home in homes:
            lines = self.rows(who)
            at = self.page.lines.index(lines[-1]) + 1
            self.page.lines.insert(at, self._line(lines[-1], self._words(int(home), who, lines[-1].village)))
        self._count(who)

    def _line(self, like: Line, tie: Tie) -> Line:
        cells: dict[str, Cell] = dict(like.cells)
        cells |= self._home_cells(tie)
        cells[self.words["village"]] = self.office.village(tie.village).name
        cells[self.words["town"]] = self.office.world.county.towns[self.town]
        cells[self.words["contact"]] = str(self.see.stated.world.folk.name[self.page.who[tie.who].person])
        return Line(cells, tie.village, False, like.block, tie.village, False, tie)

    def _home_cells(self, tie: Tie) -> dict[str, Cell]:
        group = self._group(tie.group, tie.village)
        words, day = self.words, self.office.day
        cells: dict[str, Cell] = {words["head"]: tie.name, words["group"]: group, words["since"]: day.replace(day=day.day - 10), words["until"]: ""}
        return cells | ({words["key"]: tie.code} if "key" in words else {})

    def _group(self, group: int, village: int) -> str:
        """As people write it beside a village: whoever writes the old village writes the old group."""
        if group < 0:
            return ""
        return self.office.world.county.groups[group].name if village in self.office.gone else group_name(self.office, group)

    def _count(self, who: int) -> None:
        """The typed 户数 follows the rows."""
        if "count" in self.words:
            lines = self.rows(who)
            self.page.who[who].claimed = len(lines)
            for line in lines:
                line.cells[self.words["count"]] = len(lines)

    def newcomer(self, village: int) -> int:
        """Somebody of the village who contacts nobody yet and is called like nobody who does."""
        office, folk = self.office, self.see.stated.world.folk
        taken = {w.person for p in office.pages for w in p.who} | set(office.marks)
        names = {str(folk.name[w.person]) for w in self.page.who}
        able = np.flatnonzero(adults(self.see.stated.world) & (self.homes.village[folk.home] == village) & self.see.stated.exists[folk.home])
        able = np.array([p for p in able.tolist() if p not in taken and str(folk.name[p]) not in names], dtype=np.int64)
        return int(self.rng.choice(able))

    def begin(self, village: int, homes: Iterable[int], mechanism: str, like: Line) -> int:
        """A new contact with households of its own."""
        folk, homes = self.see.stated.world.folk, [int(h) for h in homes]
        person = self.newcomer(village)
        seen = str(folk.id[person]) if "contact_id" in self.words else ""
        who = len(self.page.who)
        self.page.who.append(Who(person, village, mechanism, "", seen, len(homes) if "count" in self.words else -1))
        block = max((line.block for line in self.page.lines), default=-1) + 1
        cells: dict[str, Cell] = {"contact": str(folk.name[person]), "contact_id": seen, "phone": str(folk.phone[person]), "remark": "", "mandate": mechanism}
        cells |= {"batch": f"L{self.office.day.month:02d}{block + 1:03d}", "count": len(homes)}
        for home in homes:
            line = self._line(like, self._words(home, who, village))
            line.block = block
            line.cells |= {word: cells[name] for name, word in self.words.items() if name in cells}
            self.page.lines.append(line)
        self._settle()
        return who

    def hand_over(self, who: int) -> int:
        """Somebody new has all households of a contact from now on; the old rows vanish."""
        old = self.rows(who)
        homes = list(dict.fromkeys(h for line in old if isinstance(line.said, Tie) and (h := self.found(line, line.said)) >= 0))
        village = self.office.now(self.page.who[who].village)
        new = self.begin(village, [h for h in homes if self._clear(h) == h and self.homes.village[h] == village], self.page.who[who].mechanism, old[0])
        self.vanish(old)
        return new

    def _settle(self) -> None:
        """Rows by village, as the office keeps them; the rows of a contact stay together."""
        place = {who: n for n, who in enumerate(dict.fromkeys(t.who for _, t in self.ties))}
        home = {c: self.office.now(w.village) for c, w in enumerate(self.page.who)}
        self.page.lines.sort(key=lambda line: (home[line.said.who], place[line.said.who]) if isinstance(line.said, Tie) else (-1, -1))

    def spoil(self, count: int) -> None:
        """Mistakes of a hurried re-typing, which a correction will mend: 户号 that nobody has, a village of long ago, an impossible day."""
        spare = self.spare()
        for n, line in enumerate(spare[:: max(1, len(spare) // count)][:count]):
            tie = line.said
            assert isinstance(tie, Tie)
            if n % 3 == 0:
                tie.name, tie.code = stranger_name(self.rng), "9" + tie.code[1:] if tie.code else ""
                line.cells[self.words["head"]] = tie.name
                if "key" in self.words:
                    line.cells[self.words["key"]] = tie.code
            elif n % 3 == 1:
                line.cells[self.words["village"]], line.village, line.rejected = OLD_VILLAGES[n % len(OLD_VILLAGES)], -1, True
            else:
                tie.since, line.cells[self.words["since"]] = 0, "2024-02-30"

    def mend(self) -> int:
        """Corrects what the ledger got wrong: villages, 户号 and names that nobody knew, impossible days. Returns how many rows."""
        mended = 0
        for line, tie in self.ties:
            day = any(str(line.cells[self.words[d]]).endswith("-02-30") for d in ("since", "until"))
            if not line.rejected and self.found(line, tie) >= 0 and not day:
                continue
            better = self._words(tie.home, tie.who, self.office.now(int(self.office.world.homes.village[tie.home])))
            if not self.see.stated.exists[tie.home] or self._clear(tie.home) != tie.home:
                continue
            if day:
                better.until = 0
            else:
                better.since, better.until = tie.since, tie.until
            kept = {word: line.cells[word] for name in ("since", "until") if (word := self.words[name]) and not day}
            line.cells |= self._home_cells(better) | kept
            line.cells[self.words["village"]], line.village, line.rejected = self.office.village(better.village).name, better.village, False
            line.cells[self.words["contact"]] = str(self.see.stated.world.folk.name[self.page.who[tie.who].person])
            line.said = better
            mended += 1
        return mended

    def rename(self) -> None:
        """Villages that were merged are written as what they have become; here and there in full-width forms, as ever."""
        for line in self.page.lines:
            if line.village in self.office.gone:
                line.village = self.office.gone[line.village]
                line.cells[self.words["village"]] = self.office.village(line.village).name
                if isinstance(line.said, Tie):
                    line.said.village = self.office.now(line.said.village)
                    if line.cells[self.words["group"]]:
                        line.cells[self.words["group"]] = self._group(line.said.group, line.said.village)
        for w in self.page.who:
            w.village = self.office.now(w.village)
        for line, tie in self.ties[::17]:
            if tie.code and isinstance(line.cells[self.words["key"]], str):
                line.cells[self.words["key"]] = full_width(tie.code)
