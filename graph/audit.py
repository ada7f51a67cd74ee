"""Scheme × store → the answer: coverage rolled up through the chain of units, gaps, unknowns, deliveries, claims."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.catalogue import measures
from graph.checks import Run
from graph.checks.finding import Finding
from graph.checks.ground import Ground
from graph.checks.units import VILLAGE, Units
from graph.edition import Edition
from graph.errors import VerificationError
from graph.evidence import evidence
from graph.gaps import gaps, masked
from graph.grids import grid_coverage
from graph.result import CLAIMS, COVERAGE, DELIVERY, UNITS, AuditResult, HouseholdStates
from graph.schema import OPEN_SINCE
from graph.scheme import Check, Scheme
from graph.scheme.joined import with_joined
from graph.store import Progress, Store, silent
from graph.verify import verify

UNIT_LEDGER = "单元名册"
"""The ledger of units makes the villages, so it is in no matrix of what they delivered."""


def audit(edition: Edition, store: Store, scheme: Scheme, as_of: dt.date, *, verified: bool = True, progress: Progress = silent) -> AuditResult:
    """Compute every check of a scheme on the edition that a store holds.

    With `verified` the county's `of` and `met` of each check are computed a second way, from the edition's Parquet
    without Cypher. Raises VerificationError where they differ: nothing may be written then.
    """
    timings: dict[str, float] = {}
    clock = time.perf_counter()

    def lap(what: str) -> None:
        nonlocal clock
        timings[what] = round(time.perf_counter() - clock, 3)
        clock = time.perf_counter()

    lists = lists_of(edition, scheme)
    asked = with_joined(scheme)
    ground = Ground(store, edition, as_of, lists)
    progress("计算覆盖", 0, 1)
    running = Run(ground, asked)
    found = running.checks()
    claims = running.claims
    progress("计算覆盖", 1, 1)
    lap("计算")
    told = coverage(ground.units, found)
    if verified:
        progress("复核", 0, 1)
        require_equal(told, verify(edition, asked, as_of, lists))
        progress("复核", 1, 1)
        lap("复核")
    open_ = gaps(ground, scheme, found)
    lap("缺口清单")
    result = AuditResult(
        edition_id=edition.id,
        county_name=str(edition.manifest["county_name"]),
        as_of=as_of,
        scheme=scheme,
        store=store.name,
        coverage=told,
        gaps=open_,
        problems=_problems(edition, claims),
        load=edition.table("load").to_pandas(),
        delivery=_delivery(ground, scheme),
        claims=_claim_lines(ground.units, claims),
        evidence=evidence(edition, as_of),
        counts=edition.counts,
        excluded=_excluded(ground),
        timings=timings,
        notices=_notices(ground, scheme),
        sources=list(edition.manifest["sources"]),  # type: ignore[call-overload]
        arrived=tuple(dict.fromkeys(ground.deliveries["ledger"])),
        excluded_by_village=_excluded_by_village(ground),
        grids=grid_coverage(running.facts, found),
        county_code=str(edition.manifest.get("county", "")) or str(ground.units.code[ground.units.top]),
        measures={name: running.measures.total(name) for name in measures()},
        units=_units(ground.units),
        households=_states(ground, found),
    )
    lap("依据与对账")
    return result


def lists_of(edition: Edition, scheme: Scheme) -> Mapping[str, Sequence[str]]:
    """The named lists of slots: the scheme's, and those that the ledgers' own settings say instead."""
    said = edition.manifest.get("lists", {})
    assert isinstance(said, dict)
    return {**scheme.lists, **said}


def coverage(units: Units, found: Sequence[tuple[Check, Finding]]) -> pd.DataFrame:
    """One row per check and unit, in tree order, with the columns of COVERAGE; virtual units are left out (design 5.6, 5.7)."""
    if not found:
        return pd.DataFrame(columns=list(COVERAGE))
    totals = units.rolled_up(np.stack([f.counts for _, f in found], axis=1))
    parts = []
    for number, (check, finding) in enumerate(found):
        shown = np.flatnonzero((units.level <= finding.deepest) & ~units.virtual)
        total = totals[shown, number]
        texts = {f"unit_{c}": pa.array(getattr(units, c), pa.string()).take(pa.array(shown)) for c in ("id", "code", "name", "path")}
        fixed = {c: pa.repeat(v, len(shown)) for c, v in (("system", check.system), ("check", check.id), ("kind", check.kind))}
        figures = {"level": units.level[shown], "of": total.sum(axis=1), "met": total[:, 0], "gap": total[:, 1], "unknown": total[:, 2]}
        parts.append(pa.table({**fixed, **texts, **figures}).select(list(COVERAGE)))
    frame: pd.DataFrame = pa.concat_tables(parts).to_pandas()
    return frame


def _units(units: Units) -> pd.DataFrame:
    texts = {c: pd.array(getattr(units, c), dtype="str") for c in ("code", "name", "path", "kind", "urban_rural")}
    numbers = {"level": units.level, "parent": units.parent, "last": units.last, "virtual": units.virtual}
    return pd.DataFrame({"id": units.id.to_pandas(), **texts, **numbers})[list(UNITS)]


def _states(ground: Ground, found: Sequence[tuple[Check, Finding]]) -> HouseholdStates:
    ids = ground.households.id.take(pa.array(ground.households.denominator))
    return HouseholdStates(ids, {check.id: finding.households for check, finding in found if finding.households is not None})


def require_equal(told: pd.DataFrame, second: pd.DataFrame) -> None:
    """The whole `of` and `met` of each check against the second computation. Raises VerificationError naming every check that differs."""
    top = told[told["level"] == told["level"].min()].groupby("check", sort=False)[["of", "met"]].sum()
    both = top.join(second.set_index("check").add_suffix("_second"))
    wrong = both[(both["of"] != both["of_second"]) | (both["met"] != both["met_second"])]
    if len(wrong):
        lines = "；".join(f"{c}：图库 {r.of}/{r.met}，复核 {r.of_second}/{r.met_second}" for c, r in wrong.iterrows())
        raise VerificationError(f"两种算法的全县应覆盖/覆盖数不一致，未写出任何结果：{lines}。请重新运行；仍出现时请保留台账并联系开发者。")


def _claim_lines(units: Units, claims: pd.DataFrame) -> pd.DataFrame:
    """Every claim beside what the ledgers count, empty where they cannot tell; a subject that is a person is masked."""
    if not len(claims):
        return pd.DataFrame(columns=list(CLAIMS))
    subject = pa.array(claims["subject"].to_numpy(object), pa.string())
    shown = pc.if_else(pa.array(claims["private"].to_numpy(bool)), masked(subject), subject)
    counted = claims["counted"].astype("Int64").where(claims["known"].astype(bool))
    lines = claims.rename(columns={"title": "claim", "value": "claimed"}).assign(
        unit_path=units.path[claims["unit"].to_numpy(np.int64)], subject=shown.to_pandas(), counted=counted, difference=claims["value"] - counted
    )
    return lines[list(CLAIMS)]


def _problems(edition: Edition, claims: pd.DataFrame) -> pd.DataFrame:
    """The ledgers' problems, and a total_mismatch for every claim that does not hold."""
    problems: pd.DataFrame = edition.table("problems").to_pandas()
    wrong = claims[~claims["met"].astype(bool) & claims["known"].astype(bool)] if len(claims) else claims
    if not len(wrong):
        return problems
    places = edition.table("claims").to_pandas().set_index("id").loc[wrong["id"], ["file", "sheet", "row", "column"]]
    said = [f"填报 {v}，按台账逐户计算为 {c}。请核对填报数，或补齐台账。" for v, c in zip(wrong["value"], wrong["counted"], strict=True)]
    mine = places.reset_index(drop=True).assign(code="total_mismatch", severity="info", value=wrong["value"].astype(str).to_numpy(object), message=said)
    return pd.concat([problems, mine], ignore_index=True).sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)


