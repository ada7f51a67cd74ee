"""Behind a proxy that shows us below a path of its own."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class Behind:
    """ASGI middleware: every link of ours begins with the path, whether the proxy cuts it off or passes it on."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app, self.path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.path and scope["type"] == "http":
            path = str(scope["path"])
            there = path == self.path or path.startswith(f"{self.path}/")
            scope = {**scope, "root_path": self.path, "path": path if there else f"{self.path}{path}"}
        await self.app(scope, receive, send)
