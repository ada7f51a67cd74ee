"""Opening and making a register, its editions, and which of them is current."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from graph.durable import replace_file
from graph.edition import Edition, read_edition
from graph.errors import EditionError
from graph.register import cleaning, journal, pruning
from graph.register.blobs import Blobs
from graph.register.locking import held

FORMAT = 2


@dataclass(frozen=True)
class Register:
    """A register on disk. Make one with `create`, open one with `open_register`."""

    folder: Path

    @property
    def secret(self) -> bytes:
        """The key over which persons are numbered; made at random when the register is made, never in the graph."""
        return (self.folder / "secret.key").read_bytes()

    @property
    def blobs(self) -> Blobs:
        """The ledgers as they arrived, by checksum."""
        return Blobs(self.folder / "files")

    @property
    def decisions(self) -> Path:
        """The file of what somebody decided about persons (loaders.identity)."""
        return self.folder / "decisions.json"

    def numbers(self) -> list[int]:
        """The editions there are, oldest first."""
        return sorted(int(p.name) for p in (self.folder / "editions").iterdir() if p.name.isdigit())

    @property
    def current(self) -> int | None:
        """The number of the current edition, None where none has been approved. Raises EditionError where the file that says it is damaged."""
        try:
            return int((self.folder / "current").read_text(encoding="ascii"))
        except FileNotFoundError:
            if not any((self.folder / "approved").glob("[0-9]*")):
                return None
            state = "不见了"
        except ValueError:
            state = "已损坏"
        known = f"启用过的版次：{'、'.join(map(str, self.approved())) or '无'}，见 daohu editions log"
        raise EditionError(f"{self.folder / 'current'} {state}。请用 daohu editions rollback 版次号 重新指定当前版次({known})。")

    @property
    def pointed(self) -> int | None:
        """The same, None also where that file is damaged: for what must go on all the same, so that it can be mended."""
        try:
            return self.current
        except EditionError:
            return None

    def approved(self) -> list[int]:
        """The editions that are or were current, oldest first."""
        marked = {int(p.name) for p in (self.folder / "approved").glob("*") if p.name.isdigit()}
        with suppress(FileNotFoundError, ValueError):  # one whose mark was not written yet
            marked.add(int((self.folder / "current").read_text(encoding="ascii")))
        return sorted(marked & set(self.numbers()))

    def path(self, number: int) -> Path:
        return self.folder / "editions" / f"{number:04d}"

    def next_number(self) -> int:
        """A number that no edition has had: a pruned one's is not given again."""
        return max([0, *self.numbers(), *(e.number for e in self.history() if e.number)]) + 1

    def edition(self, number: int | None = None) -> Edition:
        """An edition by number, or the current one. Raises EditionError where there is none."""
        wanted = number if number is not None else self.current
        if wanted is None:
            raise EditionError(f"{self.folder} 还没有当前版次。请先用 daohu load 装载台账。")
        if wanted not in self.numbers():
            raise EditionError(f"{self.folder} 没有第 {wanted} 版；现有：{'、'.join(map(str, self.numbers())) or '无'}。")
        return read_edition(self.path(wanted))

    def make_current(self, number: int) -> None:
        """Point to an edition, which must be whole, by replacing one small file. Raises EditionError where that cannot be done."""
        self.edition(number).verify()
        try:
            replace_file(self.folder / "current", f"{number}\n".encode("ascii"))
        except PermissionError:
            raise EditionError(f"无法更新 {self.folder / 'current'}：文件被其他程序占用，或没有写入权限。请关闭后重试；当前版次没有改变。") from None
        self._mark_approved(number)

    def store_folder(self, number: int) -> Path:
        """Where the embedded copy of an edition stands."""
        return self.folder / "stores" / f"{number:04d}"

    def comparison_folder(self, number: int) -> Path:
        """Where it stands what the load of an edition changed."""
        return self.folder / "comparisons" / f"{number:04d}"

    @contextmanager
    def locked(self, doing: str) -> Iterator[list[str]]:
        """Write alone: a second process is refused with who is at it. Gives the sentences of what was cleaned up at the start."""
        with held(self.folder, doing):
            yield self.clean()

    def tidy(self) -> list[str]:
        """Clean up as a writer's start does, where nobody is writing and the folder may be written; what was cleaned, else nothing."""
        try:
            with self.locked("清理") as told:
                return told
        except (EditionError, OSError):
            return []

    def log(self, action: str, number: int | None = None, **details: object) -> None:
        """Add to the log who did what just now."""
        journal.add(self.folder / "log.jsonl", action, number, details)

    def history(self) -> list[journal.Entry]:
        """The log, oldest first."""
        return journal.read(self.folder / "log.jsonl")

    def clean(self) -> list[str]:
        """Remove what interrupted runs left half-made, and note an approval that was not; a sentence for each. Only while `locked`."""
        told = cleaning.clean(self.folder, self.blobs, self.numbers())
        now = self.pointed
        if now is not None and now in self.numbers() and not (self.folder / "approved" / f"{now:04d}").exists():
            self._mark_approved(now)
        last = next((e.number for e in reversed(self.history()) if e.action in ("approve", "rollback")), None)
        if now is not None and now in self.numbers() and last != now:
            self.log("approve", now, recovered=True)
            told.append(f"上次设为当前版次(第 {now} 版)后中断，已补记日志。")
        return told

    def prune(self, keep: int) -> list[int]:
        """Remove editions but the current one, the last `keep` approved ones, those that these were made on (by which they can be
        made again), and what awaits approval; returns their numbers."""
        kept = {*self.approved()[-keep:], self.current}
        kept |= {base for n in kept if n and isinstance(base := self.edition(n).manifest.get("base"), int)}
        waiting = {n for n in self.numbers() if n not in self.approved() and self.edition(n).manifest.get("base") == self.current}
        gone = [n for n in self.numbers() if n not in kept | waiting]
        for number in gone:
            pruning.remove(self.folder, number)
            self.log("prune", number)
        self.blobs.drop_unused(self.path(n) for n in self.numbers())
        return gone

    def _mark_approved(self, number: int) -> None:
        mark = self.folder / "approved" / f"{number:04d}"
        if not mark.exists():
            mark.parent.mkdir(exist_ok=True, mode=0o700)
            replace_file(mark, json.dumps({"when": journal.now(), "who": journal.user()}, ensure_ascii=False).encode())


