"""The HTTP API below /api/v1, one file per topic with a `router`; every file here that has one is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from api.web.v1 import document

PREFIX = "/api/v1"


def add_to(app: FastAPI) -> None:
    """Add the router of every topic, and the document that describes them."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        router = getattr(importlib.import_module(f"{__name__}.{found.name}"), "router", None)
        if isinstance(router, APIRouter):
            tag = document.TOPICS.get(found.name, "")
            app.include_router(router, prefix=PREFIX, tags=[tag] if tag and not router.tags else None, generate_unique_id_function=_named(found.name))
    app.openapi = partial(document.document, app)  # type: ignore[method-assign]


def _named(topic: str) -> Callable[[APIRoute], str]:
    """Operation ids: the topic and the function's name, such as units_show."""

    def name(route: APIRoute) -> str:
        return f"{topic}_{route.name}"

    return name
