"""The whole story in a real browser: an auditor from the first password to the gap list, then a town's officer who sees that town only."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from openpyxl import load_workbook

from api.demo import make_demo
from api.results import Results, UnitRow, open_results
from graph.register import open_register
from tests.project.tree import ROOT
from tests.web.browsing import User, chromium, served

COUNTY = ROOT.parent / "shared" / "ledgers" / "zhijiang-a" / "ledgers"
"""A county's ledgers where the machine has them; else a fictional one."""
OWN, OFFICERS = "审核人自己的长口令 2026", "镇里人自己的长口令 2026"
_NOT_YET = re.compile(r"/: Failed to load .* (404|503) ")
"""What the console says of an overview that has no edition yet, or whose figures are being computed: those are answers."""
_LINK = re.compile(r'href="(/[^"#]*)')


def test_the_whole_story(tmp_path: Path) -> None:
    ledgers = COUNTY if COUNTY.is_dir() else tmp_path / "台账"
    if ledgers != COUNTY:
        make_demo(ledgers, "zhijiang", 80, 7, villages=6)
    register, pictures = tmp_path / "登记库", tmp_path / "pictures"
    with served(register) as (address, password), chromium() as browser:
        auditor = User.at(browser, address, pictures / "auditor")
        auditor.login("admin", password, OWN)
        of_the_county = _uploads_and_approves(auditor, sorted(ledgers.iterdir()))
        results = open_results(open_register(register))
        with _audited(register, tmp_path / "out") as command:
            _reads(auditor, results)
            _same_list(auditor, command, tmp_path / "out")
        towns = [u for u in results.units if u.level == 2]
        officers = _adds_officer(auditor, towns[0])
        officer = User.at(browser, address, pictures / "officer", script=False)
        officer.login("镇里人", officers, OFFICERS)
        _sees_own_town(officer, towns, next(u.name for u in results.units if u.level == 3 and u.unit > towns[1].unit))
        _reaches_no_other(officer, towns, [*of_the_county, *_of_another(results, towns[1])])
        auditor.press("退出")
        assert "/login" in auditor.page.url and "已退出" in auditor.seen("logged-out")
        assert auditor.fetch("/gaps.csv?state=all")[0] == 303
        assert auditor.errors == [] and auditor.outside == []
        results.close()


def _uploads_and_approves(user: User, files: list[Path]) -> list[str]:
    """Upload, read the problems, take a marked copy home, load, approve; gives the addresses of what only the whole county may see."""
    assert "上传台账" in user.go("/ledgers", "ledgers-empty")
    user.page.set_input_files("input[name=files]:not([webkitdirectory])", files)
    user.press("上传并核对")
    user.page.wait_for_url("**/ledgers/uploads/*")
    upload = user.page.url
    user.until(lambda: user.page.locator("#problems table").count() > 0, "the problems")
    first = user.page.locator("#problems tbody tr").first.inner_text()
    assert any(path.name in first for path in files) and "请" in first, f"a problem names its file and what to do: {first}"
    user.seen("problems")
    copy = user.download("a[href*='/checked/']")
    assert load_workbook(io.BytesIO(copy)).sheetnames
    user.page.goto(upload)
    user.press("装载这次上传")
    task = user.page.url
    user.until(lambda: user.page.locator("a[href*='/editions/']").count() > 0, "the edition")
    user.page.locator("main a[href*='/editions/']").first.click()
    user.page.wait_for_url("**/editions/1*")
    user.seen("edition")
    if user.page.locator("input[name=word]").count():
        user.page.fill("input[name=word]", "确认")
    user.press("启用第 1 版")
    user.until(lambda: user.page.locator("main a[href='/']").count() > 0, "the end of the task")
    user.page.goto("/")
    user.until(lambda: user.page.locator("main h1").inner_text() != "正在计算", "the figures")
    assert all(_NOT_YET.search(one) for one in user.errors), user.errors
    user.errors.clear()
    return [one.removeprefix(user.address) for one in (upload, f"{upload}/problems", f"{upload}/checked.zip", task)]


def _audited(register: Path, out: Path) -> subprocess.Popen[bytes]:
    """`daohu audit` over the same register, beside what the browser does."""
    return subprocess.Popen([sys.executable, "-m", "api.cli", "audit", "--register", str(register), "--out", str(out)], stdout=subprocess.DEVNULL)


def _reads(user: User, results: Results) -> None:
    """The overview's figures, a village, a household and why it counts, back and reload."""
    county = results.within()
    key = county.one(
        'SELECT c."of", c.met FROM coverage c JOIN checks k ON k.number = c."check" WHERE k.key AND c.unit = 0 AND c.met > 0 ORDER BY k.number LIMIT 1'
    )
    overview = user.go("/", "overview")
    assert key and f"{key['of']:,}" in overview and f"{key['met']:,}" in overview
    household = county.one("SELECT c.household, c.source, u.id, u.name FROM contact c JOIN household h ON h.id = c.household JOIN unit u ON u.unit = h.unit "
                           "WHERE c.state = 'met' ORDER BY c.household LIMIT 1")  # fmt: skip
    assert household
    village = next(u for u in reversed(results.units) if u.level == 3 and u.unit <= results.unit(household["id"]).unit)
    assert village.name in user.go(f"/units/{quote(village.id, safe='')}", "village")
    told = user.go(f"/households/{quote(household['household'], safe='')}", "household")
    file, _, rest = household["source"].partition("#")
    sheet, _, row = rest.rpartition("!")
    assert file in told and sheet in told and row in told, f"the evidence down to file, sheet and row: {household['source']}"
    user.page.go_back()
    assert village.name in user.seen()
    user.page.reload()
    assert village.name in user.seen()
    for path, picture in (("/systems", "systems"), ("/gaps", "gaps"), ("/unknowns", "unknowns"), ("/claims", "claims"), ("/query", "query"), ("/help", "help")):
        assert user.go(path, picture)


