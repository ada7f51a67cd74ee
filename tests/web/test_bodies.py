"""A body that is too long ends with a sentence, before anybody is asked who sends it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.web.bodies import LARGEST
from tests.web.conftest import Browser


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/login", "application/x-www-form-urlencoded"), ("/login", "multipart/form-data; boundary=a"), ("/api/v1/cypher", "application/json")],
)
def test_a_long_body_is_refused(app: FastAPI, browser: Browser, address: str, kind: str) -> None:
    body = b"a=" + b"x" * (LARGEST + 1)
    if "boundary" in kind:  # a file where none is asked for
        body = b'--a\r\nContent-Disposition: form-data; name="x"; filename="y"\r\n\r\n' + body + b"\r\n--a--\r\n"
    for client in (TestClient(app, follow_redirects=False), browser("审核")):
        answer = client.post(address, content=body, headers={"content-type": kind})
        assert answer.status_code in (401, 413) and answer.status_code < 500
    assert answer.status_code == 413 and "太大" in answer.text


def test_half_a_character_is_a_sentence(browser: Browser) -> None:
    client = browser("审核")
    for body in (rb'{"text": "RETURN $a AS a", "parameters": {"\ud800": 1}}', rb'{"\ud800": 1}'):
        answer = client.post("/api/v1/cypher", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422 and answer.json()["detail"]
