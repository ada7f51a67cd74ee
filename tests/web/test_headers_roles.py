"""Every route and every role: who lacks the permission is refused with 403, who has it is not; a new route must say here what it needs."""

from __future__ import annotations

import re
from pathlib import Path

from api.accounts import Place, permissions_of
from graph.register import Register
from tests.web.walking import Walked, add_user, copied, logged_in, place_of, rest, walk

NEEDS = (
    (r"\w+ (/api/v1)?/users.*", "users"),
    (r"\w+ (/api/v1)?/settings", "settings"),
    (r"GET (/api/v1)?/log.*", "log"),
    (r"POST (/api/v1)?/editions/{number}/(approve|rollback)", "approve"),
    (r"GET (/api/v1)?/editions/(log|{number}/files/{name})", "approve"),
    (r"POST (/api/v1)?/editions/({number}/audit|compare)", "export of the whole"),
    (r"POST (/api/v1)?/ledgers/load", "approve"),
    (r"\w+ /api/v1/uploads.*|POST /ledgers/uploads.*|GET /ledgers/uploads/.*", "upload"),
    (r"POST /query/cypher", "nothing more: it leads to the page, which asks"),
    (r"\w+ (/api/v1|/query)/cypher.*", "cypher"),
    (r"\w+ (/api/v1|/query)/export", "export"),
    (r"GET (/claims/download|/ledgers/problems/download|/systems/{code}/coverage|/(gaps|unknowns|organisations)\.{form})", "export"),
    (r"(POST|DELETE) (/api/v1)?/(account|tokens|tasks/{id}/cancel|logout|login|overview/compute).*", "nothing more: one's own account and tasks"),
    (r"GET (/api/v1)?/editions/{number}/comparison", "look of the whole"),
    (r"GET .*", "look"),
)
"""Method and path → permission; the first that fits. What changes something and fits nothing fails the test."""
BODIES: dict[str, object] = {
    "/cypher": {"text": "CREATE (n)"},
    "/cypher/explain": {"text": "CREATE (n)"},
    "/export": {"form": "csv", "unit": "没有的单元"},
    "/editions/compare": {"first": 998, "last": 999},
    "/ledgers/load": {"uploads": ["20200101-000000-000000"]},
    "/users": {"name": "丙"},
    "/users/{name}": {},
    "/settings": {},
}
"""What the API must be sent so that nothing but the permission can be refused."""


def needed(route: Walked) -> str:
    """What a route needs."""
    path = re.sub(r":path}", "}", route.path)
    return next((what for pattern, what in NEEDS if re.fullmatch(pattern, f"{route.method} {path}")), "")


def has(permissions: frozenset[str], whole: bool, needs: str) -> bool:
    """Whether an account with these permissions has what is needed."""
    word = needs.split()[0]
    return word == "nothing" or (word in permissions and (whole or not needs.endswith("of the whole")))


def test_routes_and_roles(register: Register, tmp_path: Path) -> None:
    """Four roles of the whole county and one of a town, over all routes; things that there are not, so that nothing is changed."""
    app = copied(register, tmp_path)
    office = app.state.office
    town = place_of(next(u for u in office.results().units if u.level == 2))
    wrong = []
    for n, (role, place) in enumerate([(r, Place()) for r in ("admin", "auditor", "analyst", "viewer")] + [("auditor", town)]):
        add_user(office, f"用户{n}", role, place)
        client, may = logged_in(app, f"用户{n}"), permissions_of(role, whole=place.whole)
        for route in walk(app, "GET", "POST", "PUT", "PATCH", "DELETE"):
            if route.path.startswith(("/assets", "/login", "/logout", "/account/")):
                continue
            address = route.address(["csv" if word == "form" else "999" for _, word in route.parts])
            body = BODIES.get(route.path.removeprefix("/api/v1")) if route.path.startswith("/api/") and route.method != "GET" else None
            needs = needed(route)
            if needs == "look" and role != "viewer":
                continue  # who may do the least may do that
            form = {"first": "998", "last": "999"} if route.method == "POST" and not address.startswith("/api/") else None
            status = client.request(route.method, address, json=body, data=form).status_code
            if not needs or (status == 403) is has(may, place.whole, needs) or status == 401 or status >= 500:
                wrong.append(f"{role} of {place.shown}: {route.method} {route.path} → {status}, needs {needs or 'what? say it in NEEDS'}")
    rest(app, close=True)
    assert not wrong, "\n".join(wrong)
