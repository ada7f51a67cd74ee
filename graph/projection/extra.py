"""What a projection says beyond the schema: of whom it is, and what only the whole edition knows."""

from __future__ import annotations

from collections.abc import Mapping

from graph.schema import ORGANIZATIONS, Property

WITHIN, ABOVE, OUTSIDE = "范围内", "上级", "范围外"
"""The values of `scope`."""

SCOPE = Property("scope", "text", f"{WITHIN}；{ABOVE}：本单元以上的单元和组织；{OUTSIDE}：别处的，只计数，没有名称，编号是另编的")
ELSEWHERE = Property("elsewhere", "int", "到范围以外的单元、户、组织等而未列出的有效关系数（版次当日）")
LOAD = Property("load", "int", "全县联系的户数（各种机制合计，不重复，版次当日有效）")
POSTS = Property("posts", "int", "全县的任职数（版次当日有效）")
MEMBERSHIPS = Property("memberships", "int", "全县参加的组织数（版次当日有效）")
OUTSIDE_CONTACTS = Property("outside_contacts", "int", "有几个范围以外的人联系本户（版次当日有效）")
EDGE_LOAD = Property("load", "int", "这个人以这种机制在全县联系的户数或单元数（不重复，版次当日有效）")
AWAY = Property("away", "bool", "为真时对方是这个单元之内、本范围以外的某处，不在图里")

EXTRA: Mapping[str, tuple[Property, ...]] = {
    "Unit": (SCOPE,),
    "Grid": (SCOPE, ELSEWHERE),
    "Household": (OUTSIDE_CONTACTS,),
    "Person": (SCOPE, LOAD, POSTS, MEMBERSHIPS, ELSEWHERE),
    **dict.fromkeys(ORGANIZATIONS, (SCOPE, MEMBERSHIPS, ELSEWHERE)),
    **dict.fromkeys(("Place", "Event"), (SCOPE, ELSEWHERE)),
    "Delivery": (SCOPE,),
    "CONTACTS": (EDGE_LOAD, AWAY),
    **dict.fromkeys(("HOLDS_POST", "LISTED_IN", "PAIRED_WITH"), (AWAY,)),
}
"""Per label or edge type the properties that a projection has beyond those of the schema; they come after its columns."""
