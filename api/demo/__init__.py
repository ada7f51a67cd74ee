"""A fictional county's ledgers, with the usual mess: to try the product on, and to test it against a truth known beforehand.

Nothing here is real: places, people, numbers and organisations are put together by seeded chance, offline. The same seed gives
the same cells. The truth is computed from what the makers of the ledgers know, never from the product's own code.
"""

from __future__ import annotations

from pathlib import Path

from api.demo.build import Progress, build
from api.demo.made import Made
from api.demo.places import FLAVOURS
from api.demo.year import MONTHS, make_year
from graph.errors import InputError, OutputError

__all__ = ["SMALLEST", "make_demo"]

SMALLEST = 20
"""Fewer households make no villages worth the name."""
FEWEST = 6
"""Fewer villages make no county."""
YEARLY = (200, 5000)
"""Households of a demo of several months: with fewer not everything can happen, more take long to write twelve times."""


def _quiet(_done: int, _total: int, _what: str) -> None:
    """No progress is shown."""


def make_demo(
    folder: Path,
    scheme: str = "zhijiang",
    households: int = 3000,
    seed: int = 1,
    truth: bool = False,
    *,
    villages: int | None = None,
    truth_folder: Path | None = None,
    months: int | None = None,
    progress: Progress = _quiet,
) -> None:
    """Writes ledgers and daohu.toml into an empty or new folder; with `truth`, the right answers beside it (DIR-truth).

    `months`: so many monthly deliveries of a year (1 to 12), each in a folder of its own (api.demo.year).

    `villages`: how many villages and communities; without it the number of households decides. Each has five households at least:
    where `households` is too few for that, there are more of them. InputError for an unknown scheme, fewer than 20 households or
    6 villages; OutputError where the folder holds something.
    """
    if scheme not in FLAVOURS:
        raise InputError(f"没有名为 {scheme} 的演示方案；可用：{'、'.join(FLAVOURS)}。")
    if households < SMALLEST:
        raise InputError(f"演示数据至少 {SMALLEST} 户，给出的是 {households} 户。")
    if villages is not None and villages < FEWEST:
        raise InputError(f"演示数据至少 {FEWEST} 个村(社区)，给出的是 {villages} 个。")
    households = max(households, 5 * (villages or 0))
    if months is not None:
        _require_year(months, households, villages)
    answers = (truth_folder or folder.with_name(folder.name + "-truth")) if truth else None
    for place in (folder, answers):
        if place is not None and place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise OutputError(f"{place} 已存在且不是空文件夹；请另给一个文件夹，或先把它清空。")
    try:
        if months is not None:
            make_year(folder, scheme, households, seed, progress, villages, answers, months)
            return
        folder.mkdir(parents=True, exist_ok=True)
        made = build(folder, scheme, households, seed, progress, villages)
        if answers is not None:
            _answers(answers, made)
    except OSError as e:
        raise OutputError(f"演示数据写不进 {folder}：{e.strerror or e}。请检查磁盘空间和写权限。") from e


def _require_year(months: int, households: int, villages: int | None) -> None:
    low, high = YEARLY
    if not 1 <= months <= MONTHS:
        raise InputError(f"逐月演示是 1 到 {MONTHS} 个月，给出的是 {months}。")
    if not low <= households <= high:
        raise InputError(f"逐月演示要 {low} 到 {high} 户，给出的是 {households} 户。")
    if villages is not None and villages < 9:
        raise InputError(f"逐月演示至少 9 个村(社区)，给出的是 {villages} 个。")


def _answers(folder: Path, made: Made) -> None:
    from api.demo.truth import write_truth  # only tests ask for it

    folder.mkdir(parents=True, exist_ok=True)
    write_truth(folder, made)
