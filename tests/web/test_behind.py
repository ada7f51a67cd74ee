"""Behind a proxy: links, redirects and cookies have its path, whether it cuts the path off or passes it on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.web import Settings, create_app
from api.web.office import Office


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
