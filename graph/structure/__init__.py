"""Structure questions (networkx) on the organisations of an edition as of a day; results are pandas frames with documented columns.

::

    from graph.register import open_register
    from graph.structure import chains, clusters, cutpoints, organisations, teams

    o = organisations(open_register(Path("登记库")).edition())     # read once, asked often; person names masked
    chains(o)          CHAINS         the way up from every lowest organisation: whole, broken where, in a circle
    cutpoints(o)       CUTPOINTS      persons who are a unit's only contact, only leader, only 党组织 leader
    ties(o)            TIES_OF_UNITS  how many persons hold each unit, by tie
    articulation(o)    ARTICULATION   articulation points of the person, body and unit graph
    concurrent(o)      PERSONS        persons with several posts
    pairs(o)           PAIRS          two bodies that share persons
    clusters(o)        CLUSTERS       groups of bodies joined by shared post-holders
    teams(o)           TEAMS          bodies of one unit with the same persons
    ways_up(o, id)     WAY            the shortest way from a household to the county
    organisation_graph(o)             everything as a networkx graph
    ask(o, "chains", unit="仙女镇")    a question by name (QUESTIONS), of a unit's rows alone

Every function takes an edition (with `as_of`, `names`) as well. Contacts of households are counted in whole columns; networkx sees only
units, bodies and the persons with posts or contacts.
"""

from __future__ import annotations

from graph.structure.articulation import ARTICULATION, articulation, tie_graph
from graph.structure.asked import QUESTIONS, Question, ask
from graph.structure.chains import CHAINS, chains
from graph.structure.clusters import CLUSTERS, PAIRS, PERSONS, clusters, concurrent, pairs
from graph.structure.columns import Column, titled
from graph.structure.network import organisation_graph
from graph.structure.organisations import Names, Organisations, organisations
from graph.structure.teams import TEAMS, teams
from graph.structure.ties import CUTPOINTS, TIES_OF_UNITS, cutpoints, ties
from graph.structure.ways import WAY, ways_up

__all__ = [
    "ARTICULATION",
    "CHAINS",
    "CLUSTERS",
    "CUTPOINTS",
    "PAIRS",
    "PERSONS",
    "QUESTIONS",
    "TEAMS",
    "TIES_OF_UNITS",
    "WAY",
    "Column",
    "Names",
    "Organisations",
    "Question",
    "articulation",
    "ask",
    "chains",
    "clusters",
    "concurrent",
    "cutpoints",
    "organisation_graph",
    "organisations",
    "pairs",
    "teams",
    "tie_graph",
    "ties",
    "titled",
    "ways_up",
]
