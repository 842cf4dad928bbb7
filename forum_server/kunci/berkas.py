"""The file of keys: read only when nobody else can, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from forum_server.kunci.isi import IsiKunci, KunciBermasalah

__all__ = ["BerkasKunci"]


class BerkasKunci:
    """One file of keys, and the state of it that was read last."""

    def __init__(self, letak: Path) -> None:
        self.letak = letak
        self._tanda: tuple[int, int, int] | None = None

    def baca(self) -> IsiKunci:
        """The keys; raises `KunciBermasalah` when the file is missing, damaged, or open to other users."""
        try:
            with self.letak.open("rb") as b:
                keadaan = os.fstat(b.fileno())
                isi = b.read()
        except FileNotFoundError:
            raise KunciBermasalah(f"Berkas kunci {self.letak} tidak ada. Pulihkan dari cadangan.") from None
        except OSError as galat:
            raise KunciBermasalah(
                f"Berkas kunci {self.letak} tidak dapat dibaca ({galat.strerror}). Periksa pemilik dan izinnya."
            ) from None
        if os.name == "posix" and (ragam := stat.S_IMODE(keadaan.st_mode)) & 0o077:
            raise KunciBermasalah(
                f"Berkas kunci {self.letak} dapat dibaca pengguna lain (izin {ragam:04o})."
                f" Jalankan: chmod 600 {self.letak}"
            )
        hasil = IsiKunci.dari_json(isi.decode("utf-8", "replace"), asal=str(self.letak))
        self._tanda = _tanda(keadaan)
        return hasil

    def baca_bila_berubah(self) -> IsiKunci | None:
        """The keys when the file is not as it was read last; None when it is, so asking again and again costs little."""
        try:
            if self._tanda == _tanda(self.letak.stat()):
                return None
        except OSError:
            return None
        return self.baca()

    def buat(self, isi: IsiKunci) -> None:
        """Write a new file, unless one is there by then: of several first starts one wins and the others read it."""
        self.letak.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sementara = _tulis(self.letak, isi)
        try:
            try:
                os.link(sementara, self.letak)
            except FileExistsError:
                return
            _lestarikan(self.letak.parent)
        finally:
            sementara.unlink(missing_ok=True)

    def ganti(self, isi: IsiKunci) -> None:
        """Put other keys in the place of the present file; its owner stays, so that the server can go on reading it.

        Raises `KunciBermasalah` when this user may not.
        """
        letak = self.letak.resolve()
        try:
            lama = letak.stat()
            sementara = _tulis(letak, isi, pemilik=(lama.st_uid, lama.st_gid))
            try:
                sementara.replace(letak)
                _lestarikan(letak.parent)
            finally:
                sementara.unlink(missing_ok=True)
        except OSError as galat:
            raise KunciBermasalah(
                f"Berkas kunci {letak} tidak dapat diganti ({galat.strerror}). Jalankan sebagai pemilik berkas itu."
            ) from None


def _tanda(keadaan: os.stat_result) -> tuple[int, int, int]:
    return keadaan.st_ino, keadaan.st_mtime_ns, keadaan.st_size


def _tulis(letak: Path, isi: IsiKunci, *, pemilik: tuple[int, int] | None = None) -> Path:
    """A complete file with mode 0600 beside `letak`."""
    sementara = letak.with_name(f".{letak.name}.{secrets.token_hex(8)}")
    bendera = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(sementara, bendera, 0o600), "w", encoding="utf-8") as b:
            if pemilik is not None and os.name == "posix" and pemilik != (os.geteuid(), os.getegid()):
                os.fchown(b.fileno(), *pemilik)
            b.write(isi.ke_json())
            b.flush()
            os.fsync(b.fileno())
    except OSError:
        sementara.unlink(missing_ok=True)
        raise
    return sementara


def _lestarikan(folder: Path) -> None:
    """Make a new name in the folder survive a power cut."""
    nomor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(nomor)
    finally:
        os.close(nomor)
