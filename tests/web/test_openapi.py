"""The OpenAPI document says everything of every operation in Chinese, and the API keeps to it whatever is sent (schemathesis)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import content_type_conformance, response_headers_conformance, response_schema_conformance, status_code_conformance
from starlette.testclient import TestClient

from api.results import open_results
from api.web.office import Office
from graph.register import Register
from tests.web.conftest import Browser
from tests.web.walking import add_user, copied, ids, logged_in, place_of, rest, walk

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]
_IDS = re.compile(r"([^/{}]+)/\{(\w+)\}")
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def own(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """An application over a copy, which the operations may write to."""
    made = copied(register, tmp_path_factory.mktemp("own"))
    office: Office = made.state.office
    add_user(office, "甲", "admin", place_of(office.results().units[0])._replace(id="", code="", path=""))
    add_user(office, "乙", "viewer", place_of(next(u for u in office.results().units if u.level == 2)))
    yield made
    rest(made, close=True)


def operations(app: FastAPI) -> list[APIOperation[Any, Any, Any, Any]]:
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


@pytest.mark.parametrize(("name", "examples"), [("甲", 6), ("乙", 3)])
def test_whatever_is_sent_is_answered_as_said(own: FastAPI, name: str, examples: int) -> None:
    """Made-up requests to every operation, by an administrator and by a town's viewer: no error of the program, every answer as documented."""
    broken: dict[str, str] = {}
    known = ids(own, own.state.office.results())
    for operation in operations(own):
        client = logged_in(own, name)

        words = [(word, part) for word, part in _IDS.findall(operation.path) if word not in ("users", "tokens") and known.get(word)]
        real = st.fixed_dictionaries({part: st.sampled_from([str(one) for one in known[word]]) for word, part in words})

        @settings(max_examples=examples, database=None, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), there=st.none() | real)
        def sent(case: Any, there: dict[str, str] | None) -> None:
            if there:  # ids of the county, the current edition
                case.path_parameters.update(there)
                case.query.pop("edition", None)
            case.validate_response(_answer(client, case), checks=CHECKS)  # noqa: B023 (called at once)

        try:
            sent()
        except Exception as error:
            broken[operation.label] = str(error)
    assert not broken, "\n\n".join(f"{label}: {why[:600]}" for label, why in broken.items())


def _answer(client: TestClient, case: Any) -> Response:
    """The answer to a made-up request; tokens and cookies that it makes up are left out, for they would take the session's place."""
    found = case.as_transport_kwargs(base_url="http://testserver")
    kept = {key: value for key, value in found.items() if key in ("method", "url", "params", "json", "data", "files") and value is not None}
    kept["headers"] = {key: value for key, value in found["headers"].items() if key.lower() not in ("authorization", "cookie")}
    if isinstance(kept.get("data"), bytes | str):
        kept["content"] = kept.pop("data")
    if "files" in kept:
        kept["files"] = [(name, (file, data if isinstance(data, bytes) else str(data).encode("utf-8", "replace"))) for name, (file, data) in kept["files"]]
    response = client.request(**kept)
    response.request.read()  # a form with files is not kept while it is sent
    return response


def test_what_there_is_is_answered_as_said(own: FastAPI, register: Register) -> None:
    """Every operation that reads, with ids of the county: as documented, and most of them with 200."""
    results = open_results(register)
    known, client, wrong, done = ids(own, results), logged_in(own, "甲"), [], 0
    for operation in operations(own):
        if operation.method != "get" or operation.path.endswith("/events"):
            continue
        words = {part: word for word, part in _IDS.findall(operation.path)}
        if not all(known.get(word) for word in words.values()):
            continue
        query = {"format": {}, "csv": {"format": "csv"}, "xlsx": {"format": "xlsx"}}
        for form in query.values() if "format" in [p.name for p in operation.query] else [{}]:
            case = operation.Case(path_parameters={name: str(known[word][-1]) for name, word in words.items()}, query=form)
            response = _answer(client, case)
            done += response.status_code == 200
            try:
                case.validate_response(response, checks=CHECKS)
            except Exception as error:
                wrong.append((operation.label, form, response.status_code, str(error)[:600]))
    results.close()
    assert not wrong and done > 10


def test_document_says_everything(app: FastAPI) -> None:
    """Chinese title, summary, description and parameters; a name of its own; refusals as problems; what is answered; known tags."""
    document = app.openapi()
    assert (
        document["openapi"].startswith("3.1")
        and CHINESE.search(document["info"]["title"])
        and set(document["components"]["securitySchemes"]) == {"token", "session"}
    )
    tags, names = {t["name"] for t in document["tags"]}, []
    silent: list[tuple[object, ...]] = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            told = [operation.get("summary", ""), operation.get("description", ""), *(p.get("description", "") for p in operation.get("parameters", []))]
            if not all(CHINESE.search(text) for text in told):
                silent.append((method, path, told))
            if not {"400", "401", "403", "404", "422"} <= set(operation["responses"]) or not set(operation["tags"]) <= tags:
                silent.append((method, path, operation["tags"]))
            if any(
                "application/json" in (r.get("content") or {}) and not r["content"]["application/json"].get("schema") for r in operation["responses"].values()
            ):
                silent.append((method, path, "no schema"))
    assert not silent and len(names) == len(set(names))
    refusal = document["components"]["responses"]["Problem404"]["content"]["application/problem+json"]
    assert set(refusal["example"]) == set(document["components"]["schemas"]["Problem"]["required"])


def test_every_route_of_the_api_is_in_the_document(app: FastAPI) -> None:
    """Nothing below /api/v1 that the document does not say."""
    plain = {(r.method.lower(), re.sub(r":\w+}", "}", r.path)) for r in walk(app, "GET", "POST", "PUT", "PATCH", "DELETE") if r.path.startswith("/api/v1")}
    assert plain == {(method, path) for path, methods in app.openapi()["paths"].items() for method in methods}


def test_document_and_its_page_are_for_those_logged_in(app: FastAPI, browser: Browser) -> None:
    """Whoever is logged in reads them; the page has no script of its own in it, its files are installed ones."""
    client = browser("镇查看")
    page, document = client.get("/api/docs"), client.get("/api/v1/openapi.json")
    assert page.status_code == 200 and document.json()["paths"].keys() == app.openapi()["paths"].keys()
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page.text)
    assert len(scripts) == 2 and not any(scripts)
    for file in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text):
        assert client.get(file).status_code == 200, file
    client.cookies.clear()
    assert client.get("/api/docs").status_code == 303 and client.get("/api/v1/openapi.json").status_code == 401
