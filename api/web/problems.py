"""Errors as answers: problem+json for programs, a page with the same words for people. Nothing that is sent in makes a 500."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.results import NotFoundError as NotInScopeError
from api.results import NotReadyError
from api.web.office import NothingYetError
from graph.errors import DaohuError, EditionError, InputError, LimitError, OutputError, QueryError, RefusedError, SchemeError, StoreError, VerificationError

_log = logging.getLogger("daohu.web")
JSON = "application/problem+json"
DOCUMENT = "/api/docs"
"""The page that shows the API's document."""


class Problem(Exception):  # noqa: N818 (RFC 9457 calls it so)
    """What went wrong: `code` for programs, `title` in a few words, `detail` a sentence, `place` where, `step` what to do next."""

    status = 500
    code = "internal"
    title = "程序出错"

    def __init__(self, detail: str, *, place: str = "", step: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail, self.place, self.step, self.headers = _sendable(detail), _sendable(place), _sendable(step), dict(headers or {})

    def told(self, instance: str) -> dict[str, object]:
        """The members of RFC 9457 and our own: code, place, step."""
        return {
            "type": f"urn:daohu:problem:{self.code}", "title": self.title, "status": self.status, "detail": self.detail, "code": self.code,
            "place": self.place, "step": self.step, "instance": instance,
        }  # fmt: skip


def _sendable(text: str) -> str:
    """A sentence that repeats what was sent, without what no answer can hold: half characters that a JSON body may smuggle in."""
    return text.encode("utf-8", "replace").decode("utf-8")


class BadRequestError(Problem):
    """A parameter or a form that cannot be meant."""

    status, code, title = 400, "bad_request", "请求的写法不对"


class InvalidError(Problem):
    """A parameter or body whose values do not fit."""

    status, code, title = 422, "invalid", "填写的内容不对"


class UnauthorizedError(Problem):
    """Nobody is logged in."""

    status, code, title = 401, "unauthorized", "需要登录"


class ForbiddenError(Problem):
    """The account may not do that."""

    status, code, title = 403, "forbidden", "没有权限"


class NotFoundError(Problem):
    """There is no such thing, or it lies outside the account's unit."""

    status, code, title = 404, "not_found", "没有找到"


class NoEditionError(NotFoundError):
    """The register is empty: nothing is wrong, there is nothing to show yet."""

    code, title = "no_edition", "还没有版次"


class ConflictError(Problem):
    """Something else stands in the way now."""

    status, code, title = 409, "conflict", "现在不能这样做"


class TooLargeError(Problem):
    """More than the server takes."""

    status, code, title = 413, "too_large", "内容太大"


class TooManyError(Problem):
    """Too many tries."""

    status, code, title = 429, "too_many", "尝试太多次"


class WaitingError(Problem):
    """It is being computed."""

    status, code, title = 503, "waiting", "正在计算"


class NotModified(Exception):  # noqa: N818 (an answer, not an error)
    """The client has the answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


class LoginNeeded(Exception):  # noqa: N818 (an answer, not an error)
    """A page for which somebody must log in, or must change the password first."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


_MAPPED: tuple[tuple[type[DaohuError], type[Problem]], ...] = (
    (NotInScopeError, NotFoundError),
    (NothingYetError, NoEditionError),
    (NotReadyError, WaitingError),
    (RefusedError, InvalidError),
    (QueryError, InvalidError),
    (InputError, InvalidError),
    (SchemeError, InvalidError),
    (EditionError, ConflictError),
    (LimitError, TooLargeError),
    (OutputError, ConflictError),
    (StoreError, ConflictError),
    (VerificationError, ConflictError),
)
_CODES: Mapping[type[DaohuError], str] = {RefusedError: "refused", LimitError: "limit", QueryError: "query"}


def of_error(error: Exception) -> Problem:
    """The problem that an error of ours is."""
    if isinstance(error, Problem):
        return error
    for known, kind in _MAPPED:
        if isinstance(error, known):
            made = kind(str(error), headers={"Retry-After": "3"} if kind is WaitingError else None)
            made.code = _CODES.get(known, made.code)
            return made
    return ConflictError(str(error))


def is_api(request: Request) -> bool:
    """Whether a program asks: below /api, where only the document for people is a page."""
    path = str(request.scope.get("path", "")).removeprefix(str(request.scope.get("root_path", "")))
    return path.startswith("/api/") and path != DOCUMENT


def answer(request: Request, problem: Problem) -> Response:
    """The problem in the shape that whoever asks can read."""
    if is_api(request):
        return JSONResponse(problem.told(request.url.path), problem.status, problem.headers, JSON)
    from api.web.rendering import page
    from api.web.visiting import perhaps

    perhaps(request, request.app.state.office)  # whoever is logged in keeps the navigation, also where no route was found
    status = 200 if isinstance(problem, NoEditionError) else problem.status  # a first page, not a failure
    response = page(request, "problem.html.j2", status=status, problem=problem)
    response.headers.update(problem.headers)
    return response


def _validation(request: Request, error: RequestValidationError) -> Response:
    places = ["/".join(str(part) for part in one.get("loc", ())) for one in error.errors()]
    said = "；".join(f"{place}：{_words(one)}" for place, one in zip(places, error.errors(), strict=True))
    return answer(request, InvalidError(f"参数不对：{said}。", place="、".join(places), step="请按接口说明改正后重试。"))


def _words(error: Mapping[str, object]) -> str:
    kind = str(error.get("type", ""))
    if kind == "missing":
        return "没有填写"
    if "int" in kind or "float" in kind or "decimal" in kind:
        return "不是允许范围内的数"
    if kind in ("literal_error", "enum"):
        context = error.get("ctx")
        return f"只能是 {context.get('expected', '')}" if isinstance(context, dict) else "不是允许的值"
    if "too_short" in kind or "too_long" in kind:
        return "长度不对"
    if "json" in kind:
        return "不是 JSON"
    return "写法不对"


_HTTP: Mapping[int, type[Problem]] = {
    k.status: k for k in (BadRequestError, UnauthorizedError, ForbiddenError, NotFoundError, ConflictError, TooLargeError, InvalidError)
}
_SAID = {404: "没有这个地址。", 405: "这个地址不接受这种请求。", 400: "请求的内容读不懂。", 413: "内容太大。"}


def _http(request: Request, error: HTTPException) -> Response:
    made = _HTTP.get(error.status_code, BadRequestError)(_SAID.get(error.status_code, "请求没有完成。"), headers=error.headers)
    made.status = error.status_code
    if error.status_code == 405:
        made.code, made.title = "method_not_allowed", "不接受这种请求"
    return answer(request, made)


def _unexpected(request: Request, error: Exception) -> Response:
    from api.web.security import dressed

    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return dressed(answer(request, Problem("程序出错，没有完成。", step="请重试；仍出现时请把时间和地址告诉管理员。")), request)


def add_to(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(Problem, lambda r, e: answer(r, of_error(e)))
    app.add_exception_handler(DaohuError, lambda r, e: answer(r, of_error(e)))
    app.add_exception_handler(RequestValidationError, _validation)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unexpected)
    app.add_exception_handler(LoginNeeded, lambda r, e: RedirectResponse(str(e), 303))
    app.add_exception_handler(NotModified, lambda r, e: Response(status_code=304, headers={"ETag": str(e)}))
