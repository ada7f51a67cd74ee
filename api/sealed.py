"""A sealed file: a stream that cannot be read without its passphrase, nor cut, turned round or changed without being found out.

::

    daohu-backup 1
    {"cipher": "aes-256-gcm", "chunk": 1048576, "kdf": {…}, "check": …}     one line; every chunk is bound to it
    chunk 0, chunk 1, …                                                    the last is shorter or equal; 16 bytes of proof each
    daohu-end + number of bytes before + their sha256                      fixed length

The key comes from the passphrase by scrypt. A chunk's nonce holds its number and whether it is the last (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár), so chunks that are left out, moved or taken from another file do not open. The checksum at the
end tells a bad copy from a wrong passphrase; without a passphrase (cipher "none") it is all there is.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import secrets
import struct
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from graph.errors import EditionError

MAGIC = b"daohu-backup 1\n"
_END = b"daohu-end\n"
_TRAILER = len(_END) + 8 + 32
CHUNK = 1 << 20
"""Bytes of plain text in a chunk."""
_TAG = 16
COST = 1 << 17
"""scrypt's n: 128 MB and about half a second for every passphrase that is tried."""
_HIGHEST_COST = 1 << 20
_LONGEST_HEADER = 4096


class SealedWriter(io.RawIOBase):
    """Writes the plain bytes it is given sealed into `file`; `finish` writes the end, without which the file is not whole."""

    def __init__(self, file: BinaryIO, passphrase: str | None) -> None:
        self._file, self._waiting, self._number, self._sum, self._size = file, bytearray(), 0, hashlib.sha256(), 0
        self._cipher: AESGCM | None = None
        header: dict[str, object] = {"cipher": "none", "chunk": CHUNK}
        if passphrase is not None:
            kdf = {"name": "scrypt", "n": COST, "r": 8, "p": 1, "salt": secrets.token_hex(16)}
            key, check = _keys(passphrase, kdf)
            self._cipher = AESGCM(key)
            header = {"cipher": "aes-256-gcm", "chunk": CHUNK, "kdf": kdf, "check": check}
        self._header = MAGIC + json.dumps(header).encode() + b"\n"
        self._put(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Takes all of `data`."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one chunk stays: it may be the last
            self._chunk(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        self._chunk(bytes(self._waiting), last=True)
        self._file.write(_END + struct.pack(">Q", self._size) + self._sum.digest())

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        self._put(plain if self._cipher is None else self._cipher.encrypt(_nonce(self._number, last), plain, self._header))
        self._number += 1

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._sum.update(data)
        self._size += len(data)


class SealedReader(io.RawIOBase):
    """Reads the plain bytes of a sealed file. Raises EditionError where it is no such file, not whole, changed, or the passphrase is wrong."""

    def __init__(self, file: BinaryIO, path: Path, passphrase: str | None) -> None:
        self._file, self._path, self._ready, self._number = file, path, b"", 0
        self._header, about = _header(file, path)
        size = os.fstat(file.fileno()).st_size
        _require_whole(file, path, size)
        file.seek(len(self._header))
        self._cipher: AESGCM | None = None
        self._step = self._chunk_size = _number(about, "chunk", 1 << 26, path)
        if about.get("cipher") != "none":
            self._cipher, self._step = _cipher(about, passphrase, path), self._chunk_size + _TAG
        self._body = size - _TRAILER - len(self._header)
        self._chunks = max(1, -(-self._body // self._step))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._ready and self._number < self._chunks:
            self._ready = self._next()
        part = self._ready[: len(buffer)]
        buffer[: len(part)] = part
        self._ready = self._ready[len(part) :]
        return len(part)

    def _next(self) -> bytes:
        data = self._file.read(min(self._step, self._body - self._number * self._step))
        last = self._number == self._chunks - 1
        if self._cipher is not None:
            try:
                data = self._cipher.decrypt(_nonce(self._number, last), data, self._header)
            except InvalidTag:
                raise EditionError(f"备份文件 {self._path} 被改动过(第 {self._number + 1} 段与口令不符)，不能恢复。请改用另一份备份。") from None
        self._number += 1
        return data


def is_locked(path: Path) -> bool:
    """Whether a sealed file needs a passphrase. Raises EditionError where it is no sealed file."""
    with path.open("rb") as file:
        return _header(file, path)[1].get("cipher") != "none"


def _header(file: BinaryIO, path: Path) -> tuple[bytes, Mapping[str, object]]:
    if file.read(len(MAGIC)) != MAGIC:
        raise EditionError(f"{path} 不是到户的备份文件，或开头已损坏。请检查文件名，或改用另一份备份。")
    line = file.readline(_LONGEST_HEADER)
    try:
        about = json.loads(line)
    except ValueError:
        about = None
    if not isinstance(about, dict) or not line.endswith(b"\n"):
        raise _damaged(path)
    return MAGIC + line, about


def _require_whole(file: BinaryIO, path: Path, size: int) -> None:
    """Compare the file with the length and checksum at its end: a bad copy is found before anything else is said about it."""
    file.seek(max(size - _TRAILER, 0))
    trailer = file.read()
    length, said = struct.unpack(">Q32s", trailer[len(_END) :]) if len(trailer) == _TRAILER else (0, b"")
    if not trailer.startswith(_END) or length != size - _TRAILER:
        raise EditionError(f"备份文件 {path} 不完整：结尾缺失，多半是写入或拷贝时中断。请重新拷贝，或改用另一份备份。")
    digest, left = hashlib.sha256(), length
    file.seek(0)
    while left and (data := file.read(min(left, CHUNK))):
        digest.update(data)
        left -= len(data)
    if digest.digest() != said:
        raise _damaged(path)


def _cipher(about: Mapping[str, object], passphrase: str | None, path: Path) -> AESGCM:
    if passphrase is None:
        raise EditionError(f"备份文件 {path} 是加密的，需要口令。请设置环境变量 DAOHU_BACKUP_PASSWORD，或在终端里输入。")
    kdf = about.get("kdf")
    if about.get("cipher") != "aes-256-gcm" or not isinstance(kdf, dict) or kdf.get("name") != "scrypt" or (kdf.get("r"), kdf.get("p")) != (8, 1):
        raise EditionError(f"备份文件 {path} 的加密方法本程序不认识。请换用写出它的那一版程序。")
    _number(kdf, "n", _HIGHEST_COST, path)
    key, check = _keys(passphrase, kdf)
    if not hmac.compare_digest(check, str(about.get("check"))):
        raise EditionError(f"口令不对，打不开备份文件 {path}。请核对口令(大小写、中英文输入法)后重试。")
    return AESGCM(key)


def _keys(passphrase: str, kdf: Mapping[str, object]) -> tuple[bytes, str]:
    """(the key of the chunks, what shows that a passphrase is right). Full-width letters count as plain ones: input methods differ."""
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    made = Scrypt(salt=bytes.fromhex(str(kdf["salt"])), length=64, n=int(str(kdf["n"])), r=8, p=1).derive(typed)
    return made[:32], hmac.new(made[32:], MAGIC, "sha256").hexdigest()


def _number(about: Mapping[str, object], key: str, highest: int, path: Path) -> int:
    """A size out of the header: one that nobody wrote must not cost all the memory."""
    value = about.get(key)
    if not isinstance(value, int) or not 0 < value <= highest:
        raise _damaged(path)
    return value


def _nonce(number: int, last: bool) -> bytes:
    """12 bytes: the key is new for every file, so the chunk's number is enough."""
    return struct.pack(">7xIB", number, last)


def _damaged(path: Path) -> EditionError:
    return EditionError(f"备份文件 {path} 已损坏(校验和不符)。请重新拷贝，或改用另一份备份。")
