"""An application whose users and settings a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

from fastapi import FastAPI

from api.accounts import WHOLE, Accounts, Place
from api.web import Settings, create_app
from api.web.office import open_office

FIRST, GOOD = "第一个口令 20260101", "白云山下好风光 7788"


def own_app(register: Path, folder: Path) -> FastAPI:
    """An application over a copy of a register, with 主任 (an administrator) and 镇上 (an auditor of the first town), whose password is GOOD."""
    shutil.copytree(register, folder, ignore=shutil.ignore_patterns("office"))
    made = create_app(Settings(folder), open_office(Settings(folder)))
    accounts: Accounts = made.state.office.accounts
    town = next(u for u in made.state.office.results().units if u.level == 2)
    for name, role, place in (("主任", "admin", WHOLE), ("镇上", "auditor", Place(town.id, town.code, town.path))):
        accounts.add(name, role, place, FIRST)
        accounts.set_password(name, FIRST, GOOD)
    return made
