"""OUT appears whole or not at all, whatever happens, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from api import output
from api.output import whole
from graph.errors import OutputError
from tests.cli.running import COMMAND, DONE, FAILED, daohu, listing, require_sentence


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere/inside.part")


def full_in_a_library(*_: object, **__: object) -> None:
    """As xlsxwriter reports it."""
    try:
        full()
    except OSError as error:
        raise FileCreateError(error) from None


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


STAGES = [f"api.work.{step}" for step in ("stage", "fill", "audit", "write_reports")]
STAGES += [f"api.reports.{step}" for step in ("write_page", "write_workbook", "write_towns")]


def test_other_files_in_out(tmp_path: Path, ledgers: Path) -> None:
    out = tmp_path / "资料"
    out.mkdir()
    (out / "重要.docx").write_bytes(b"x")
    require_sentence(daohu("audit", ledgers, "--out", out), "资料", "不会覆盖")
    assert listing(out) == {"重要.docx"}
    assert listing(tmp_path) == {"台账", "资料"}


def test_the_ledgers_themselves_are_not_overwritten(tmp_path: Path, ledgers: Path) -> None:
    before = listing(ledgers)
    require_sentence(daohu("audit", ledgers, "--out", ledgers), "不会覆盖")
    assert listing(ledgers) == before
    assert listing(tmp_path) == {"台账"}


def test_out_is_a_file(tmp_path: Path, ledgers: Path) -> None:
    out = tmp_path / "审计结果"
    out.write_text("x", encoding="utf-8")
    require_sentence(daohu("audit", ledgers, "--out", out), "是一个文件")
    assert out.read_text(encoding="utf-8") == "x"


def test_out_below_a_file(tmp_path: Path, ledgers: Path) -> None:
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / "文件" / "审计结果"), "文件")
    assert listing(tmp_path) == {"台账", "文件"}


def test_a_name_that_is_too_long(tmp_path: Path, ledgers: Path) -> None:
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / ("长" * 200)), "太长")
    assert listing(tmp_path) == {"台账"}


def test_out_in_new_folders(tmp_path: Path, ledgers: Path) -> None:
    assert daohu("audit", ledgers, "--out", tmp_path / "a" / "b" / "c").code == DONE
    assert listing(tmp_path / "a" / "b") == {"c"}


def test_an_empty_out_is_taken(tmp_path: Path, ledgers: Path) -> None:
    (tmp_path / "out").mkdir()
    assert daohu("audit", ledgers, "--out", tmp_path / "out").code == DONE
    assert listing(tmp_path) == {"台账", "out"}


def test_an_earlier_result_is_moved_aside_and_no_ledger(tmp_path: Path, ledgers: Path) -> None:
    """Also where OUT stands among the ledgers: an earlier result is not read as one."""
    for _ in range(3):
        assert daohu("audit", ledgers, "--out", ledgers / "审计结果").code == DONE
    assert listing(ledgers) >= {"审计结果", "审计结果-上次"}
    assert not [name for name in listing(ledgers) if name.startswith(".")]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path, ledgers: Path) -> None:
    locked = tmp_path / "只读"
    locked.mkdir()
    locked.chmod(0o500)
    require_sentence(daohu("audit", ledgers, "--out", locked / "out"), "权限")
    assert not listing(locked)


def test_no_permission(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for root, who cannot be refused in earnest."""

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / "out"), "没有写入", "权限")
    assert listing(tmp_path) == {"台账"}


