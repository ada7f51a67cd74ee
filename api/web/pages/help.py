"""帮助: what the pages are for and what the words mean, for whoever is logged in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.accounts import PERMISSIONS, ROLES
from api.web.rendering import page
from api.web.visiting import VisitorDep

router = APIRouter()


@router.get("/help")
def show(request: Request, who: VisitorDep) -> HTMLResponse:
    """The page; what the account may do is marked."""
    return page(request, "help/help.html.j2", roles=ROLES, permissions=PERMISSIONS, account=who.account)
