"""A gap that a rejected row may concern carries that row: by 户号, name or slot, in the village or where the row may mean it."""

from __future__ import annotations

import pytest

from graph.result import AuditResult
from tests.checks.builder import Book, L, county
from tests.graph.conftest import Audit

REACH = f'[[checks]]\nid = "C6.reach"\ntitle = "联系"\nledger = "{L}"\nmechanisms = ["{L}"]\n'
ANY = '[[checks]]\nid = "H1.reach"\ntitle = "任一"\nany_of = ["C6.reach"]\n'
PARTY = (
    '[[checks]]\nid = "B4.presence"\ntitle = "三委"\nledger = "自治组织"\nlevel = 3\nslots = [{ name = "村(居)委会", kinds = ["村民委员会", "居民委员会"] }]\n'
)
SOCIAL = '[[checks]]\nid = "E1.presence"\ntitle = "社会组织"\nledger = "社会组织"\nlevel = 3\nsocial = { "村" = 1, "社区" = 1 }\n'
POSTS = '[[checks]]\nid = "F1.staffing"\ntitle = "配备"\nledger = "网格"\nposts = ["网格长"]\n'


def hints(result: AuditResult, check: str = "C6.reach") -> dict[str, str]:
    rows = result.gaps[(result.gaps["check"] == check) & (result.gaps["hint"] != "")]
    return dict(zip(rows["subject_id"], rows["hint"], strict=True))


@pytest.fixture
def book() -> Book:
    book = county()
    book.delivered(L, "金山村", "仙女社区")
    return book


def test_by_household_code_in_the_village(book: Book, audit_of: Audit) -> None:
    row = book.reject(L, unit_id="金山村", household_code="h3", name="别人")
    book.reject(L, unit_id="金山村", household_code="h5")  # of another village
    book.reject("党员中心户", unit_id="金山村", household_code="h1")  # of another ledger
    assert hints(audit_of(book, REACH)) == {"h3": row}


def test_by_name_and_for_a_group_of_the_village(book: Book, audit_of: Audit) -> None:
    row = book.reject(L, unit_id="1组", name="户主h2")
    assert hints(audit_of(book, REACH)) == {"h2": row}


def test_the_code_comes_before_the_name_and_the_first_row_before_the_second(book: Book, audit_of: Audit) -> None:
    book.reject(L, unit_id="金山村", name="户主h1")
    first = book.reject(L, unit_id="金山村", household_code="h1")
    book.reject(L, unit_id="金山村", household_code="h1")
    assert hints(audit_of(book, REACH)) == {"h1": first}


UNPLACED = [
    ("仙女镇", "金三村", {"h3"}),  # no such village: any of the town
    ("仙女", "", {"h3"}),  # the town without its suffix
    ("", "金山", {"h3"}),  # the whole county is searched for the name
    ("仙女镇", "仙女社区", set()),  # named, and another village
    ("问安镇", "金三村", set()),
    ("", "", set()),
    ("没有的镇", "没有的村", set()),
]


def test_of_a_row_that_could_not_be_placed(book: Book, audit_of: Audit) -> None:
    """Each case has a ledger of its own."""
    for n, (town, village, _) in enumerate(UNPLACED, start=1):
        book.reject(f"台账{n}", town_text=town, village_text=village, household_code="h3")
    text = "".join(REACH.replace("C6.", f"C{n}.").replace(f'ledger = "{L}"', f'ledger = "台账{n}"') for n in range(1, len(UNPLACED) + 1))
    result = audit_of(book, text)
    assert [set(hints(result, f"C{n}.reach")) for n in range(1, len(UNPLACED) + 1)] == [found for *_, found in UNPLACED]


def test_a_placed_row_comes_before_one_that_could_not_be_placed(book: Book, audit_of: Audit) -> None:
    book.reject(L, town_text="仙女镇", household_code="h3")
    placed = book.reject(L, unit_id="金山村", name="户主h3")
    assert hints(audit_of(book, REACH)) == {"h3": placed}


def test_unknown_households_and_checks_of_several_systems(book: Book, audit_of: Audit) -> None:
    row = book.reject(L, unit_id="桃店村", name="户主h9")
    result = audit_of(book, REACH + ANY)
    assert (hints(result), hints(result, "H1.reach")) == ({"h9": row}, {"h9": row})


def test_a_slot_by_any_of_its_kinds(book: Book, audit_of: Audit) -> None:
    book.delivered("自治组织", "金山村", "仙女社区")
    row = book.reject("自治组织", unit_id="仙女社区", slot="居民委员会", name="")
    book.reject("自治组织", unit_id="金山村", slot="村务监督委员会")
    assert hints(audit_of(book, PARTY), "B4.presence") == {"仙女社区/村(居)委会": row}


def test_a_number_of_social_organisations_by_any_row_of_the_ledger(book: Book, audit_of: Audit) -> None:
    book.delivered("社会组织", "金山村", "仙女社区")
    row = book.reject("社会组织", unit_id="金山村", slot="公益慈善类")
    assert hints(audit_of(book, SOCIAL), "E1.presence") == {"金山村/社会组织≥1": row}


def test_a_grid_by_its_post_or_its_name(book: Book, audit_of: Audit) -> None:
    for grid, village in (("w1", "金山村"), ("w2", "金山村"), ("w3", "仙女社区")):
        book.grid(grid, village)
    by_name = book.reject("网格", unit_id="金山村", name="w2")
    by_post = book.reject("网格", unit_id="仙女社区", slot="网格长")
    assert hints(audit_of(book, POSTS), "F1.staffing") == {"w2/网格长": by_name, "w3/网格长": by_post}


def test_nothing_was_rejected(book: Book, audit_of: Audit) -> None:
    assert (audit_of(book, REACH).gaps["hint"] == "").all()
