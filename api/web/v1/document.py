"""The OpenAPI document: what every operation takes, answers and refuses, in Chinese."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from api.web import problems
from api.web.security import COOKIE, HEADER
from api.web.v1.answers import FORMS
from api.web.visiting import VisitorDep

router = APIRouter(tags=["接口说明"])

TAGS = {
    "总览": "一个单元各条线、各机制的覆盖。",
    "单元": "从县到湾落的任一单元：数字、下级、户、网格、组织、职务、联系。",
    "体系": "一个体系在各单元的覆盖；整份覆盖表。",
    "缺口与待核实": "清单：筛选、排序、分页、整份下载。缺口是台账已报、查明没有的；待核实是依据现有台账无法判断的，两者从不混算。",
    "户": "成员、单元、网格、联系和依据，一直到文件、工作表和行。",
    "人": "住处、职务、成员关系、联系和联系负荷。",
    "组织": "组织和阵地：上下级、成员、职务。",
    "搜索": "按编号、编码、名称找单元、户和组织。",
    "台账": "上传、核对、问题清单、标了错的副本、装载。",
    "版次": "比较、启用、回退、审计结果。",
    "数字核对": "报上来的数与数出来的数。",
    "查询": "问题库；只读的 Cypher 查询，先过检查，有时间、行数和内存限制；图的结构和导出。",
    "任务": "装载、审计、导出等较长的工作：进度、取消、结果文件。",
    "账号与令牌": "自己的账号和程序用的令牌。",
    "用户": "用户、角色和范围；设置。",
    "日志": "谁在什么时候做了什么，只增不改。",
    "接口说明": "本说明的机器可读形式。",
}
"""What the operations are grouped by, in this order."""
TOPICS = {"account": "账号与令牌", "findings": "缺口与待核实", "households": "户", "log": "日志", "organisations": "组织", "persons": "人", "users": "用户"}
"""The tag of a file whose router says none."""
_ABOUT = f"""到户办公网页的全部功能，供其他程序使用。

**登录**：请求头 `Authorization: Bearer 令牌`（在“账号”页建立令牌，有权限、单元和有效期）；浏览器里用网页的会话，
这时凡是改动数据的请求还要带请求头 `{HEADER}`。

**范围**：账号或令牌限于一个单元的，只看得到这个单元；范围以外的和不存在的，答复相同（404）。姓名是遮盖的；有权限的账号可以看全名，每次都记日志。

**版次**：读数的请求都可加 `?edition=N`，不写是当前版次。答复带 `ETag`，随版次、账号和请求而变；带 `If-None-Match` 再问，没有变化就答 304。

**错误**：都是 `application/problem+json`（RFC 9457），另有 `code`（供程序判断）、`place`（哪里不对）和 `step`（下一步怎么做）。

**清单**：`page`、`size`（至多 200）、`sort`（前面加 `-` 是从大到小）；整份下载用 `?format=csv`、`jsonl`、`arrow` 或 `xlsx`，也可用 `Accept` 说明，不截断。
CSV 与命令行 `daohu audit` 写出的逐字节相同。

**用词**：met 是覆盖（有依据），gap 是缺口（查明没有），unknown 是待核实（无法判断），of 是应覆盖。
"""
_REFUSALS = {
    400: ("bad_request", "参数的写法不对。", "“0”不是 1 到 200 的整数。", "size"),
    401: ("unauthorized", "没有登录，或令牌无效、已过期。", "没有登录，或令牌无效、已过期。", ""),
    403: ("forbidden", "账号没有这个权限。", "您的账号没有这个权限。", ""),
    404: ("not_found", "没有找到，或在账号的单元范围以外。", "没有“某村”这个单元，或有几个同名。", ""),
    409: ("conflict", "现在不能这样做。", "另一个任务正在写登记库。", ""),
    413: ("too_large", "内容太大，或答复超过限额。", "超过 200,000 行，不能写成一个工作簿。", "format"),
    422: ("invalid", "填写的内容不对。", "参数不对：query/edition：不是允许范围内的数。", "query/edition"),
    429: ("too_many", "尝试太多次。", "失败次数太多，请 15 分钟后再试。", ""),
    503: ("waiting", "结果正在计算；`Retry-After` 说明几秒后再问。", "第 2 版的结果还没有算好。", ""),
}
"""Status → code, what it means, an example's sentence and place."""
_ALWAYS = (400, 401, 403, 404, 409, 413, 422)
_PARAMETERS = {
    "page": "第几页，从 1 起",
    "size": "每页几行，至多 200",
    "sort": "按哪一列排；前面加 - 是从大到小",
    "edition": "第几版；不写是当前版次",
    "unit": "单元：编号、编码，或从县写起的路径",
    "system": "体系的编号，如 A1",
    "check": "检查的编号，如 A1.reach",
    "state": "状态",
    "reason": "原因",
    "q": "要找的文字",
    "format": "答复的格式；清单的 csv、jsonl、arrow、xlsx 是整份，不分页",
    "limit": "最多几条",
    "id": "编号",
    "name": "名称",
}
"""What a parameter is where its own file does not say it."""
_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")
_CHINESE = re.compile(r"[一-鿿]")
_PROBLEM = {
    "type": "object",
    "title": "问题",
    "description": "没有做成的原因（RFC 9457）。",
    "required": ["type", "title", "status", "detail", "code", "place", "step", "instance"],
    "properties": {
        "type": {"type": "string", "description": "urn:daohu:problem: 加 code"},
        "title": {"type": "string", "description": "几个字的说法"},
        "status": {"type": "integer", "description": "HTTP 状态码", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "一句话：什么事"},
        "code": {"type": "string", "description": "供程序判断，不随说法改变"},
        "place": {"type": "string", "description": "哪里不对，可为空"},
        "step": {"type": "string", "description": "下一步怎么做，可为空"},
        "instance": {"type": "string", "description": "请求的路径"},
    },
}  # fmt: skip


