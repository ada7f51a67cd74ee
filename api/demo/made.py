"""What the makers of a demo know: everything that was written, as it was meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from api.demo.bodies import BodySheet
from api.demo.contacts import ContactSheet
from api.demo.cooperatives import CoopSheet
from api.demo.dice import Ints
from api.demo.draft import Sheet
from api.demo.grids import Grid, GridSheet
from api.demo.ledgers.council import Council
from api.demo.ledgers.gridbook import Cover
from api.demo.ledgers.pairing import Pairs
from api.demo.ledgers.reaching import Visits
from api.demo.lookup import Stated
from api.demo.party import MemberSheet, PartySheet
from api.demo.population import World
from api.demo.ties import TODAY
from api.demo.unitbook import UnitSheet


@dataclass
class Made:
    """Everything that was written, as its makers know it: what the truth is computed from."""

    world: World
    stated: Stated
    marks: dict[int, str]
    silent: dict[str, set[int]]
    sheets: list[Sheet] = field(default_factory=list)
    units: list[UnitSheet] = field(default_factory=list)
    contacts: dict[str, list[ContactSheet]] = field(default_factory=dict)
    bodies: dict[str, list[BodySheet]] = field(default_factory=dict)
    party: list[PartySheet] = field(default_factory=list)
    members: list[MemberSheet] = field(default_factory=list)
    coops: list[CoopSheet] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    grid_sheets: list[GridSheet] = field(default_factory=list)
    grid_of: Ints | None = None
    poor: set[int] = field(default_factory=set)
    """脱贫户."""
    day: int = TODAY
    """The day that the truth is told as of."""
    past: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Ledger → households and mechanisms (cooperatives) of rows that an earlier delivery stated and that have vanished: ended facts."""
    cover: Cover | None = None
    council: Council = field(default_factory=Council)
    pairs: Pairs = field(default_factory=Pairs)
    visits: Visits = field(default_factory=Visits)
    lower_leaders: list[tuple[int, str]] = field(default_factory=list)
    """Village and name of who leads a 群团 body of a group or bay."""
    lower_bodies: dict[tuple[int, str], str] = field(default_factory=dict)
    """Bay and kind of a 群团 body → its name."""
    lower_social: Counter[int] = field(default_factory=Counter)
    """How many 社会组织 of groups and bays a village has beside its own."""
    both: list[tuple[int, int]] = field(default_factory=list)
    """联户长 who is a 党员中心户 as well, and the one household that this contact has."""
    joint: list[int] = field(default_factory=list)
    """Groups with a 综合党支部."""
    councils: list[int] = field(default_factory=list)
    """Communities with a 大党委."""
    employed: list[tuple[int, str]] = field(default_factory=list)
    """Party members who work somewhere, and where."""
