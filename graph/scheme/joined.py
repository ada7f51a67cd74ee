"""Contacts of which it is known that they are by one of several mechanisms, not by which: ``党代表/人大代表/政协委员``.

A town that answers for 两代表一委员 need not say which mandate the contact holds. Such a contact counts wherever all of its parts
would: for the three together, and for whatever asks for more than them; for 党代表 alone it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.scheme import Check, Scheme

OR = "/"
_APART = ("load", "overlap")
"""Kinds that ask of each mechanism by itself: nobody can say of which a joined one is."""


def one_of(mechanisms: Sequence[str]) -> str:
    """The mechanism of a contact by one of these."""
    return OR.join(dict.fromkeys(mechanisms))


def reaching(scheme: Scheme, check: Check) -> list[str]:
    """The mechanisms by which a check, or one of those that it is made of, counts."""
    own = [m for m in check.words("mechanisms") if OR not in m]
    parts = [m for id in check.words("any_of") for m in reaching(scheme, scheme.check(id))]
    return list(dict.fromkeys([*own, *parts]))


def with_joined(scheme: Scheme) -> Scheme:
    """The scheme in which every list of mechanisms names the joined ones that it holds all parts of; a check that is made of others names
    those of all of them together."""
    known = {one_of(words): frozenset(words) for words in _several(scheme)}
    if not known:
        return scheme
    return replace(scheme, checks=tuple(_check(scheme, check, known) for check in scheme.checks))


def _several(scheme: Scheme) -> list[list[str]]:
    found = [reaching(scheme, check) for check in scheme.checks]
    found += [_words(part) for check in scheme.checks for option in ("slots", "lines", "links") for part in check.tables(option)]
    return [words for words in found if len(words) > 1]


def _check(scheme: Scheme, check: Check, known: Mapping[str, frozenset[str]]) -> Check:
    if check.kind in _APART:
        return check
    options = _wider(check.options, known)
    if "any_of" in check.options:
        more = _fitting(reaching(scheme, check), known)
        options = {**options, "mechanisms": more} if more else options
    for name in ("slots", "lines", "links"):
        if name in options:
            options = {**options, name: [_wider(part, known) for part in check.tables(name)]}
    return replace(check, options=options)


def _wider(said: Mapping[str, object], known: Mapping[str, frozenset[str]]) -> dict[str, object]:
    more = _fitting(_words(said), known)
    return {**said, "mechanisms": [*_words(said), *more]} if more else dict(said)


def _fitting(words: Sequence[str], known: Mapping[str, frozenset[str]]) -> list[str]:
    return [name for name, parts in known.items() if parts <= set(words) and name not in words]


def _words(said: Mapping[str, object]) -> list[str]:
    value = said.get("mechanisms", ())
    return [str(w) for w in value] if isinstance(value, list | tuple) else []
