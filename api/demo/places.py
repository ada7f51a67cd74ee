"""A county that is on no map: towns, villages and communities, groups, bays, with codes of an unused area."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from api.demo.dice import Dice, dice, some
from api.demo.names import BAY_ENDS, ESTATES, NUMERALS, OLD_VILLAGES, PLACE_FIRST, PLACE_SECOND, SURNAMES


@dataclass(frozen=True)
class Flavour:
    """What differs between the demo places: two counties, and two cities (地级市) over several counties."""

    scheme: str
    county: str
    short: str
    """The county's name as file names begin with it."""
    area: str
    """Six digits of no real county."""
    other_areas: tuple[int, ...]
    """Where people were registered who moved in."""
    towns: tuple[str, ...]
    below: tuple[tuple[str, str], ...] = ()
    """A city's counties: name and six digits. Empty for a county."""


TOWN_CODES = ("001", "100", "101", "102", "103", "104", "105", "106", "200")
FLAVOURS = {
    "zhijiang": Flavour(
        "zhijiang", "青禾县", "青禾", "429930", (429931, 429915, 429942),
        ("松月街道", "云岭渡镇", "桐花镇", "青石铺镇", "芦荻洲镇", "望禾镇", "杉木桥镇", "鹭湖镇", "金穗乡"),
    ),
    "enyang": Flavour(
        "enyang", "云杉区", "云杉", "519930", (519931, 519915, 519942),
        ("登云街道", "鱼泉镇", "茶园坝镇", "石笋镇", "柳林垭镇", "双河堰镇", "玉井镇", "花丛坪镇", "三汇乡"),
    ),
    "yangzhou": Flavour(
        "yangzhou", "澄江市", "澄江", "329900", (329941, 329942, 329943),
        ("文昌桥街道", "邵湖镇", "瓜洲渡镇", "槐泗河镇", "甘泉山镇", "菱塘桥镇", "车逻坝镇", "月塘镇", "送桥乡"),
        (("澄东区", "329902"), ("菱湖县", "329923")),
    ),
    "xinyang": Flavour(
        "xinyang", "申河市", "申河", "419900", (419941, 419942, 419943),
        ("浉滨街道", "五里岗镇", "茶山坳镇", "双井铺镇", "吴家河镇", "明港渡镇", "邢集河镇", "彭家湾镇", "高粱店乡"),
        tuple((n, f"4199{i}") for n, i in zip(
            ("浉南区", "茗山县", "淮滩县", "罗溪县", "光岭县", "息河县", "新塘县", "固堤县", "潢水县", "平桥岭区"), (*range(21, 30), 30), strict=True)),
    ),
}  # fmt: skip


@dataclass
class Village:
    """A 村, 社区 or 类似居委会; `base` is the name without its suffix."""

    town: int
    base: str
    name: str
    code: str
    community: bool
    twin: bool = False
    """A village and a community of the town share the base name."""
    virtual: bool = False
    coded: bool = True
    """Whether the ledger of units gives its code."""
    groups: list[int] = field(default_factory=list)


@dataclass
class Group:
    """组, 小区 or 片区."""

    village: int
    name: str
    bays: list[int] = field(default_factory=list)


@dataclass
class Bay:
    """湾落, 楼栋 or 巷道; not every bay stands in the ledger of units."""

    group: int
    name: str
    listed: bool


@dataclass
class County:
    """All units, each known by its place in its list."""

    flavour: Flavour
    towns: list[str]
    villages: list[Village]
    groups: list[Group]
    bays: list[Bay]
    over: list[int] = field(default_factory=list)
    """Town → its county's place in `counties`."""
    prefixes: list[str] = field(default_factory=list)
    """Town → the nine digits that its villages' codes begin with."""
    counties: list[str] = field(default_factory=list)

    @cached_property
    def _named(self) -> Counter[str]:
        return Counter(x.name for x in self.villages)

    def of_town(self, town: int) -> list[int]:
        """The town's villages and communities that hold people."""
        return [v for v, x in enumerate(self.villages) if x.town == town and not x.virtual]

    def village_path(self, village: int) -> str:
        """From the county down, as the unit ledger writes the names."""
        v = self.villages[village]
        return f"{self.town_path(v.town)}/{v.name}"

    def county_of(self, town: int) -> str:
        return self.counties[self.over[town]]

    def town_path(self, town: int) -> str:
        return f"{self.county_of(town)}/{self.towns[town]}"

    def group_path(self, group: int) -> str:
        return f"{self.village_path(self.groups[group].village)}/{self.groups[group].name}"

    def bay_path(self, bay: int) -> str:
        return f"{self.group_path(self.bays[bay].group)}/{self.bays[bay].name}"

    def full_name(self, village: int) -> str:
        """The name for organisations: with its town where another town has a village of that name."""
        v = self.villages[village]
        return v.name if self._named[v.name] == 1 else self.towns[v.town] + v.name


