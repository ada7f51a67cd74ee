"""What can go wrong, as a tree::

DaohuError                    says what, where and the next step, in Chinese; exit code 2
├── InputError                the ledgers as a whole cannot be audited (no folder, no ledger of units …)
├── OutputError               the result cannot be written (folder, disk, an open file)
├── SchemeError               a scheme or daohu.toml is wrong: file, line, key, nearest valid word
├── EditionError              a register or edition is missing, damaged or not whole
├── StoreError                an engine cannot be reached, refuses, or holds something else
├── QueryError                a library file breaks its contract, or an engine cannot answer a text
│   ├── PortabilityError      a library file with a construct that the two engines answer differently
│   └── RefusedError          the guard refuses a text: which word, where, why, what instead; exit code 3
├── LimitError                a query ran into its limit of time, rows or memory; exit code 4
└── VerificationError         the second computation differs: nothing is written
"""

from __future__ import annotations

__all__ = [
    "DaohuError",
    "EditionError",
    "InputError",
    "LimitError",
    "OutputError",
    "PortabilityError",
    "QueryError",
    "RefusedError",
    "SchemeError",
    "StoreError",
    "VerificationError",
]


class DaohuError(Exception):
    """A sentence for the person at the desk: what happened, where, and what to do next."""

    exit_code = 2


class InputError(DaohuError):
    """The ledgers as a whole cannot be audited."""


class OutputError(DaohuError):
    """The result cannot be written; an earlier result is untouched."""


class SchemeError(DaohuError):
    """A scheme or a daohu.toml is wrong."""


class EditionError(DaohuError):
    """A register or an edition is missing, damaged or not whole."""


class StoreError(DaohuError):
    """An engine cannot be reached, refuses, or holds something else than asked."""


class QueryError(DaohuError):
    """A library file breaks its contract, or an engine cannot answer a text."""


class PortabilityError(QueryError):
    """A library file with a construct that the two engines would answer differently."""


class RefusedError(QueryError):
    """The guard does not let a text through."""

    exit_code = 3


class LimitError(DaohuError):
    """A query ran into its limit of time, rows or memory."""

    exit_code = 4


class VerificationError(DaohuError):
    """The second computation of the county's figures differs from the first."""
