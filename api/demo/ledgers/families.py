"""Which further ledgers a scheme's county keeps, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.demo.bodies import BODY_FORMS, Body, BodySheet, body_sheets
from api.demo.draft import Draft
from api.demo.ledgers import gridbook, ground, happened, institutions, mass, office, pairing, partywise, reaching, social, standing, teams
from api.demo.ledgers.council import councils
from api.demo.ledgers.figures import figures
from api.demo.ledgers.plain import Scene

Maker = Callable[[Scene], Iterator[Draft]]


def _councils(scene: Scene) -> Iterator[Draft]:
    return councils(scene, scene.made.council)


def _branch_pairs(scene: Scene) -> Iterator[Draft]:
    return pairing.branch_pairs(scene, scene.made.pairs)


def _visits(scene: Scene) -> Iterator[Draft]:
    return reaching.visits(scene, scene.made.visits)


def _lists(kind: str) -> Maker:
    """A ledger of the first checks, for the counties that did not keep it then."""

    def make(scene: Scene) -> Iterator[Draft]:
        return _kept(scene, kind, body_sheets(scene.county, BODY_FORMS[kind], scene.world.seed, scene.made.silent.get(kind, set())))

    return make


def _four_councils(scene: Scene) -> Iterator[Draft]:
    return _kept(scene, "C11", standing.four_councils(scene, set(scene.villages[::40][1:].tolist())))


def _funds(scene: Scene) -> Iterator[Draft]:
    return _kept(scene, "E1", social.funds(scene))


def _supervisors(scene: Scene) -> Iterator[Draft]:
    return _kept(scene, "B4", social.supervisors(scene))


def _veterans(scene: Scene) -> Iterator[Draft]:
    sheets = partywise.veterans(scene)
    scene.made.members += sheets
    return (s.draft for s in sheets)


def _kept(scene: Scene, kind: str, sheets: list[BodySheet]) -> Iterator[Draft]:
    scene.made.bodies.setdefault(kind, []).extend(sheets)
    return (s.draft for s in sheets)


def _concurrent(scene: Scene) -> Iterator[Draft]:
    """群团 whose leaders are, in half of the villages, the head of the village committee as well."""
    heads = {b.village: b.leader for s in scene.made.bodies["B4"] for b in s.bodies if b.kind in ("村民委员会", "居民委员会")}
    sheets = body_sheets(scene.county, BODY_FORMS["D5"], scene.world.seed, set())
    for sheet in sheets:
        for i, body in enumerate(sheet.bodies):
            if body.village % 2 and body.kind == "妇女联合会" and body.village in heads:
                sheet.draft.columns["负责人"][i] = heads[body.village]
                sheet.bodies[i] = Body(**{**body.__dict__, "leader": heads[body.village]})
    return _kept(scene, "D5", sheets)


@dataclass(frozen=True)
class Family:
    """Ledgers of one maker, and the schemes whose counties keep them."""

    schemes: str
    """First letters of the schemes: z, e, y, x."""
    make: Maker


FAMILIES: tuple[Family, ...] = (
    Family("ey", _lists("B4")),
    Family("xy", _lists("D5")),
    Family("e", _concurrent),
    Family("z", _supervisors),
    Family("z", reaching.both),
    Family("z", mass.lower_bodies),
    Family("zeyx", mass.members),
    Family("ze", office.group_leaders),
    Family("z", office.stationed),
    Family("z", office.co_builders),
    Family("z", office.seconded),
    Family("e", office.social_workers),
    Family("y", office.reserves),
    Family("x", _councils),
    Family("y", gridbook.four_kinds),
    Family("x", gridbook.one_and_three),
    Family("z", partywise.building_groups),
    Family("z", _veterans),
    Family("e", partywise.functional),
    Family("e", partywise.joint_members),
    Family("z", partywise.employed),
    Family("zeyx", institutions.institutions),
    Family("ze", institutions.member_units),
    Family("eyx", institutions.command),
    Family("zey", standing.places),
    Family("ze", standing.estates),
    Family("z", standing.wards),
    Family("zeyx", social.social),
    Family("z", _funds),
    Family("z", standing.centres),
    Family("z", ground.zones),
    Family("z", ground.new_groups),
    Family("zeyx", ground.divisions),
    Family("eyx", social.loose_words),
    Family("x", _four_councils),
    Family("x", _branch_pairs),
    Family("z", pairing.units_report),
    Family("z", pairing.unit_villages),
    Family("z", pairing.team_help),
    Family("e", pairing.services),
    Family("e", pairing.three_parties),
    Family("ze", happened.meetings),
    Family("zx", happened.requests),
    Family("z", happened.orders),
    Family("eyx", happened.whistles),
    Family("ex", happened.activities),
    Family("x", happened.awards),
    Family("e", happened.platform),
    Family("z", happened.agreements),
    Family("eyx", reaching.keepers),
    Family("z", reaching.sponsors),
    Family("z", reaching.leaders),
    Family("z", reaching.members_report),
    Family("z", reaching.receptions),
    Family("ex", _visits),
    Family("zey", teams.teams),
    Family("zeyx", figures),
)


def families(scheme: str) -> list[Maker]:
    """The makers of a scheme's further ledgers."""
    return [f.make for f in FAMILIES if scheme[0] in f.schemes]
