"""Behind a proxy: links, redirects and cookies have its path, whether it cuts the path off or passes it on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.web import Settings, create_app
from api.web.office import Office
from tests.web.conftest import Browser


@pytest.mark.parametrize("sent", ["/daohu", ""])
def test_every_link_has_the_path(office: Office, sent: str) -> None:
    settings = Settings(office.register.folder, secure=True, root_path="/daohu")
    client = TestClient(create_app(settings, replace(office, settings=settings)), base_url="https://testserver", follow_redirects=False)
    to_login = client.get(f"{sent}/gaps?state=all")
    assert to_login.status_code == 303 and to_login.headers["location"].startswith("/daohu/login?next=")
    page = client.get(f"{sent}/login")
    assert page.status_code == 200 and 'href="/daohu/assets/office.css"' in page.text and 'href="/assets' not in page.text
    assert "Path=/daohu" in page.headers["set-cookie"] and "Secure" in page.headers["set-cookie"]
    assert client.get(f"{sent}/assets/office.css").status_code == 200


def test_who_is_logged_in_keeps_the_way_back(browser: Browser) -> None:
    """An address that there is not shows the navigation, not the way to a login."""
    page = browser("查看").get("/没有这一页")
    assert page.status_code == 404 and 'aria-label="主导航"' in page.text and ">登录<" not in page.text
    assert browser("查看").get("/gaps", params={"system": "A8"}).status_code == 200
