"""人: one person: where he lives, what he is a member of, his posts, and the households that he contacts."""

from __future__ import annotations

from typing import Any

from api.results import NotFoundError, Reader
from api.results.reading.findings import told, with_links
from api.results.reading.households import CONTACT_STATES
from api.results.reading.lasting import lasts, serves

_ROW = "SELECT id, name, sex, birth_year, ethnic, education, political, left_on, left_why, source FROM person WHERE id = $id"
_HOMES = f"""SELECT r.household, h.code, h.head, h.address, u.id AS unit_id, u.path AS unit_path, r.relation, r.is_head, r.since, r.until, r.source,
       {lasts("r")} AS lasts
FROM resident r JOIN household h ON h.id = r.household JOIN unit u ON u.unit = r.unit WHERE r.person = $id ORDER BY r.until NULLS FIRST, u.unit"""
_POSTS = f"""SELECT t.target, t.target_label AS label, coalesce(b.name, g.name, n.name) AS name, b.kind, u.path AS unit_path, t.post, t.duty, t.political,
       t.since, t.until, t.source, {lasts("t")} AND {serves("p")} AS lasts
FROM post t JOIN person p ON p.id = t.person JOIN unit u ON u.unit = t.unit LEFT JOIN body b ON b.id = t.target LEFT JOIN grid g ON g.id = t.target
LEFT JOIN unit n ON n.id = t.target
WHERE t.person = $id ORDER BY t.until NULLS FIRST, t.unit, t.target, t.post"""
_MEMBERSHIPS = f"""SELECT m.body, b.label, b.name, b.kind, m.role, m.home, u.path AS unit_path, m.since, m.until, m.source,
       {lasts("m")} AND {serves("p")} AS lasts
FROM membership m JOIN person p ON p.id = m.member JOIN body b ON b.id = m.body LEFT JOIN unit u ON u.unit = m.unit
WHERE m.member = $id AND m.member_label = 'Person' ORDER BY m.until NULLS FIRST, b.label, b.name"""
_ROSTERS = f"""SELECT l.roster, u.id AS unit_id, u.path AS unit_path, l.since, l.until, l.source, {lasts("l")} AS lasts
FROM listed l JOIN unit u ON u.unit = l.unit
WHERE l.person = $id ORDER BY l.roster, u.unit"""
_CONTACTS = """SELECT c.mechanism, c.part, c.state, c.since, c.until, c.source, c.household, h.code, h.head, u.id AS unit_id, u.path AS unit_path
FROM (SELECT * FROM contact WHERE person = $id ORDER BY state <> 'met', mechanism, unit, household, source LIMIT $size OFFSET $offset) c
JOIN unit u ON u.unit = c.unit LEFT JOIN household h ON h.id = c.household ORDER BY c.state <> 'met', c.mechanism, c.unit, c.household, c.source"""
_IN_SCOPE = (
    """SELECT mechanism, count(DISTINCT household) FILTER (state = 'met') AS here, count(*) AS rows FROM contact WHERE person = $id GROUP BY mechanism"""
)
_MAYBE = """SELECT c.household, h.code, h.head, u.path AS unit_path, c.mechanism, c.source FROM candidate c JOIN household h ON h.id = c.household
JOIN unit u ON u.unit = c.unit WHERE c.id = $id ORDER BY c.mechanism, c.source, u.unit LIMIT 100"""
_FOUND = "SELECT line FROM finding WHERE subject_kind = 'Person' AND (subject_id = $id OR starts_with(subject_id, $id || '/')) ORDER BY line LIMIT 100"


def person(reader: Reader, id: str, size: int = 50, offset: int = 0) -> dict[str, Any]:
    """Everything that is known of a person within the scope, names masked; of the contacts one page. Raises NotFoundError, the same for one outside."""
    row = reader.one(_ROW, id=id)
    if row is None:
        raise NotFoundError(f"没有“{id[:80]}”这个人。请从户、组织的页面或搜索进入。")
    dated = {"id": id, "day": reader.results.day}
    contacts = reader.rows(_CONTACTS, id=id, size=size, offset=offset)
    mechanisms = reader.rows(_IN_SCOPE, id=id)
    found: dict[str, Any] = {
        **row, "homes": reader.rows(_HOMES, **dated), "posts": reader.rows(_POSTS, **dated), "memberships": reader.rows(_MEMBERSHIPS, **dated),
        "rosters": reader.rows(_ROSTERS, **dated), "contacts": [one | {"said": CONTACT_STATES.get(one["state"], one["state"])} for one in contacts],
        "contacts_total": sum(one["rows"] for one in mechanisms), "candidates": reader.rows(_MAYBE, id=id),
        "loads": _loads(reader, id, {one["mechanism"]: one["here"] for one in mechanisms}),
        "findings": with_links(reader, told(reader, [one["line"] for one in reader.rows(_FOUND, id=id)])),
    }  # fmt: skip
    seen = {one["source"] for part in ("homes", "posts", "memberships", "rosters", "contacts") for one in found[part]}
    if not reader.whole and row["source"] not in seen:  # the row that first named the person may be of another unit
        found["source"] = ""
    found["in_service"] = not row["left_why"] or (row["left_on"] is not None and row["left_on"] > reader.results.day)
    return found


def _loads(reader: Reader, id: str, here: dict[str, int]) -> list[dict[str, Any]]:
    """Households by mechanism, in the whole county (`households`) and in the scope (`here`), beside the norm of the scheme where it has one."""
    norms: dict[str, tuple[str, object, object]] = {}
    for check in reader.results.scheme.checks:
        if check.kind == "load":
            low, high = (check.options.get(word) for word in ("low", "high"))
            norms |= dict.fromkeys(check.words("mechanisms"), (check.id, low, high))
    rows = reader.rows("SELECT mechanism, households FROM load_of WHERE person = $id ORDER BY mechanism", id=id)
    for one in rows:
        by, low, high = norms.get(one["mechanism"], ("", None, None))
        number = one["households"]
        one |= {"here": here.get(one["mechanism"], 0), "check": by, "low": low, "high": high, "told": ""}
        if isinstance(low, int) and isinstance(high, int):
            one["told"] = f"不足 {low} 户" if number < low else f"超过 {high} 户" if number > high else "在规定数以内"
    return rows
