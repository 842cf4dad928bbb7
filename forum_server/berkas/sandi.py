"""Files that only a holder of their key can read, encrypted while they stream.

libsodium's crypto_secretstream (XChaCha20-Poly1305): a header, then messages that each carry a tag and depend on all
before them, so that a changed, missing, doubled or moved one does not open, and the last one says that it is the last.
All messages are equally long and their number is rounded up (see `rules.ukuran_bantal`), so the length in the store
gives away little. Everything is bound to the name of its object. Memory holds two messages, no file ever the plain text.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Final

from nacl import bindings as n
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from forum_server.berkas.rules import ukuran_bantal

__all__ = [
    "BerkasRusak",
    "Keterangan",
    "buka_keterangan",
    "bukakan",
    "sandikan",
    "tutup_keterangan",
    "ukuran_tersandi",
]

BAGIAN: Final = 64 * 1024
_KEPALA: Final = struct.Struct(">I")
_MUAT: Final = BAGIAN - _KEPALA.size
_PESAN: Final = BAGIAN + n.crypto_secretstream_xchacha20poly1305_ABYTES
_AWAL: Final = n.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_BIASA: Final = n.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_AKHIR: Final = n.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_BANTAL: Final = 1024
_MAKS: Final = _BANTAL - 2


class BerkasRusak(Exception):
    """What is stored does not open: it was changed, cut short or put in another's place, or the key is another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Keterangan:
    """What is told of an encrypted file only to holders of its key."""

    nama: str
    media: str
    ukuran: int


def ukuran_tersandi(ukuran: int) -> int:
    """Bytes in the store for `ukuran` bytes of plain text."""
    return _AWAL + _PESAN * ukuran_bantal(max(1, -(-ukuran // _MUAT)))


async def sandikan(isi: AsyncIterator[bytes], kunci: bytes, *, objek: str) -> AsyncIterator[bytes]:
    """The stream encrypted for the object of this name in the store."""
    keadaan = n.crypto_secretstream_xchacha20poly1305_state()
    ikatan = _ikatan(objek)
    yield n.crypto_secretstream_xchacha20poly1305_init_push(keadaan, kunci)

    def pesan(bagian: bytes, tanda: int = _BIASA) -> bytes:
        polos = (_KEPALA.pack(len(bagian)) + bagian).ljust(BAGIAN, b"\0")
        return n.crypto_secretstream_xchacha20poly1305_push(keadaan, polos, ikatan, tanda)

    penampung = bytearray()
    banyak = 1
    async for satu in isi:
        penampung += satu
        while len(penampung) > _MUAT:  # what stays is the last part or more is to come
            yield pesan(bytes(penampung[:_MUAT]))
            del penampung[:_MUAT]
            banyak += 1
    bantal = ukuran_bantal(banyak) - banyak
    yield pesan(bytes(penampung), _BIASA if bantal else _AKHIR)
    for ke in range(bantal):
        yield pesan(b"", _AKHIR if ke == bantal - 1 else _BIASA)


async def bukakan(isi: AsyncIterator[bytes], kunci: bytes, *, objek: str) -> AsyncIterator[bytes]:
    """The plain text of what `sandikan` made for the same object. Raises `BerkasRusak`.

    A message is given out once it is proven; that the stream was cut short is known only at its end, and raised there:
    whoever sends it on must break off, not end.
    """
    keadaan = n.crypto_secretstream_xchacha20poly1305_state()
    ikatan = _ikatan(objek)
    penampung = bytearray()
    mulai = selesai = False
    async for satu in isi:
        penampung += satu
        if not mulai:
            if len(penampung) < _AWAL:
                continue
            n.crypto_secretstream_xchacha20poly1305_init_pull(keadaan, bytes(penampung[:_AWAL]), kunci)
            del penampung[:_AWAL]
            mulai = True
        while len(penampung) >= _PESAN:
            if selesai:
                raise BerkasRusak("something follows the last message")
            polos, selesai = _buka(keadaan, bytes(penampung[:_PESAN]), ikatan)
            del penampung[:_PESAN]
            if polos:
                yield polos
    if not selesai or penampung:
        raise BerkasRusak("the stream was cut short")


def _buka(
    keadaan: n.crypto_secretstream_xchacha20poly1305_state, pesan: bytes, ikatan: bytes
) -> tuple[bytes, bool]:
    try:
        polos, tanda = n.crypto_secretstream_xchacha20poly1305_pull(keadaan, pesan, ikatan)
    except (CryptoError, RuntimeError):
        raise BerkasRusak("a message does not open") from None
    panjang: int = _KEPALA.unpack_from(polos)[0]
    if panjang > _MUAT:
        raise BerkasRusak("a message has an impossible length")
    return polos[_KEPALA.size : _KEPALA.size + panjang], tanda == _AKHIR


def tutup_keterangan(keterangan: Keterangan, kunci: bytes) -> str:
    """Name, type and length under the file's key, as text that is always equally long."""
    polos = json.dumps(asdict(keterangan), ensure_ascii=False).encode()
    if len(polos) > _MAKS:
        raise ValueError("the name is too long")
    return base64.b64encode(
        SecretBox(_turunan(kunci)).encrypt(struct.pack(">H", len(polos)) + polos.ljust(_MAKS, b"\0"))
    ).decode()


def buka_keterangan(tersandi: str, kunci: bytes) -> Keterangan:
    """What `tutup_keterangan` made; raises `BerkasRusak`."""
    try:
        polos = SecretBox(_turunan(kunci)).decrypt(base64.b64decode(tersandi))
    except (CryptoError, ValueError):
        raise BerkasRusak("the description does not open") from None
    panjang: int = struct.unpack_from(">H", polos)[0]
    return Keterangan(**json.loads(polos[2 : 2 + panjang]))


def _turunan(kunci: bytes) -> bytes:
    """Another key than that of the stream: one key, one use."""
    return n.crypto_generichash_blake2b_salt_personal(
        b"", digest_size=32, key=kunci, person=b"forum-keterangan"
    )


def _ikatan(objek: str) -> bytes:
    return f"forum:berkas:1:{objek}".encode()