@router.get("/openapi.json", summary="本说明（OpenAPI 3.1）", description="全部操作的机器可读说明，可导入其他工具。", response_class=JSONResponse)
def openapi(request: Request, who: VisitorDep) -> dict[str, Any]:
    """The document."""
    app: FastAPI = request.app
    return {**app.openapi(), "servers": [{"url": str(request.scope.get("root_path", "")) or "/"}]}


def document(app: FastAPI) -> dict[str, Any]:
    """The document of all operations, made once. Every one may be refused as a problem, and says so."""
    if app.openapi_schema is None:
        made = get_openapi(title="到户 HTTP 接口", version="1", openapi_version="3.1.0", description=_ABOUT, routes=app.routes)
        made["tags"] = [{"name": name, "description": about} for name, about in TAGS.items()]
        parts = made.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas["Problem"] = _PROBLEM
        parts["responses"] = {f"Problem{status}": _refusal(status) for status in _REFUSALS} | {"NotModified": {"description": "没有变化：已有的答复仍然有效。"}}
        parts["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "程序的令牌，在“账号”页建立。"},
            "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": f"网页登录后的会话；改动数据的请求另带请求头 {HEADER}。"},
        }
        made["security"] = [{"token": []}, {"session": []}]
        for path, methods in made["paths"].items():
            for method, operation in methods.items():
                _complete(operation, method, path)
        app.openapi_schema = made
    return app.openapi_schema


def _refusal(status: int) -> dict[str, Any]:
    code, about, detail, place = _REFUSALS[status]
    titles = {kind.status: kind.title for kind in reversed(problems.Problem.__subclasses__())}
    example = {
        "type": f"urn:daohu:problem:{code}", "title": titles[status], "status": status, "detail": detail, "code": code, "place": place, "step": "",
        "instance": "/api/v1/units",
    }  # fmt: skip
    return {"description": about, "content": {problems.JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}}


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    """What holds for every operation and no file need say: refusals, forms of long answers, a description in Chinese."""
    names = {one["name"]: one for one in operation.get("parameters", [])}
    statuses = [*_ALWAYS, *((503,) if "edition" in names else ()), *((429,) if method != "get" else ())]
    operation["operationId"] = _CAPITAL.sub(r"_\1", operation["operationId"]).lower()
    answers = operation.setdefault("responses", {})
    for status in statuses:
        answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    if "edition" in names and method == "get":
        answers["304"] = {"$ref": "#/components/responses/NotModified"}
    for form in (names["format"]["schema"] | {}).get("enum", _asked(names["format"])) if "format" in names else ():
        if form in FORMS and "200" in answers:
            content: dict[str, Any] = answers["200"].setdefault("content", {})
            content.setdefault(FORMS[form].media, {"schema": {"type": "string"} | ({} if form in ("csv", "jsonl") else {"format": "binary"})})
    for one in names.values():
        if not one.get("description") and one["name"] in _PARAMETERS:
            one["description"] = _PARAMETERS[one["name"]]
    for answer in answers.values():
        if answer.get("description") == "Successful Response":
            answer["description"] = "做成了。"
    if not _CHINESE.search(operation.get("description", "")):
        more = "只答账号的单元范围以内的；可加 edition 看某一版。" if "edition" in names else ""
        operation["description"] = f"{operation.get('summary', '')}。{more}"


def _asked(parameter: dict[str, Any]) -> list[str]:
    """The values of a parameter that may also be left out."""
    return [value for part in parameter["schema"].get("anyOf", []) for value in part.get("enum", [])]