def make_county(flavour: Flavour, households: int, seed: int, villages: int | None = None) -> County:
    """Sizes as they are in the country: 9 towns, 221 villages of 500 households; a small demo has small villages.

    `villages`: how many, where that is not left to the number of households; more towns and, in a city, more counties follow.
    """
    rng = dice(seed, "places", flavour.scheme)
    size = min(498.0, max(25.0, 90 * (households / 3000) ** 0.476))
    count = villages or max(6, round(households / size))
    few = 4 if flavour.below else 3
    towns = [*flavour.towns[: min(9, max(few, round(count / 4.6)))], *_more_towns(round(count / 17) - 9, dice(seed, "towns", flavour.scheme))]
    county = County(flavour, towns, [], [], [])
    _counties(county, count)
    bases = _bases(rng, count + 2)
    shared = bases.pop()
    for town in range(len(towns)):
        here = count // len(towns) + (town < count % len(towns))
        _villages(county, town, here, bases, shared if town in (1, 2) else "", rng)
    if flavour.below:
        own = [v for v in county.villages if not v.community]
        for i in some(dice(seed, "uncoded", flavour.scheme), len(own) - 1, 0.05 + 1 / len(own)):
            own[i].coded = False
    return county


def _bases(rng: Dice, count: int) -> list[str]:
    """Names without suffix, no two alike, none of a village that was merged away."""
    pool = [a + b for a in PLACE_FIRST for b in PLACE_SECOND] + [f"{s}家{b}" for s in SURNAMES[:80] for b in PLACE_SECOND[3:12]]
    pool = [p for p in pool if not any(old.startswith(p) for old in OLD_VILLAGES)]
    if count > len(pool):
        pool += [a + p for a in "大小东西南北新老上下" for p in pool]
    return [str(p) for p in rng.permutation(pool)[:count]]


def _more_towns(count: int, rng: Dice) -> list[str]:
    """Towns of a large city, no two alike."""
    pool = [a + b + c for a in PLACE_FIRST for b in PLACE_SECOND for c in ("镇", "乡")]
    return [str(p) for p in rng.choice(pool, size=count, replace=False)] if count > 0 else []


def _counties(county: County, villages: int) -> None:
    """One county, or a city's: two of them, ten where it is as large as they are in the country; towns in a row belong together."""
    flavour, n = county.flavour, len(county.towns)
    below = flavour.below[: max(2, round(villages / 346))] or ((flavour.county, flavour.area),)
    county.counties = [name for name, _ in below]
    county.over = [t * len(below) // n for t in range(n)]
    for t, c in enumerate(county.over):
        place = t - county.over.index(c)
        county.prefixes.append(below[c][1] + (TOWN_CODES[place] if place < len(TOWN_CODES) else f"{98 + place}"))


def _villages(county: County, town: int, count: int, bases: list[str], shared: str, rng: Dice) -> None:
    """Communities first (codes 001…), then villages (200…); towns 0 and 1 have a twin, towns 1 and 2 one name in common."""
    communities = max(1, round(count * (0.6 if town == 0 else 0.2)))
    prefix = county.prefixes[town]
    twin = bases.pop() if town < 2 and count > communities else ""
    for i in range(count):
        community = i < communities
        number = f"{i + 1:03d}" if community else f"{200 + i - communities:03d}"
        is_twin = bool(twin) and i in (communities - 1, communities)
        base = twin if is_twin else shared if shared and i == count - 1 else bases.pop()
        suffix = "社区" if community else "村"
        if town == 2 and i == communities - 1 and count > 3:
            number, suffix = "400", "农场"  # 类似居委会: counted as a community, though its name does not say so
        _fill(county, Village(town, base, base + suffix, prefix + number, community, is_twin), rng)
    if town == 0:  # a 虚拟社区 carries no population and belongs to no count of units
        county.villages.append(Village(town, "临空", "临空虚拟社区", prefix + "498", True, virtual=True))


def _fill(county: County, village: Village, rng: Dice) -> None:
    """2 to 4 groups, each with 2 to 4 bays."""
    place = len(county.villages)
    county.villages.append(village)
    names = _group_names(village.community, int(rng.integers(2, 5)), rng)
    used: set[str] = set()
    for name in names:
        group = len(county.groups)
        county.groups.append(Group(place, name))
        village.groups.append(group)
        for i in range(int(rng.integers(2, 5))):
            county.groups[group].bays.append(len(county.bays))
            county.bays.append(Bay(group, _bay_name(name, village.community, i, used, rng), bool(rng.random() > 0.03) or i == 0))


def _group_names(community: bool, count: int, rng: Dice) -> list[str]:
    if community:
        return [str(n) + ("小区" if rng.random() < 0.6 else "片区") for n in rng.choice(ESTATES, size=count, replace=False)]
    arabic = rng.random() < 0.3
    return [f"{i + 1}组" if arabic else f"{NUMERALS[i]}组" for i in range(count)]


def _bay_name(group: str, community: bool, place: int, used: set[str], rng: Dice) -> str:
    if community:
        return f"{place + 1}栋" if group.endswith("小区") else f"{NUMERALS[place]}巷"
    while True:
        name = SURNAMES[int(rng.integers(0, 90))] + BAY_ENDS[int(rng.integers(0, len(BAY_ENDS)))]
        if name not in used:
            used.add(name)
            return name
