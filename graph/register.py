"""The register: numbered editions, one small file that says which is current, and the secret key of its persons.

::

    REGISTER/
      register.json          format, when it was made
      secret.key             32 random bytes, readable by the owner only
      current                the number of the current edition, replaced as one file
      editions/0001/ …       graph.edition
      stores/0001.lbug       the embedded copy, rebuilt when it is gone
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from graph.edition import Edition, read_edition
from graph.errors import EditionError

FORMAT = 1


@dataclass(frozen=True)
class Register:
    """A register on disk. Make one with `create`, open one with `open_register`."""

    folder: Path

    @property
    def secret(self) -> bytes:
        """The key over which persons are numbered; made at random when the register is made, never in the graph."""
        return (self.folder / "secret.key").read_bytes()

    def numbers(self) -> list[int]:
        """The editions there are, oldest first."""
        return sorted(int(p.name) for p in (self.folder / "editions").iterdir() if p.name.isdigit())

    @property
    def current(self) -> int | None:
        """The number of the current edition, None where none has been approved."""
        try:
            return int((self.folder / "current").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except ValueError:
            raise EditionError(f"{self.folder / 'current'} 已损坏。请用 daohu editions rollback 重新指定当前版次。") from None

    def path(self, number: int) -> Path:
        return self.folder / "editions" / f"{number:04d}"

    def next_number(self) -> int:
        return (self.numbers() or [0])[-1] + 1

    def edition(self, number: int | None = None) -> Edition:
        """An edition by number, or the current one. Raises EditionError where there is none."""
        wanted = number if number is not None else self.current
        if wanted is None:
            raise EditionError(f"{self.folder} 还没有当前版次。请先用 daohu load 装载台账。")
        if wanted not in self.numbers():
            raise EditionError(f"{self.folder} 没有第 {wanted} 版；现有：{'、'.join(map(str, self.numbers())) or '无'}。")
        return read_edition(self.path(wanted))

    def make_current(self, number: int) -> None:
        """Point to an edition by replacing one small file; tried again where another program holds it (Windows)."""
        self.edition(number)
        staged = self.folder / f".current.{os.getpid()}"
        staged.write_text(f"{number}\n", encoding="ascii")
        for attempt in range(20):
            try:
                staged.replace(self.folder / "current")
                return
            except PermissionError:
                if attempt == 19:
                    staged.unlink(missing_ok=True)
                    raise EditionError(f"无法更新 {self.folder / 'current'}：文件被其他程序占用。请关闭后重试；当前版次没有改变。") from None
                time.sleep(0.1)

    def store_folder(self, number: int) -> Path:
        """Where the embedded copy of an edition stands."""
        return self.folder / "stores" / f"{number:04d}"

    def clean(self) -> list[str]:
        """Remove what an interrupted run left half-made; returns what was removed."""
        left = [*(self.folder / "editions").glob(".*.part"), *self.folder.glob(".current.*")]
        for path in left:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return [p.name for p in left]


def create(folder: Path) -> Register:
    """Make a register in a new or empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise EditionError(f"{folder} 不是空文件夹，也不是登记库。请指定一个新文件夹。")
    (folder / "editions").mkdir(parents=True, exist_ok=True)
    (folder / "stores").mkdir(exist_ok=True)
    key = folder / "secret.key"
    handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    (folder / "register.json").write_text(json.dumps({"format": FORMAT, "made": time.strftime("%Y-%m-%dT%H:%M:%S")}), encoding="utf-8")
    return Register(folder)


def open_register(folder: Path) -> Register:
    """Open a register. Raises EditionError where the folder is none."""
    if not (folder / "register.json").exists():
        raise EditionError(f"{folder} 不是登记库(缺少 register.json)。请用 daohu load 台账 --register {folder} 新建。")
    return Register(folder)
