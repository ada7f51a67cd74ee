"""The application: its routes, its dependencies, its start and end."""

from __future__ import annotations

import importlib.resources
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api.web import pages, problems, v1
from api.web.behind import Behind
from api.web.bodies import Bodies
from api.web.office import Office, open_office
from api.web.problems import NotFoundError
from api.web.querying.desk import Desk
from api.web.security import Headers, require_form_token
from api.web.settings import Settings

_STATIC = Path(__file__).parent / "static"
_INSTALLED = {
    "plotly.min.js": ("plotly", "package_data/plotly.min.js", "text/javascript"),
    "swagger-ui-bundle.js": ("fastapi_offline", "static/swagger-ui-bundle.js", "text/javascript"),
    "swagger-ui.css": ("fastapi_offline", "static/swagger-ui.css", "text/css"),
}
"""Assets of installed packages: name → package, file and media type."""
_DAY = 86_400


def create_app(settings: Settings, office: Office | None = None) -> FastAPI:
    """The application over one register. `office` is given by tests that hold one already.

    Raises EditionError where the folder is no register.
    """
    held = office or open_office(settings)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(held.start)
        yield
        await run_in_threadpool(app.state.desk.stores.close)
        await run_in_threadpool(held.close)

    middleware = [
        Middleware(Behind, path=settings.root_path), Middleware(Headers, secure=settings.secure),
        Middleware(GZipMiddleware, minimum_size=2000, compresslevel=5), Middleware(Bodies),
    ]  # fmt: skip
    app = FastAPI(
        title="到户", version="1", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(require_form_token)],
        middleware=middleware, redirect_slashes=False,  # a redirect would name the host that the request says
    )  # fmt: skip
    app.state.office, app.state.desk = held, Desk()
    problems.add_to(app)

    @app.get("/assets/installed/{name}", include_in_schema=False)
    def installed(name: str) -> FileResponse:
        if name not in _INSTALLED:
            raise NotFoundError("没有这个文件。")
        package, file, media = _INSTALLED[name]
        path = Path(str(importlib.resources.files(package) / file))
        return FileResponse(path, media_type=media, headers={"Cache-Control": f"public, max-age={_DAY}"})

    app.mount("/assets", _Static(directory=_STATIC), name="assets")
    v1.add_to(app)
    pages.add_to(app)
    return app


class _Static(StaticFiles):
    """Our own files, kept by the browser for a day."""

    def file_response(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = f"public, max-age={_DAY}"
        return response