def _delivery(ground: Ground, scheme: Scheme) -> pd.DataFrame:
    """Village × ledger: delivered, zero (declared nothing) or nothing; those the scheme asks first, then what else has arrived."""
    units, given = ground.units, ground.deliveries
    villages = np.flatnonzero((units.level == VILLAGE) & ~units.virtual)
    ledgers = list(dict.fromkeys([*(x for x in scheme.ledgers if x != UNIT_LEDGER), *sorted(set(given["ledger"]) - {UNIT_LEDGER})]))
    index = pd.MultiIndex.from_product([villages, ledgers], names=["unit", "ledger"])
    table = given.groupby(["unit", "ledger"])[["number", "zero"]].agg({"number": "sum", "zero": "max"}).reindex(index)
    rows = table["number"].fillna(0).astype("int64").to_numpy()
    state = np.where(table["number"].isna(), "nothing", np.where((table["zero"] == 1) & (rows == 0), "zero", "delivered"))
    columns = {"unit_path": units.path[index.get_level_values(0)], "ledger": index.get_level_values(1), "state": state, "rows": rows}
    return pd.DataFrame(columns)[list(DELIVERY)]


def _excluded(ground: Ground) -> dict[str, int]:
    kind = ground.households.kind.to_pandas()[~ground.households.counted]
    return {str(k): int(n) for k, n in kind.replace("", "虚拟单元").value_counts().items()}


def _excluded_by_village(ground: Ground) -> dict[str, dict[str, int]]:
    """Households left out of the denominator by village and 户类型, those of virtual units apart."""
    households, units = ground.households, ground.units
    out = np.flatnonzero(~households.counted & ~units.virtual[households.unit])
    village = units.village[households.unit[out]]
    frame = pd.DataFrame({"path": units.path[village], "kind": households.kind.take(pa.array(out)).to_pandas()})[village >= 0]
    found: dict[str, dict[str, int]] = {}
    for (path, kind), number in frame.groupby(["path", "kind"], sort=True).size().items():
        found.setdefault(str(path), {})[str(kind)] = int(number)
    return found


def _notices(ground: Ground, scheme: Scheme) -> list[str]:
    """What the ledgers' reading left to say, an as-of date before the deliveries (design section 7), ledgers that nobody delivered."""
    edition, as_of = ground.edition, ground.as_of
    notices = edition.manifest.get("notices", [])
    assert isinstance(notices, list)
    said = [str(n) for n in notices]
    dated = [d for d in edition.nodes("Delivery", ["date"])["date"].to_pylist() if d != OPEN_SINCE]
    own = max(dated) if dated else dt.date.fromisoformat(str(edition.manifest["as_of"]))
    if as_of < own:
        said.insert(0, f"计算日期 {as_of} 早于台账日期 {own}：任职与联系按当日计算，户与人口仍是报送时的；更早的真实情况请看较早的版次。")
    arrived = set(ground.deliveries["ledger"])
    missing = [x for x in scheme.ledgers if x not in arrived]
    if missing:
        said.append(f"没有任何单位报送：{'、'.join(missing)}。相应的检查全部为待核实。")
    return said