def _same_list(user: User, command: subprocess.Popen[bytes], out: Path) -> None:
    """The list that the page gives is the command's, byte for byte."""
    user.go("/gaps")
    given = user.download("main a[href*='.csv'][href*='state=all']")
    assert command.wait(timeout=120) in (0, 1)
    assert given == (out / "gaps.csv").read_bytes()


def _adds_officer(user: User, town: UnitRow) -> str:
    """A user of one town; the password, shown once."""
    user.go("/users")
    user.page.fill("#name", "镇里人")
    user.page.select_option("#role", "auditor")
    user.page.fill("#unit", town.path)
    user.press("新增")
    return user.page.locator("code.secret").inner_text()


def _sees_own_town(officer: User, towns: list[UnitRow], village: str) -> None:
    """Without JavaScript: the town's pages and much of what they link to, and not a word of the towns beside it, whose village is searched for."""
    own, others = towns[0], towns[1:]
    assert own.name in officer.go("/", "overview") and officer.go("/gaps", "gaps")
    pages = ["/", "/units", "/systems", "/gaps", "/unknowns", "/ledgers", "/ledgers/problems", "/editions", "/claims", "/query", "/tasks", "/organisations"]
    pages += [f"/units/{quote(own.id, safe='')}", "/gaps.csv?state=all", "/api/v1/overview", "/api/v1/gaps?size=200", "/api/v1/units"]
    pages += [f"{path}?q={quote(village)}" for path in ("/search", "/api/v1/search", "/units")]
    linked: set[str] = set()
    for path in [*pages, "/query/questions/contacts_by_village?run=1"]:
        status, text = officer.fetch(path)
        assert status == 200, f"{path}: {status}"
        _says_nothing_of(others, path, text)
        linked |= {one.replace("&amp;", "&") for one in _LINK.findall(text)[:60]} if text.startswith("<!doctype") else set()
    for path in sorted(linked - set(pages) - {"/logout"})[::5][:40]:
        _says_nothing_of(others, path, officer.fetch(path)[1])


def _reaches_no_other(officer: User, towns: list[UnitRow], addresses: list[str]) -> None:
    """No address of another town, or of the whole county's, answers; nor does an export of another town begin."""
    for path in addresses:
        status, text = officer.fetch(path)
        assert status in (400, 403, 404, 422), f"{path} is another's: {status}"
        _says_nothing_of(towns[1:], path, text.replace(towns[1].name, "") if quote(towns[1].name) in path else text)
    officer.go("/query/export")
    officer.page.fill("input[name=unit]", towns[1].name)
    officer.press("导出")
    assert "/tasks/" not in officer.page.url and "没有" in officer.seen("no-export")
    assert officer.outside == []
    officer.context.close()


def _says_nothing_of(others: list[UnitRow], path: str, text: str) -> None:
    told = [town.name for town in others if town.name in text]
    assert not told, f"{path} tells of {told}: …{text[max(0, text.find(told[0]) - 200) : text.find(told[0]) + 60] if told else ''}…"


def _of_another(results: Results, town: UnitRow) -> list[str]:
    """Addresses of what lies in a town: pages, API, filters, files, questions, exports."""
    there = results.within(town.id)
    unit, name = quote(town.id, safe=""), quote(town.name)
    village = quote(next(u.id for u in there.under(there.top, 3)), safe="")
    ids = {
        word: quote(str(there.value(text)), safe="")
        for word, text in (
            ("households", "SELECT id FROM household ORDER BY id LIMIT 1"),
            ("persons", "SELECT person FROM resident WHERE person NOT IN (SELECT person FROM contact) AND person NOT IN (SELECT person FROM post) LIMIT 1"),
            ("organisations", "SELECT id FROM body WHERE unit IN (SELECT unit FROM unit) ORDER BY id LIMIT 1"),
        )
    }
    found = [f"/units/{unit}", f"/units/{village}", f"/units/{unit}?part=contacts", *(f"/{word}/{id}" for word, id in ids.items())]
    found += [f"/api/v1{path}" for path in found if "?" not in path]
    found += [
        f"{path}unit={said}"
        for said in (unit, name)
        for path in ("/gaps?", "/unknowns?", "/gaps.csv?state=all&", "/api/v1/gaps?", "/claims?", "/ledgers?", "/ledgers/problems?")
    ]
    return [*found, f"/query/questions/contacts_by_village?run=1&unit={name}", "/users", "/log", "/settings", "/api/v1/users", "/api/v1/log"]
