"""The pages, one file per topic with a `router`; every file here is found by itself."""

from __future__ import annotations

import importlib
import pkgutil

from fastapi import FastAPI


def add_to(app: FastAPI) -> None:
    """Add the router of every topic."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        app.include_router(importlib.import_module(f"{__name__}.{found.name}").router, include_in_schema=False)
