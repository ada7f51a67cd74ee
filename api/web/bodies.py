"""How much a request may carry: counted as it arrives, whatever it says of its length."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 2 << 20
"""Bytes of a form or of JSON. Files have limits of their own (api.uploads)."""
_FILES = b"multipart/form-data"
_INBOX = ("/ledgers/uploads", "/api/v1/uploads")
"""Where files may be sent; elsewhere the framework would write a form's files to disk before anybody asks who sends them."""


class Bodies:
    """ASGI middleware: whoever reads a body that is no upload gets a 413 at LARGEST instead of the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_upload(scope):
            await self.app(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > LARGEST:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


def _is_upload(scope: Scope) -> bool:
    """Whether the inbox reads the body. Of several headers the first counts, as for everybody else who asks."""
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    return kind.startswith(_FILES) and str(scope["path"]).endswith(_INBOX)
