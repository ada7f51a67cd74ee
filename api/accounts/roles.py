"""Which role may do what. A role is stored by its English word and shown in Chinese."""

from __future__ import annotations

from api.accounts.errors import AccountError

ROLES = {"admin": "管理员", "auditor": "审核", "analyst": "分析", "viewer": "查看"}
_EVERYBODY = frozenset(ROLES)
PERMISSIONS: dict[str, tuple[str, frozenset[str]]] = {
    "look": ("查看", _EVERYBODY),
    "ask": ("提问", _EVERYBODY),
    "export": ("导出", frozenset({"admin", "auditor", "analyst"})),
    "cypher": ("写 Cypher 查询", frozenset({"admin", "auditor", "analyst"})),
    "plain": ("看姓名全名、证号、电话（每次记日志）", frozenset({"admin", "auditor"})),
    "upload": ("上传台账", frozenset({"admin", "auditor"})),
    "approve": ("装载、启用、回退版次", frozenset({"admin", "auditor"})),
    "users": ("管理用户", frozenset({"admin"})),
    "log": ("查看日志", frozenset({"admin"})),
    "settings": ("修改设置", frozenset({"admin"})),
}
"""Each permission: what it is called on screen, and the roles that have it."""
WHOLE_ONLY = frozenset({"approve", "users", "log", "settings"})
"""What reaches beyond any one unit: only accounts that have the whole county."""


def permissions_of(role: str, *, whole: bool) -> frozenset[str]:
    """What an account of a role may do, with the whole county or with one unit of it. An unknown role may do nothing."""
    return frozenset(name for name, (_, roles) in PERMISSIONS.items() if role in roles and (whole or name not in WHOLE_ONLY))


def role_named(said: str) -> str:
    """The role that somebody means by its Chinese or English word. Raises AccountError with the words there are."""
    said = said.strip().lower()
    for role, shown in ROLES.items():
        if said in (role, shown):
            return role
    raise AccountError(f"没有“{said[:50]}”这个角色。可用：{'、'.join(ROLES.values())}。")
