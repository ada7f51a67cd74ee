"""The office's web page and the HTTP API over one register: `create_app` makes the application, `api.cli.serving` serves it."""

from __future__ import annotations

from api.web.app import create_app
from api.web.settings import Settings

__all__ = ["Settings", "create_app"]
