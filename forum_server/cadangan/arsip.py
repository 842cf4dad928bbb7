"""The archive itself: a zip file that is there whole or not at all, and whose every part is checked when it is read."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from forum_server.cadangan.bentuk import CadanganGagal, Manifes

__all__ = ["ArsipBaru", "ArsipLama", "arsip_baru", "buka_arsip"]

MANIFES: Final = "manifes.json"
POTONGAN: Final = 1 << 20
"""Bytes moved at a time."""
MANIFES_MAKS: Final = 256 << 20
BARIS_MAKS: Final = 256 << 20
"""Bytes of the manifest, and of one row: more than any backup has, and less than would take the machine down."""
_RUSAK: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading raises where an archive is damaged, or was made by something else (encrypted, other compression)."""


class Bagian:
    """One part of an archive that is being written."""

    def __init__(self, keluar: IO[bytes]) -> None:
        self._keluar = keluar
        self._ringkas = hashlib.sha256()
        self.panjang = 0

    def tulis(self, isi: bytes) -> None:
        """Write what comes next."""
        self._keluar.write(isi)
        self._ringkas.update(isi)
        self.panjang += len(isi)

    @property
    def sidik(self) -> str:
        """SHA-256 of what was written so far, as 64 hexadecimal digits."""
        return self._ringkas.hexdigest()


class ArsipBaru:
    """An archive that is being written, part after part."""

    def __init__(self, zip_: zipfile.ZipFile) -> None:
        self._zip = zip_

    @contextmanager
    def bagian(self, nama: str, *, padatkan: bool = True) -> Generator[Bagian]:
        """The next part; `padatkan=False`: what can't be compressed further."""
        info = zipfile.ZipInfo(nama, time.gmtime()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if padatkan else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as keluar:
            yield Bagian(keluar)

    def tutup_dengan(self, manifes: Manifes) -> None:
        """Write the manifest, the last part."""
        with self.bagian(MANIFES) as bagian:
            bagian.tulis(manifes.ke_json())


@contextmanager
def arsip_baru(berkas: Path) -> Generator[ArsipBaru]:
    """A new archive at `berkas`, readable by its owner only; it appears there once it is complete and on disk.

    Raises `CadanganGagal` when something is there already or it can't be written.
    """
    sementara = berkas.with_name(f".{berkas.name}.{secrets.token_hex(8)}")
    bendera = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(sementara, bendera, 0o600), "w+b") as aliran:
            with zipfile.ZipFile(aliran, "w") as zip_:
                yield ArsipBaru(zip_)
            aliran.flush()
            os.fsync(aliran.fileno())
        # A link, not a rename: it refuses to take the place of another file.
        os.link(sementara, berkas)
        _sinkronkan(berkas.parent)
    except FileExistsError:
        raise CadanganGagal(f"{berkas} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.") from None
    except OSError as galat:
        raise CadanganGagal(f"{berkas} tidak dapat ditulis: {galat.strerror}.") from None
    finally:
        sementara.unlink(missing_ok=True)


def _sinkronkan(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


class ArsipLama:
    """An archive that is being read."""

    def __init__(self, zip_: zipfile.ZipFile, manifes: Manifes) -> None:
        self._zip = zip_
        self.manifes = manifes

    def baris(self, nama: str, sidik: str) -> Generator[bytes]:
        """The lines of one part; raises `CadanganGagal` at its end when they are not those that were written."""
        ringkas = hashlib.sha256()
        with self._buka(nama) as masuk:
            while satu := _baca(masuk.readline, BARIS_MAKS):
                if len(satu) == BARIS_MAKS:
                    raise CadanganGagal(f"Cadangan rusak: satu baris {nama} terlalu panjang.")
                ringkas.update(satu)
                yield satu
        _cocok(nama, ringkas.hexdigest(), sidik)

    def potongan(self, nama: str, sidik: str, panjang: int) -> Generator[bytes]:
        """The same for a part that has no lines, of `panjang` bytes and never more."""
        ringkas = hashlib.sha256()
        if self._info(nama).file_size != panjang:
            raise CadanganGagal(
                f"Cadangan rusak: panjang {nama} bukan yang dahulu ditulis. Pakai cadangan lain."
            )
        with self._buka(nama) as masuk:
            while satu := _baca(masuk.read, POTONGAN):
                ringkas.update(satu)
                yield satu
        _cocok(nama, ringkas.hexdigest(), sidik)

    def _info(self, nama: str) -> zipfile.ZipInfo:
        try:
            return self._zip.getinfo(nama)
        except KeyError:
            raise CadanganGagal(f"Cadangan tidak utuh: {nama} tidak ada di dalamnya.") from None

    def _buka(self, nama: str) -> IO[bytes]:
        info = self._info(nama)
        try:
            return self._zip.open(info)
        except _RUSAK as galat:
            raise _rusak(nama, galat) from None


def _cocok(nama: str, sidik: str, tertulis: str) -> None:
    if sidik != tertulis:
        raise CadanganGagal(f"Cadangan rusak: isi {nama} bukan yang dahulu ditulis. Pakai cadangan lain.")


def _baca(baca: Callable[[int], bytes], paling: int) -> bytes:
    try:
        return baca(paling)
    except _RUSAK as galat:
        raise _rusak("sebuah bagian", galat) from None


def _rusak(nama: str, galat: Exception) -> CadanganGagal:
    return CadanganGagal(
        f"Cadangan rusak: {nama} tidak terbaca ({type(galat).__name__}). Pakai cadangan lain."
    )


@contextmanager
def buka_arsip(berkas: Path) -> Generator[ArsipLama]:
    """Open an archive; raises `CadanganGagal` when it is none, is cut short, or breaks while it is read."""
    try:
        zip_ = zipfile.ZipFile(berkas)
    except _RUSAK as galat:
        raise CadanganGagal(f"{berkas} rusak atau terpotong ({galat}). Pakai cadangan lain.") from None
    except FileNotFoundError:
        raise CadanganGagal(f"{berkas} tidak ada.") from None
    except OSError as galat:
        raise CadanganGagal(f"{berkas} tidak dapat dibaca: {galat.strerror}.") from None
    with zip_:
        yield ArsipLama(zip_, _manifes(zip_, berkas))


def _manifes(zip_: zipfile.ZipFile, berkas: Path) -> Manifes:
    try:
        info = zip_.getinfo(MANIFES)
    except KeyError:
        raise CadanganGagal(f"{berkas} bukan cadangan Forum PAKSI.") from None
    if info.file_size > MANIFES_MAKS:
        raise CadanganGagal(f"{berkas} bukan cadangan Forum PAKSI: manifesnya terlalu besar.")
    try:
        return Manifes.dari_json(zip_.read(info))
    except _RUSAK as galat:
        raise _rusak(MANIFES, galat) from None
