"""What a running task tells of itself: how far it is, and what cannot be undone any more."""

from __future__ import annotations

import threading
from pathlib import Path

from api.tasks import state_files as names
from api.tasks.state_files import write_json, write_passing

EVERY = 0.2
"""Seconds between two writes of the progress."""


class Telling:
    """A graph.store.Progress that writes the latest it was told, five times a second at most, from a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str] = []
        self.outcome: dict[str, object] = {}
        self._folder = folder
        self._latest: tuple[str, int, int] | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def __call__(self, what: str, done: int, total: int) -> None:
        self._latest = (what, int(done), int(total))

    def fact(self, sentence: str, **outcome: object) -> None:
        """Something that stands whatever comes later; it is told even where the task ends the next moment."""
        self.said.append(sentence)
        self.outcome.update(outcome)
        write_json(self._folder / names.FACTS, said=self.said, outcome=self.outcome)

    def close(self) -> None:
        """Write the last progress and stop."""
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        written: tuple[str, int, int] | None = None
        while True:
            over = self._over.wait(EVERY)
            latest = self._latest
            if latest is not None and latest != written:
                write_passing(self._folder / names.PROGRESS, stage=latest[0], done=latest[1], total=latest[2])
                written = latest
            if over:
                return
