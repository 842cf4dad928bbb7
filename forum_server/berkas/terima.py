"""Receiving one upload: from the network through the checks, and the cipher, into the store; or nothing stays."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import structlog
from starlette.datastructures import Headers
from starlette.types import Receive

from forum_server.berkas.gudang import Gudang, GudangGagal
from forum_server.berkas.jenis import JENIS, Pengenal, berakhiran
from forum_server.berkas.pengaturan import PengaturanBerkas
from forum_server.berkas.rules import KelasBerkas, jenis_ditolak
from forum_server.berkas.sandi import Keterangan, sandikan, tutup_keterangan
from forum_server.berkas.service import Penerimaan, gagal, mulai, selesai
from forum_server.database import GANGGUAN, Database
from forum_server.galat import IsianTidakSah, ServerSibuk
from forum_server.kunci import Kunci
from forum_server.unduhan.rules import nama_aman

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["KEPALA_NAMA", "KlienPutus", "Penerima"]

log = structlog.stdlib.get_logger("forum.berkas")

KEPALA_NAMA: Final = "x-nama-berkas"
"""Header of a body of class RAHASIA: its name, percent-encoded; it goes nowhere but under the file's key."""


class KlienPutus(Exception):
    """The client closed the connection before its body was complete; nobody waits for an answer."""


class Penerima:
    """Takes bodies of uploads in this process."""

    def __init__(self, db: Database, gudang: Gudang, kunci: Kunci, batas: PengaturanBerkas) -> None:
        self._db = db
        self._gudang = gudang
        self._kunci = kunci
        self._batas = batas

    async def terima(self, token: str, headers: Headers, receive: Receive) -> datetime:
        """Store the body that belongs to the address `token`; gives until when it waits to be attached.

        The address is used up even when this fails; nothing of the body stays then. Raises domain errors that the
        client can act on, `ServerSibuk` where the store or the database does not answer, `KlienPutus`.
        """
        terima = await self._db.write(mulai, token, self._kunci, self._batas)
        try:
            async with asyncio.timeout(self._batas.unggah_detik):
                return await self._simpan(terima, headers, receive)
        except TimeoutError:
            await asyncio.shield(self._batalkan(terima))
            raise _terlalu_lama() from None
        except GudangGagal as salah:
            await asyncio.shield(self._batalkan(terima))
            log.warning("store_failed", galat=str(salah))
            raise ServerSibuk(
                "Penyimpanan berkas sedang tidak dapat dipakai. Coba unggah kembali nanti."
            ) from None
        except BaseException:
            await asyncio.shield(self._batalkan(terima))
            raise

    async def _simpan(self, terima: Penerimaan, headers: Headers, receive: Receive) -> datetime:
        _periksa_kepala(headers, terima.ukuran)
        pengenal = Pengenal()
        sidik = hashlib.sha256() if terima.kelas is KelasBerkas.BIASA else None

        def lihat(isi: bytes) -> None:
            pengenal.tambah(isi)
            if sidik is not None:
                sidik.update(isi)

        aliran = self._isi(receive, terima.ukuran, lihat)
        if terima.kunci is not None:
            aliran = sandikan(aliran, terima.kunci, objek=terima.objek)
        tersimpan = await self._gudang.simpan(terima.objek, aliran)
        media = pengenal.media()
        boleh = terima.media_boleh or frozenset(JENIS)
        if media is None or media not in boleh:
            raise jenis_ditolak(boleh, {m: j.nama for m, j in JENIS.items()})
        keterangan = None
        if terima.kunci is not None:
            nama = berakhiran(nama_aman(unquote(headers.get(KEPALA_NAMA, ""))), media)
            keterangan = tutup_keterangan(
                Keterangan(nama=nama, media=media, ukuran=terima.ukuran), terima.kunci
            )
        hasil: Mapping[str, Any] = {
            "media": media,
            "tersimpan": tersimpan,
            "sidik": None if sidik is None else sidik.hexdigest(),
            "keterangan": keterangan,
        }
        return await self._db.write(selesai, terima, self._batas, **hasil)

    async def _isi(
        self, receive: Receive, ukuran: int, lihat: Callable[[bytes], None]
    ) -> AsyncIterator[bytes]:
        """The body as it comes: refused as soon as it is longer than declared, or stands still."""
        jumlah = 0
        while True:
            try:
                pesan = await asyncio.wait_for(receive(), self._batas.tunggu_detik)
            except TimeoutError:
                raise _terlalu_lama() from None
            if pesan["type"] == "http.disconnect":
                raise KlienPutus
            isi: bytes = pesan.get("body", b"")
            jumlah += len(isi)
            if jumlah > ukuran:
                raise _tidak_sesuai(ukuran)
            if isi:
                lihat(isi)
                yield isi
            if not pesan.get("more_body", False):
                break
        if jumlah != ukuran:
            raise _tidak_sesuai(ukuran)

    async def _batalkan(self, terima: Penerimaan) -> None:
        """Leave nothing behind; what can't be done now is done by the job that clears.

        An upload that was finished before it could be given up keeps its content: its unit ends even when its caller
        is cancelled.
        """
        try:
            if await self._db.write(gagal, terima):
                await self._gudang.hapus(terima.objek)
        except (GudangGagal, ServerSibuk, *GANGGUAN):
            log.warning("upload_left_to_the_job", exc_info=True)


def _periksa_kepala(headers: Headers, ukuran: int) -> None:
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise IsianTidakSah("ISI_DIMAMPATKAN", "Kirim isi berkas apa adanya, tanpa dimampatkan.")
    panjang = headers.get("content-length")
    if panjang is not None and panjang != str(ukuran):
        raise _tidak_sesuai(ukuran)


def _tidak_sesuai(ukuran: int) -> IsianTidakSah:
    return IsianTidakSah(
        "UKURAN_TIDAK_SESUAI",
        f"Isi yang dikirim bukan {ukuran} byte seperti yang disebut saat meminta alamat. Minta alamat baru, lalu ulangi.",
    )


def _terlalu_lama() -> IsianTidakSah:
    return IsianTidakSah(
        "TERLALU_LAMA",
        "Pengiriman berkas terhenti atau terlalu lama. Minta alamat baru, lalu unggah kembali.",
    )
