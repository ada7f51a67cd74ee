"""What runs that were killed left in a register: found by its name under the writer's lock, removed, and told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.durable import clean as clean_folder
from graph.register.blobs import Blobs
from graph.register.pruning import GONE, finish

_TOLD = {"editions": "没有写完的版次", "files": "没有存完的台账", "comparisons": "没有写完的比较", "stores": "没有建完的图库", "": "没有写完的文件"}


def clean(folder: Path, blobs: Blobs, numbers: Sequence[int]) -> list[str]:
    """Remove leftovers below `folder`; one sentence per kind of thing that was removed. The caller holds the lock."""
    found: dict[str, int] = {}
    for name in ("", "editions", "approved", "comparisons"):
        found[name] = len(clean_folder(folder / name, alone=True))
    found["results"] = len(clean_folder(folder / "results", alone=False))  # readers make them
    found["stores"] = sum(len(clean_folder(p, alone=False)) for p in (folder / "stores").glob("*") if p.is_dir())
    found["files"] = sum(len(clean_folder(p, alone=True)) for p in (folder / "files").glob("??"))
    told = [f"清理了上次中断留下的{_TOLD.get(name, _TOLD[''])} {n} 个。" for name, n in found.items() if n]
    for path in (folder / "editions").glob(f"*{GONE}"):
        finish(folder, path)
        told.append(f"上次删除旧版次时中断，已删完({path.name.removesuffix(GONE).lstrip('.')})。")
    if unused := blobs.drop_unused(folder / "editions" / f"{n:04d}" for n in numbers):
        told.append(f"清理了没有版次使用的台账文件 {unused} 个(装载中断时留下的)。")
    return told
