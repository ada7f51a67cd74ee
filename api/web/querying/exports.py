"""The graph as files: a task, with names as the account may see them."""

from __future__ import annotations

from collections.abc import Sequence

from api.exporting import FORMS
from api.results import Reader
from api.tasks import Task
from api.web.problems import BadRequestError
from api.web.querying.desk import Masked
from api.web.visiting import Visitor
from graph.schema import EDGE, NODE

KINDS = ("组织", *NODE, *EDGE)


def start_export(who: Visitor, reader: Reader, form: str, unit: str, names: str, only: Sequence[str]) -> Task:
    """Begin the export of the edition that is read, within the account's scope.

    Raises ForbiddenError, BadRequestError for a form or kind that there is not, NotFoundError for a unit outside.
    """
    who.require("export")
    masked = Masked.of(who, names)
    if form not in FORMS:
        raise BadRequestError(f"没有“{form[:20]}”这种格式。", place="form", step=f"可用：{'、'.join(FORMS)}。")
    if wrong := [one for one in only if one not in KINDS]:
        raise BadRequestError(f"没有“{wrong[0][:40]}”这种节点或边。", place="only", step=f"可用：{'、'.join(KINDS)}。")
    chosen = reader.unit(unit) if unit.strip() else reader.top
    part = chosen.id if not reader.whole or chosen.unit != reader.top.unit else ""
    if part and not masked.masked:
        raise BadRequestError("一个单元的子图里姓名总是遮盖的。", place="names", step="要原样的姓名请导出全县，不选单元。")
    who.note("exported" if masked.masked else "looked", form=form, unit=chosen.path, names=masked.names, only=list(only), edition=reader.results.number)
    arguments = {"form": form, "unit": part, "names": masked.names, "number": reader.results.number, "only": list(only)}
    return who.office.tasks.start("export", arguments, who.account.name, who.account.unit)
