"""Rules that every file keeps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.project.tree import FOLDERS, ROOT, files, parsed, place, sources

LONGEST = 400
_MACHINE = re.compile(r"(?<![\w.~$}])/(?:root|home|(?-i:Users)|work|mnt|opt|srv)/(?!\s)|\b[A-Z]:\\(?:Users|work)\\", re.IGNORECASE)
_HOST = re.compile(r"https?://([^\s/\"'<>)\\`,;:?#{}$|*]+)")
HOSTS = {
    "www.w3.org",
    "www.apache.org",
    "schemas.openxmlformats.org",
    "maven.apache.org",
    "127.0.0.1",
    "testserver",
    "localhost",
}
"""Names of formats (XML namespaces), the licence and this machine: nothing that is fetched."""
MADE_UP = {"tests/reports/test_page.py": {"a.b", "c.d", "cdn", "cdn.plot.ly", "feross.org", "cdn.example"}}
"""Hosts that a test writes to prove that they are refused."""


def texts() -> list[tuple[Path, str]]:
    """Every text file of the project with its text; the lock holds hashes only, and is checked like the others."""
    found = []
    for path in files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def lines_with(pattern: re.Pattern[str]) -> list[tuple[str, re.Match[str]]]:
    here = Path(__file__)
    return [(place(path), m) for path, text in texts() if path != here for m in pattern.finditer(text)]


def test_no_source_file_is_long() -> None:
    long = {place(p): n for p in sources(*FOLDERS) if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert not long, f"split these files, each part by its own question: {long}"


def test_every_module_says_what_it_is() -> None:
    silent = [place(p) for p in sources(*FOLDERS) if p.stat().st_size and not ast.get_docstring(parsed(p))]
    assert not silent, f"these modules lack a docstring at their head: {silent}"


def test_no_path_of_a_machine() -> None:
    found = [f"{where}: {m[0]}" for where, m in lines_with(_MACHINE)]
    assert not found, f"a path that exists on one machine only; make it relative or a parameter: {found}"


def test_no_outside_host() -> None:
    found = [f"{where}: {m[1]}" for where, m in lines_with(_HOST) if m[1].lower() not in HOSTS | MADE_UP.get(where, set())]
    assert not found, f"the product works offline and refers to no outside address: {found}"


def test_text_is_utf8_with_unix_line_ends() -> None:
    suffixes = {".py", ".md", ".toml", ".yaml", ".cypher", ".j2", ".js", ".css", ".svg", ".lock", ""}
    for path in files():
        if path.suffix in suffixes:
            data = path.read_bytes()
            data.decode("utf-8")
            assert b"\r\n" not in data, f"{place(path)} has Windows line ends"
            assert not data.startswith(b"\xef\xbb\xbf"), f"{place(path)} has a byte order mark"


def test_libraries_are_only_cypher_files() -> None:
    inside = [p for p in files() if p.is_relative_to(ROOT / "cypher")]
    others = [place(p) for p in inside if p.suffix != ".cypher" and p.name != "__init__.py"]
    assert not others, f"cypher/ holds only .cypher files: {others}"


def test_the_windows_script() -> None:
    data = (ROOT / "审计.bat").read_bytes()
    text = data.decode("utf-8")
    lines = text.split("\r\n")
    assert not any("\n" in line for line in lines), "cmd.exe needs CRLF on every line"
    first = lines.index("chcp 65001 >nul")
    assert all(line.isascii() for line in lines[:first]), "before chcp 65001 Chinese would be read in the old code page"
    labels = {m[1].lower() for line in lines if (m := re.match(r":(\w+)$", line))}
    jumps = {m[1].lower() for line in lines for m in re.finditer(r"\bgoto (\w+)", line)}
    assert jumps <= labels, f"goto without a label: {jumps - labels}"
    assert labels <= jumps | {"scheme", "audit", "end"}, f"labels that nothing reaches: {labels - jumps}"
    for needed in (r"%~dp0.venv\Scripts\daohu.exe", "where daohu", "py -3", "%~1", "report.html", "pause"):
        assert needed in text
