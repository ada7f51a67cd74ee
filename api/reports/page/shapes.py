"""Figures as pieces of markup that stand on the page tens of thousands of times: as short as they can be."""

from __future__ import annotations

from markupsafe import Markup

from api.reports.across import FULL, UNSURE, percent, sign
from api.reports.figures import Figure

_HEAD = 8
"""Characters over a column of the matrix."""
_LEAST = 2.0
"""Percent of a bar's width that even one of a thousand takes."""


def headed(name: str) -> str:
    """A name short enough to stand upright over a column; the whole name is in the header's title."""
    return name if len(name) <= _HEAD else name[: _HEAD - 1] + "…"


def stops(figure: Figure) -> str:
    """Where the bar's dark and middle parts end, in percent, as CSS properties; what is left is unknown."""
    parts = [max(100 * n / figure.of, _LEAST) if n else 0.0 for n in (figure.met, figure.gap, figure.unknown)]
    whole = sum(parts)
    return f"--m:{100 * parts[0] / whole:.0f}%;--g:{100 * (parts[0] + parts[1]) / whole:.0f}%"


def band_cell(figure: Figure | None) -> Markup:
    """A cell of the matrix 横向到边: sign, share met, share unknown; the numbers on pointing at it. Only numbers, nothing to escape."""
    mark = sign(figure)
    if not mark or figure is None:
        return Markup("<td>")
    said = f"{figure.met}/{figure.of}" + (f" 缺{figure.gap}" if figure.gap else "") + (f" 待{figure.unknown}" if figure.unknown else "")
    if mark == UNSURE:
        return Markup(f'<td class=pu title="{said}">{UNSURE}')
    met, unknown = percent(figure.met, figure.of), percent(figure.unknown, figure.of)
    shade = 9 if mark == FULL else met // 12
    beside = f"<q>{unknown}</q>" if unknown else ""
    return Markup(f'<td class=p{shade} title="{said}">{mark}<b>{met}</b>{beside}')
