"""Editions as one visitor may change them: approve, go back, compare. Pages and API ask here, and nothing is changed but by a task."""

from __future__ import annotations

from pathlib import Path

from api.results import Reader
from api.results.reading.editions import EditionRow, edition
from api.results.reading.editions import comparison_file as kept_file
from api.tasks import Task
from api.tasks.kinds.load import require_second, staged_by
from api.web import working
from api.web.office import Office
from api.web.problems import ConflictError, InvalidError, NotFoundError
from api.web.visiting import Visitor, within
from graph.errors import EditionError

WORD = "确认"
"""What a person types who has looked at what is doubtful."""


def may_release(visitor: Visitor) -> bool:
    """Whether the account may load, approve and roll back."""
    return visitor.account.whole and visitor.may("approve")


def edition_of(office: Office, visitor: Visitor, number: int) -> EditionRow:
    """An edition that the account may look at: one that is or was current, for who may approve any. Raises NotFoundError."""
    visitor.require("look")
    try:
        row = edition(office.register, number)
    except EditionError:
        row = None
    if row is None or not (may_release(visitor) or number in office.register.approved()):
        raise NotFoundError(f"没有第 {number} 版。", step="请从“版次”页选。")
    return row


def second_person(office: Office) -> bool:
    """Whether the settings ask for another person than the one that loaded."""
    return bool(office.accounts.setting("second_person"))


def hindrance(office: Office, visitor: Visitor, row: EditionRow) -> str:
    """Why this account cannot approve this edition now; "" where it can (doubts apart)."""
    if row.state == "current":
        return f"第 {row.number} 版已经是当前版次。"
    if row.state == "approved":
        return f"第 {row.number} 版启用过。要再用它，请回退到它。"
    if row.state == "damaged":
        return row.problem
    if row.state == "outdated":
        made = f"第 {row.base} 版" if row.base else "空库"
        return f"第 {row.number} 版是在{made}上做的，当前版次已经换了，直接启用会丢掉其间的变化。请把台账重新装载一次。"
    if second_person(office) and staged_by(office.register, row.number) == visitor.account.name:
        return f"第 {row.number} 版是您装载的，按设置要由另一个人启用。请另一位有权限的人登录后启用。"
    return ""


def approve(office: Office, visitor: Visitor, number: int, *, sure: bool) -> Task:
    """Begin to make an edition current. Raises ConflictError where it cannot be, or where it is doubtful and nobody is sure."""
    visitor.require("approve", whole=True)
    row = edition_of(office, visitor, number)
    if said := hindrance(office, visitor, row):
        raise ConflictError(said)
    second = second_person(office)
    if second:
        require_second(office.register, number, visitor.account.name)
    if row.doubts and not sure:
        raise ConflictError(f"第 {number} 版有 {len(row.doubts)} 处可疑，没有启用。", step=f"请逐条核实后输入“{WORD}”两字（接口里写 sure: true）。")
    return working.start(office, visitor, "approve", {"number": number, "sure": sure, "second_person": second})


def rollback(office: Office, visitor: Visitor, number: int) -> Task:
    """Begin to go back to an edition that was current. Raises ConflictError for any other."""
    visitor.require("approve", whole=True)
    row = edition_of(office, visitor, number)
    if row.state != "approved":
        raise ConflictError(f"第 {number} 版现在是“{row.shown_state}”，不能回退到它。只能回退到启用过的版次。")
    return working.start(office, visitor, "rollback", {"number": number})


def comparison_file(office: Office, visitor: Visitor, number: int, name: str) -> Path:
    """A file of a load's comparison, which has names as the ledgers have them: for who may approve and see them, and noted. Raises NotFoundError."""
    visitor.require("approve", whole=True)
    visitor.require("plain")
    path = kept_file(office.register, number, name)
    if path is None:
        raise NotFoundError(f"第 {number} 版没有这个文件。", step="请从版次的页面下载。")
    visitor.note("looked", what="file", edition=number, file=name)
    return path


def audit(office: Office, visitor: Visitor, number: int) -> Task:
    """Begin to write everything that an audit writes."""
    visitor.require("export", whole=True)
    edition_of(office, visitor, number)
    return working.start(office, visitor, "audit", {"number": number})


def diff(office: Office, visitor: Visitor, first: int, last: int, *, series: bool) -> Task:
    """Begin to write down what changed between two editions."""
    visitor.require("export", whole=True)
    if first == last:
        raise InvalidError("两个版次号相同。", place="last", step="请选两个不同的版次。")
    for number in (first, last):
        edition_of(office, visitor, number)
    return working.start(office, visitor, "diff", {"first": first, "last": last, "series": series})


def readers(office: Office, visitor: Visitor, first: int, last: int) -> tuple[Reader, Reader]:
    """Both editions within the account's scope. Raises InvalidError for the same edition twice, NotReadyError where one is being computed."""
    visitor.require("look")
    if first == last:
        raise InvalidError("两个版次号相同。", place="to", step="请选两个不同的版次。")
    for number in (first, last):
        edition_of(office, visitor, number)
    found = [office.results(number) for number in (first, last)]
    return within(found[0], visitor.account), within(found[1], visitor.account)