def test_a_ledger_that_another_program_holds(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to read it; the sentence names the ledger, not OUT."""
    read = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.name == "联户长台账.csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = daohu("audit", ledgers, "--out", tmp_path / "out")
    require_sentence(said, "联户长台账.csv", "没有权限读写")
    assert listing(tmp_path) == {"台账"}


@pytest.mark.parametrize(("stage", "fault"), [*((s, full) for s in STAGES), *((s, full_in_a_library) for s in STAGES[-2:])])
def test_a_full_disk(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch, stage: str, fault: Callable[..., None]) -> None:
    monkeypatch.setattr(stage, fault)
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / "新" / "out"), "磁盘已满", "out")
    assert listing(tmp_path) == {"台账"}


def test_a_full_disk_while_loading(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.merge.staging.write_edition", full)
    require_sentence(daohu("load", ledgers, "--register", tmp_path / "库", "--yes"), "磁盘已满")


def test_too_little_room_for_the_embedded_file(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the engine would end the whole process; it is asked before."""
    monkeypatch.setattr(output, "ROOM", 1 << 60)
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / "out"), "磁盘空间不足", "TMPDIR")
    assert listing(tmp_path) == {"台账"}


@pytest.mark.parametrize("stage", STAGES)
def test_an_interrupt_in_the_middle(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    monkeypatch.setattr(stage, interrupted)
    said = daohu("audit", ledgers, "--out", tmp_path / "out")
    assert said.code == FAILED
    assert "已中断" in said.err
    assert listing(tmp_path) == {"台账"}


def test_a_failure_keeps_the_earlier_result(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert daohu("audit", ledgers, "--out", tmp_path / "out").code == DONE
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").glob("*.csv")}
    monkeypatch.setattr("api.reports.write_workbook", full)
    assert daohu("audit", ledgers, "--out", tmp_path / "out").code == FAILED
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").glob("*.csv")} == before
    assert listing(tmp_path) == {"台账", "out"}


def test_an_earlier_result_that_is_open(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows with a workbook open in WPS: the folder cannot be renamed."""
    assert daohu("audit", ledgers, "--out", tmp_path / "out").code == DONE
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name in ("out", "report.xlsx"):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    said = daohu("audit", ledgers, "--out", tmp_path / "out")
    require_sentence(said, "report.xlsx", "打开", "out-新-")
    kept = next(p for p in tmp_path.iterdir() if p.name.startswith("out-新-"))
    assert (kept / "report.html").exists()
    assert listing(tmp_path) == {"台账", "out", kept.name}


def _heeds_interrupts() -> None:
    """A suite that runs in the background ignores Ctrl-C, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals that a test may send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_real_interrupt(tmp_path: Path, county: Path, number: signal.Signals) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    work = tmp_path / "work"
    work.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [str(COMMAND), "audit", str(county), "--out", "out"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=work, stdout=pipe, stderr=pipe, env=environment, preexec_fn=_heeds_interrupts) as process:
        for _ in range(600):
            if any(work.iterdir()) or process.poll() is not None:
                break
            time.sleep(0.05)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == FAILED
    assert "已中断" in err.decode("utf-8")
    assert not listing(work)
    assert not listing(temporary), "the temporary edition holds names: it must go"


def test_what_a_killed_run_left_is_removed(tmp_path: Path, ledgers: Path) -> None:
    left, running = tmp_path / ".out.99999.part", tmp_path / ".out.99998.part"
    for folder in (left, running):
        folder.mkdir()
        (folder / "coverage.csv").write_text("x", encoding="utf-8")
    long_ago = time.time() - 2 * output.ABANDONED
    os.utime(left, (long_ago, long_ago))
    assert daohu("audit", ledgers, "--out", tmp_path / "out").code == DONE
    assert listing(tmp_path) == {"台账", "out", running.name}


def test_whole_keeps_new_folders_that_hold_something(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="磁盘已满"), whole(tmp_path / "a" / "out"):
        (tmp_path / "a" / "another").write_text("x", encoding="utf-8")
        full()
    assert listing(tmp_path / "a") == {"another"}


def test_the_console_cannot_show_chinese(tmp_path: Path, ledgers: Path) -> None:
    """A console of another code page shows substitutes; the audit is done all the same."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "api.cli", "audit", "台账", "--out", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment, check=False)
    assert done.returncode == DONE, done.stderr
    assert listing(tmp_path) == {"台账", "out"}
    assert ledgers.exists()
