"""An application over the smallest register, with a doubtful edition that waits; a test may change all of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts import WHOLE, Accounts, Place
from api.results import make_results
from api.tasks import Tasks
from api.web import Settings, create_app
from api.web.office import open_office
from api.web.security import COOKIE, _signer
from graph.register import Register
from tests.tasks.making import small_register, stage_a_loss

GOOD = "白云山下好风光 7788"
USERS = {"甲": ("auditor", True), "乙": ("auditor", True), "看": ("viewer", True), "镇": ("auditor", False)}


@dataclass(frozen=True)
class Small:
    """The application, its register and tasks; `browser` is logged in as one of 甲 and 乙 (auditors), 看 (viewer), 镇 (an auditor of the town)."""

    app: FastAPI
    register: Register
    tasks: Tasks
    accounts: Accounts

    def browser(self, name: str) -> TestClient:
        """A browser with the form's token in its headers."""
        client = TestClient(self.app, follow_redirects=False)
        session = self.accounts.open_session(self.accounts.login(name, GOOD, "127.0.0.1"), "127.0.0.1", "测试")
        client.cookies.set(COOKIE, _signer(self.app.state.office).dumps(session.id))
        client.headers["X-CSRF-Token"] = client.get("/tasks").text.split('name="csrf" content="')[1].split('"')[0]
        return client

    def ended(self, response_location: str) -> tuple[str, str]:
        """The state and the sentences of the task that a POST led to."""
        task = self.tasks.wait(response_location.rsplit("/", 1)[1], 60)
        return task.state, "".join(task.said)


def small_app(folder: Path, *, staged: bool = True) -> Small:
    """The register with edition 1 approved, and 2 staged by 甲 and doubtful, with the results of both."""
    register = small_register(folder)
    if staged:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DAOHU_USER", "甲")
            stage_a_loss(register, folder)
        for number in (1, 2):
            make_results(register, number)
    office = open_office(Settings(register.folder))
    town = next(u for u in register.edition().nodes("Unit", ["id", "code", "path", "level"]).to_pylist() if u["level"] == 2)
    for name, (role, whole) in USERS.items():
        office.accounts.add(name, role, WHOLE if whole else Place(town["id"], town["code"], town["path"]), "第一个口令 20260101")
        office.accounts.set_password(name, "第一个口令 20260101", GOOD)
    return Small(create_app(Settings(register.folder), office), register, office.tasks, office.accounts)
