"""接口说明: the API's document for people, by the Swagger UI of an installed package."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.web.rendering import page
from api.web.visiting import VisitorDep

router = APIRouter()


@router.get("/api/docs")
def show(request: Request, who: VisitorDep) -> HTMLResponse:
    """The page; it reads /api/v1/openapi.json."""
    return page(request, "document.html.j2")
