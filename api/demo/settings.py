"""The daohu.toml of a demo county: what its ledgers do not say themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from api.demo.bodies import COUNCILS
from api.demo.layouts import CODES
from api.demo.ledgers.names import SEVEN
from api.demo.ledgers.standing import FIVE_CENTRES, FOUR
from api.demo.places import County
from api.demo.population import AS_OF

LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "zhijiang": {"五个中心": FIVE_CENTRES},
    "enyang": {"一约七会": COUNCILS, "七中心": ("接诉即处中心", "综治中心", "公共法律服务中心", "法治监督中心")},
    "yangzhou": {"七大职责模块": SEVEN},
    "xinyang": {"一约四会": FOUR},
}


def write_settings(folder: Path, county: County, unsaid: Sequence[tuple[str, str]], mechanism: str, day: date = AS_OF) -> None:
    """`unsaid` are the (file, sheet) whose rows do not name their mechanism; `day` is the day that the ledgers are told as of."""
    flavour = county.flavour
    lines = [
        "# 台账包说明（演示数据，地名、人名、组织均为虚构）",
        f'scheme = "{flavour.scheme}"',
        f'county = "{flavour.area}000000"',
        f'county_name = "{flavour.county}"',
        f"as_of = {day.isoformat()}",
        "",
        '[codes."政治面貌"]',
        *(f'{code} = "{word}"' for word, code in CODES.items()),
    ]
    if flavour.scheme in LISTS:
        lines += ["", "[lists]"]
        lines += [f'"{title}" = [' + ", ".join(f'"{c}"' for c in words) + "]" for title, words in LISTS[flavour.scheme].items()]
    for file, sheet in unsaid:
        lines += ["", "[[sheets]]", f'file = "{file}"', f'sheet = "{sheet}"', f'mechanism = "{mechanism}"']
    (folder / "daohu.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
