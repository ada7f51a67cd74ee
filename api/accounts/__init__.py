"""Who may use the office's pages: users, roles and scopes, sessions, tokens of programs, lock-out, and the log that is only added to."""

from __future__ import annotations

from api.accounts.errors import AccountError, LockedError, LoginError
from api.accounts.log import ACTIONS, Intact, LogEntry, LogFilter, LogPage
from api.accounts.roles import PERMISSIONS, ROLES, permissions_of, role_named
from api.accounts.settings import SETTINGS, Setting
from api.accounts.store import FILE, FOLDER, Accounts, open_accounts
from api.accounts.values import WHOLE, Account, Place, Session, SessionRow, Token, User

__all__ = [
    "ACTIONS",
    "FILE",
    "FOLDER",
    "PERMISSIONS",
    "ROLES",
    "SETTINGS",
    "WHOLE",
    "Account",
    "AccountError",
    "Accounts",
    "Intact",
    "LockedError",
    "LogEntry",
    "LogFilter",
    "LogPage",
    "LoginError",
    "Place",
    "Session",
    "SessionRow",
    "Setting",
    "Token",
    "User",
    "open_accounts",
    "permissions_of",
    "role_named",
]
