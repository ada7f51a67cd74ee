"""Who is asked: a query of subject and unit (where the subject is placed) per word of `population`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.verify.question import Question, Said, labels, numbers, texts

GRID_POSTS = ("网格长", "专职网格员", "兼职网格员", "网格指导员")
ORGANIZATIONS = ("党组织", "自治组织", "群团组织")
DEFAULT = {"presence": "单元", "breadth": "单元", "staffing": "网格", "chain": "成员", "share": "岗位"}
"""The population of a kind of check that names none; all others ask households."""
TOP = "(SELECT id FROM roots)"


def name_of(ask: Question) -> str:
    """The word of a check's population."""
    return str(ask.options.get("population", DEFAULT.get(ask.check.kind, "户")))


def population(ask: Question, said: Said | None = None) -> str:
    """The query of a check's subjects."""
    text = POPULATIONS[name_of(ask)](ask, ask.options if said is None else said)
    if name_of(ask) not in ("网格", "组织"):
        return text
    return f"SELECT * FROM ({text}) WHERE unit NOT IN (SELECT id FROM villages WHERE virtual)"


def households(ask: Question, said: Said) -> str:
    """Those of the denominator."""
    kinds = f"AND {ask.containing('kind', said['household_kinds'])}" if "household_kinds" in said else ""
    return f"SELECT household AS subject, unit FROM homes WHERE counted {kinds}"


def people(ask: Question, said: Said) -> str:
    """Residents in service, or everybody employed."""
    at = "SELECT r.person, min(h.unit) AS unit FROM residents r JOIN homes h USING (household) WHERE h.counted GROUP BY r.person"
    who = f"SELECT person, unit FROM ({at})"
    if said.get("employed"):
        employed = """SELECT DISTINCT "from" AS person FROM edges_employed_by WHERE since <= $day AND until > $day"""
        who = f"""SELECT person, coalesce(lives.unit, {TOP}) AS unit FROM ({employed}) LEFT JOIN ({at}) lives USING (person)
                  WHERE person NOT IN (SELECT id FROM leavers)"""
    filters = [ask.within("p.political", said["political"])] if "political" in said else []
    filters += [f"p.sex = {ask(said['sex'])}"] if "sex" in said else []
    filters += [aged(ask, "p", said)] if "ages" in said else []
    return f"SELECT p.id AS subject, w.unit FROM ({who}) w JOIN Person p ON p.id = w.person WHERE {' AND '.join(['TRUE', *filters])}"


def aged(ask: Question, person: str, said: Said) -> str:
    """A condition: the age, by years, is known and within the bounds."""
    low, high = numbers(said["ages"])
    return f"{person}.birth_year > 0 AND year($day) - {person}.birth_year BETWEEN {ask(low)} AND {ask(high)}"


def units(ask: Question, said: Said) -> str:
    """Units of some levels and kinds, the virtual left out."""
    filters = [f"list_contains({ask(numbers(said['level']))}, level)"] if "level" in said else []
    filters += [ask.unit_kinds("kind", said["units"])] if "units" in said else []
    return f"SELECT id AS subject, id AS unit FROM Unit WHERE id NOT IN (SELECT id FROM villages WHERE virtual) AND {' AND '.join(['TRUE', *filters])}"


def grids(ask: Question, said: Said) -> str:
    kinds = f"WHERE {ask.within('g.kind', said['grid_kinds'])}" if "grid_kinds" in said else ""
    return f"SELECT g.id AS subject, coalesce(min(u.unit), {TOP}) AS unit FROM Grid g LEFT JOIN grid_units u ON u.grid = g.id {kinds} GROUP BY g.id"


def organizations(ask: Question, said: Said) -> str:
    """Bodies in force of some labels and kinds, of those levels of units that they cover."""
    named = texts(said.get("labels")) or texts(said.get("label")) or list(ORGANIZATIONS)
    filters = [ask.within("b.label", labels(named))]
    filters += [ask.within("b.kind", said["bodies"])] if "bodies" in said else []
    if "level" in said:
        filters += [f"(b.label, b.id) IN (SELECT label, body FROM body_levels WHERE list_contains({ask(numbers(said['level']))}, level))"]
    if "ambiguous" in said:
        filters += [ask.containing("b.name", said["ambiguous"])]
    return f"""SELECT b.id AS subject, coalesce(min(c.place), {TOP}) AS unit
               FROM bodies b LEFT JOIN covers c ON c.body = b.id AND c.label = b.label AND c.target = 'Unit'
               WHERE {" AND ".join(filters)} GROUP BY b.label, b.id"""


def events(ask: Question, said: Said) -> str:
    kinds = ask.within("kind", said["events"])
    return f"SELECT event AS subject, min(u.unit) AS unit FROM happened JOIN event_units u USING (event) WHERE {kinds} GROUP BY event"


def contacts(ask: Question, said: Said) -> str:
    """Persons with a contact in force, at the lowest unit of village, town, county that holds all whom they contact."""
    return f"""SELECT c.person AS subject, {common("z")} AS unit FROM contact_units c JOIN places z ON z.id = c.unit
               WHERE {ask.within("c.mechanism", said["mechanisms"])} GROUP BY c.person"""


def members(ask: Question, said: Said) -> str:
    """Persons on a roster, once per village; who has left since is still on it, a virtual village has nobody."""
    kinds = f"AND {ask.unit_kinds('v.kind', said['units'])}" if "units" in said else ""
    return f"""SELECT DISTINCT l."from" AS subject, coalesce(v.village, l."to") AS unit FROM edges_listed_in l LEFT JOIN villages v ON v.id = l."to"
               WHERE NOT coalesce(v.virtual, FALSE) AND l.since <= $day AND l.until > $day AND {ask.within("l.roster", said["roster"])} {kinds}"""


def posts(ask: Question, said: Said) -> str:
    """Filled posts: of grids, and of units where a post is none of a grid's. The subject is person and thing and post."""
    words = texts(said["posts"])
    grid, unit = [w for w in words if w in GRID_POSTS], [w for w in words if w not in GRID_POSTS]
    return f"""SELECT person, thing, post, list(DISTINCT political) AS said, coalesce(min(u.unit), min(x.id), {TOP}) AS unit,
                      person || '/' || thing || '/' || post AS subject
               FROM posts h LEFT JOIN grid_units u ON h.target = 'Grid' AND u.grid = h.thing LEFT JOIN Unit x ON h.target = 'Unit' AND x.id = h.thing
               WHERE h.target = 'Grid' AND {ask.within("post", grid)} OR h.target = 'Unit' AND {ask.within("post", unit)}
               GROUP BY person, h.target, thing, post"""


def common(places: str) -> str:
    """An aggregate over rows of `places`: the village of them all, else their town, county, city or the root."""
    one = "CASE WHEN min({0}) = max({0}) AND count({0}) = count(*) THEN min({0}) END"
    return f"coalesce({', '.join(one.format(f'{places}.{c}') for c in ('village', 'town', 'county', 'city'))}, {TOP})"


POPULATIONS: Mapping[str, Callable[[Question, Said], str]] = {
    "户": households,
    "人": people,
    "单元": units,
    "网格": grids,
    "组织": organizations,
    "事件": events,
    "岗位": posts,
    "联系人": contacts,
    "成员": members,
}
