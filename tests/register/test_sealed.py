"""A sealed file gives back what was put in, or says in one sentence why it does not: flipped, cut, turned round, another passphrase."""

from __future__ import annotations

import hashlib
import io
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from api import sealed
from api.sealed import SealedReader, SealedWriter
from graph.errors import EditionError

SEED = 20260101
SMALL = 1 << 10
"""Bytes in a chunk here, and scrypt's n: seconds of key derivation prove nothing more."""
WORD = "一个很长的口令"
END = len(b"daohu-end\n") + 8 + 32


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "CHUNK", SMALL)
    monkeypatch.setattr(sealed, "COST", SMALL)


def seal(path: Path, data: bytes, passphrase: str | None = WORD, step: int = 700) -> Path:
    with path.open("wb") as file:
        writer = SealedWriter(file, passphrase)
        for at in range(0, len(data), step):
            writer.write(data[at : at + step])
        writer.finish()
    return path


def unseal(path: Path, passphrase: str | None = WORD) -> bytes:
    with path.open("rb") as file:
        return io.BufferedReader(SealedReader(file, path, passphrase)).read()


def resum(data: bytes) -> bytes:
    """The same file with an end that fits it, as somebody who wants to deceive would write it."""
    body = data[:-END]
    return body + b"daohu-end\n" + struct.pack(">Q", len(body)) + hashlib.sha256(body).digest()


@pytest.mark.parametrize("passphrase", [WORD, None])
@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1, 2 * SMALL, 5 * SMALL + 7])
def test_what_was_put_in_comes_out(tmp_path: Path, size: int, passphrase: str | None) -> None:
    data = random.Random(size).randbytes(size)
    path = seal(tmp_path / "x", data, passphrase)
    assert unseal(path, passphrase) == data
    assert sealed.is_locked(path) == (passphrase is not None)
    assert (data in path.read_bytes()) == (passphrase is None or size < 2)


def test_two_files_of_one_content_and_passphrase_differ(tmp_path: Path) -> None:
    one, two = (seal(tmp_path / name, b"x" * 3000).read_bytes() for name in "ab")
    header = one.index(b"\n", len(sealed.MAGIC)) + 1
    assert one[header : header + SMALL] != two[header : header + SMALL]


@pytest.mark.parametrize("passphrase", [WORD, None])
def test_a_flipped_bit_is_found_wherever_it_is(tmp_path: Path, passphrase: str | None) -> None:
    good = seal(tmp_path / "x", random.Random(SEED).randbytes(4 * SMALL), passphrase).read_bytes()
    dice = random.Random(SEED)
    for at in [*range(len(sealed.MAGIC) + 40), *(dice.randrange(len(good)) for _ in range(300)), *range(len(good) - END, len(good))]:
        (tmp_path / "x").write_bytes(good[:at] + bytes([good[at] ^ 1 << dice.randrange(8)]) + good[at + 1 :])
        with pytest.raises(EditionError, match=r"已损坏|不完整|不是到户的备份"):
            unseal(tmp_path / "x", passphrase)


@pytest.mark.parametrize("passphrase", [WORD, None])
def test_a_cut_or_lengthened_file_is_found(tmp_path: Path, passphrase: str | None) -> None:
    good = seal(tmp_path / "x", random.Random(SEED).randbytes(4 * SMALL), passphrase).read_bytes()
    dice = random.Random(SEED)
    for length in [0, 1, END, len(good) - END, len(good) - 1, *(dice.randrange(len(good)) for _ in range(60))]:
        (tmp_path / "x").write_bytes(good[:length])
        with pytest.raises(EditionError, match=r"不完整|不是到户的备份|已损坏"):
            unseal(tmp_path / "x", passphrase)
    (tmp_path / "x").write_bytes(good + b"\0")
    with pytest.raises(EditionError, match="不完整"):
        unseal(tmp_path / "x", passphrase)


def test_a_wrong_passphrase_is_said_to_be_wrong(tmp_path: Path) -> None:
    path = seal(tmp_path / "x", b"x" * 3000, "Password 123")
    assert unseal(path, "Password\u3000\uff11\uff12\uff13") == b"x" * 3000, "full-width letters of an input method count as plain ones"
    with pytest.raises(EditionError, match="口令不对"):
        unseal(path, "password 123")
    with pytest.raises(EditionError, match="需要口令"):
        unseal(path, None)


def _header(data: bytes) -> int:
    return data.index(b"\n", len(sealed.MAGIC)) + 1


def _swapped(data: bytes) -> bytes:
    at, step = _header(data), SMALL + 16
    return data[:at] + data[at + step : at + 2 * step] + data[at : at + step] + data[at + 2 * step :]


def _without_the_last_chunk(data: bytes) -> bytes:
    return data[: _header(data) + 3 * (SMALL + 16)] + data[-END:]


def _without_the_first_chunk(data: bytes) -> bytes:
    return data[: _header(data)] + data[_header(data) + SMALL + 16 :]


def _changed(data: bytes) -> bytes:
    at = _header(data) + 2000
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _of_another_chunk_size(data: bytes) -> bytes:
    return data.replace(b'"chunk": 1024', b'"chunk": 1025', 1)


@pytest.mark.parametrize("deceit", [_swapped, _without_the_last_chunk, _without_the_first_chunk, _changed, _of_another_chunk_size])
def test_what_is_changed_on_purpose_does_not_open(tmp_path: Path, deceit: Callable[[bytes], bytes]) -> None:
    data = seal(tmp_path / "x", random.Random(SEED).randbytes(4 * SMALL - 100)).read_bytes()
    (tmp_path / "x").write_bytes(resum(data))
    assert len(unseal(tmp_path / "x")) == 4 * SMALL - 100
    (tmp_path / "x").write_bytes(resum(deceit(data)))
    with pytest.raises(EditionError, match="被改动过"):
        unseal(tmp_path / "x")


@pytest.mark.parametrize(("key", "value"), [(b'"n": 1024', b'"n": 9999999999'), (b'"chunk": 1024', b'"chunk": 99999999999'), (b'"r": 8', b'"r": 800000')])
def test_a_header_cannot_ask_for_all_the_memory(tmp_path: Path, key: bytes, value: bytes) -> None:
    data = seal(tmp_path / "x", b"x").read_bytes()
    assert key in data
    (tmp_path / "x").write_bytes(resum(data.replace(key, value)))
    with pytest.raises(EditionError, match=r"已损坏|不认识"):
        unseal(tmp_path / "x")
