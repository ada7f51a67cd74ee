"""A county that is on no map: towns, villages and communities, groups, bays, with codes of an unused area."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.demo.dice import Dice, dice
from api.demo.names import BAY_ENDS, ESTATES, NUMERALS, OLD_VILLAGES, PLACE_FIRST, PLACE_SECOND, SURNAMES


@dataclass(frozen=True)
class Flavour:
    """What differs between the two demo counties."""

    scheme: str
    county: str
    short: str
    """The county's name as file names begin with it."""
    area: str
    """Six digits of no real county."""
    other_areas: tuple[int, ...]
    """Where people were registered who moved in."""
    towns: tuple[str, ...]


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

    def of_town(self, town: int) -> list[int]:
        """The town's villages and communities that hold people."""
        return [v for v, x in enumerate(self.villages) if x.town == town and not x.virtual]

    def village_path(self, village: int) -> str:
        """From the county down, as the unit ledger writes the names."""
        v = self.villages[village]
        return "/".join((self.flavour.county, self.towns[v.town], v.name))

    def group_path(self, group: int) -> str:
        return f"{self.village_path(self.groups[group].village)}/{self.groups[group].name}"

    def bay_path(self, bay: int) -> str:
        return f"{self.group_path(self.bays[bay].group)}/{self.bays[bay].name}"

    def full_name(self, village: int) -> str:
        """The name for organisations: with its town where another town has a village of that name."""
        v = self.villages[village]
        return v.name if sum(x.name == v.name for x in self.villages) == 1 else self.towns[v.town] + v.name


def make_county(flavour: Flavour, households: int, seed: int) -> County:
    """Sizes as they are in the country: 9 towns, 221 villages of 500 households; a small demo has small villages."""
    rng = dice(seed, "places", flavour.scheme)
    size = min(498.0, max(25.0, 90 * (households / 3000) ** 0.476))
    count = max(6, round(households / size))
    towns = flavour.towns[: min(9, max(3, round(count / 4.6)))]
    county = County(flavour, list(towns), [], [], [])
    bases = _bases(rng, count + 2)
    shared = bases.pop()
    for town in range(len(towns)):
        here = count // len(towns) + (town < count % len(towns))
        _villages(county, town, here, bases, shared if town in (1, 2) else "", rng)
    return county


def _bases(rng: Dice, count: int) -> list[str]:
    """Names without suffix, no two alike, none of a village that was merged away."""
    pool = [a + b for a in PLACE_FIRST for b in PLACE_SECOND] + [f"{s}家{b}" for s in SURNAMES[:80] for b in PLACE_SECOND[3:12]]
    pool = [p for p in pool if not any(old.startswith(p) for old in OLD_VILLAGES)]
    return [str(p) for p in rng.permutation(pool)[:count]]


def _villages(county: County, town: int, count: int, bases: list[str], shared: str, rng: Dice) -> None:
    """Communities first (codes 001…), then villages (200…); towns 0 and 1 have a twin, towns 1 and 2 one name in common."""
    communities = max(1, round(count * (0.6 if town == 0 else 0.2)))
    prefix = county.flavour.area + TOWN_CODES[town]
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