def create(folder: Path) -> Register:
    """Make a register in a new or empty folder; register.json comes last, so that a half-made one is none."""
    if folder.exists() and any(p for p in folder.iterdir() if not _begun(p)):
        raise EditionError(f"{folder} 不是空文件夹，也不是登记库。请指定一个新文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)
    for name in ("editions", "approved", "files", "comparisons", "stores", "results"):
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    replace_file(folder / "secret.key", secrets.token_bytes(32))
    made = {"format": FORMAT, "made": time.strftime("%Y-%m-%dT%H:%M:%S")}
    replace_file(folder / "register.json", json.dumps(made).encode())
    return Register(folder)


def _begun(path: Path) -> bool:
    """Whether `create` left it when it was interrupted."""
    return path.name in ("secret.key", "lock") or path.name.endswith(".part") or (path.is_dir() and not any(path.iterdir()))


def open_register(folder: Path) -> Register:
    """Open a register. Raises EditionError where the folder is none, or one of another version of the program."""
    try:
        made = json.loads((folder / "register.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EditionError(f"{folder} 不是登记库(缺少 register.json)。请用 daohu load 台账 --register {folder} 新建。") from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise EditionError(f"{folder / 'register.json'} 已损坏。请从备份恢复(daohu restore)。") from None
    if made.get("format") != FORMAT:
        raise EditionError(f"{folder} 的登记库格式是 {made.get('format')}，本程序只认识 {FORMAT}。请换用相应版本的程序，或重新装载台账。")
    return Register(folder)
