"""The job that hands mail to the mail server, one after the other over one connection.

A fault of one mail (its address is refused) is that mail's alone. A fault of the mail server or of our account there
ends the run: the mail at hand is tried again later, the others were never taken.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

import structlog
from aiosmtplib import SMTP, SMTPException, SMTPRecipientRefused, SMTPRecipientsRefused
from aiosmtplib.errors import SMTPDataError

from forum_server.pekerjaan.jenis import KonteksPekerjaan
from forum_server.pemberitahuan.antrean import PINJAM_SATU, Kiriman, ambil, selesai, ulangi
from forum_server.pemberitahuan.jenis import JenisPemberitahuan, teks_untuk
from forum_server.pemberitahuan.models import KeadaanSurel
from forum_server.pemberitahuan.pengaturan import PengaturanSurel
from forum_server.pemberitahuan.surat import AlamatTidakSah, surat

__all__ = ["PINJAM", "kirim_surel"]

PINJAM: Final = timedelta(minutes=15)
"""The lease of a run; a run that takes longer shares its work with the next, for each mail has a lease of its own."""

SATU_DETIK: Final = PINJAM_SATU.total_seconds() / 4
"""What one mail may take in all; far below its lease, so that nobody else takes it meanwhile."""

log = structlog.stdlib.get_logger("forum.surel")


class PeladenGagal(Exception):
    """The mail server can't be used now; `args[0]` is a code without any of its words."""


class SuratDitolak(Exception):
    """The mail server refused this mail: for good, or for now."""

    def __init__(self, kode: int) -> None:
        super().__init__(kode)
        self.kode = kode

    @property
    def tetap(self) -> bool:
        """Whether trying again is in vain (5xx)."""
        return self.kode >= 500


async def kirim_surel(konteks: KonteksPekerjaan) -> None:
    """Send what is due, at most so many in one run; does nothing without a mail server."""
    pengaturan = konteks.settings.surel
    if not pengaturan.aktif:
        return
    peminjam = uuid.uuid4()
    sisa = pengaturan.sekali
    kiriman = await konteks.db.write(ambil, peminjam)
    if kiriman is None:
        return
    async with _Sambungan.buka(pengaturan) as sambungan:
        while kiriman is not None:
            lanjut = await _satu(konteks, pengaturan, sambungan, kiriman)
            sisa -= 1
            kiriman = await konteks.db.write(ambil, peminjam) if lanjut and sisa > 0 else None


async def _satu(
    konteks: KonteksPekerjaan, pengaturan: PengaturanSurel, sambungan: _Sambungan, kiriman: Kiriman
) -> bool:
    """Send one mail and write down what became of it; False when the run should end."""
    db = konteks.db
    if kiriman.alamat is None:
        await db.write(selesai, kiriman, KeadaanSurel.BATAL, alasan="TIDAK_DIINGINKAN")
        return True
    try:
        async with asyncio.timeout(SATU_DETIK):
            await sambungan.kirim(kiriman, kiriman.alamat, konteks.jenis_pemberitahuan)
    except AlamatTidakSah:
        await db.write(selesai, kiriman, KeadaanSurel.GAGAL, alasan="ALAMAT_TIDAK_SAH")
    except SuratDitolak as tolak:
        log.warning("mail_refused", pemberitahuan=str(kiriman.pemberitahuan_id), kode=tolak.kode)
        if tolak.tetap:
            await db.write(selesai, kiriman, KeadaanSurel.GAGAL, alasan=f"SMTP_{tolak.kode}")
        else:
            await db.write(ulangi, kiriman, alasan=f"SMTP_{tolak.kode}")
    except (PeladenGagal, TimeoutError) as galat:
        alasan = str(galat) or "SMTP_LAMBAT"
        # Not log.exception: what a mail server says may hold the address.
        log.error("mail_server_failed", galat=alasan, pemberitahuan=str(kiriman.pemberitahuan_id))  # noqa: TRY400
        await db.write(ulangi, kiriman, alasan=alasan)
        return False
    else:
        await db.write(selesai, kiriman, KeadaanSurel.TERKIRIM)
    return True


class _Sambungan:
    """A connection to the mail server, made when the first mail needs it."""

    def __init__(self, pengaturan: PengaturanSurel) -> None:
        self._pengaturan = pengaturan
        p = pengaturan
        self._smtp = SMTP(
            hostname=p.host,
            port=p.port_berlaku,
            username=p.pengguna,
            password=p.sandi.get_secret_value() if p.sandi is not None else None,
            use_tls=p.tls == "implicit",
            start_tls=p.tls == "starttls",
            cert_bundle=p.sertifikat_ca,
            timeout=p.batas_detik,
            # Not asked of the name service: our name is that of the sender.
            local_hostname=p.alamat_pengirim.domain,
        )

    @classmethod
    @asynccontextmanager
    async def buka(cls, pengaturan: PengaturanSurel) -> AsyncGenerator[_Sambungan]:
        """One that is closed at the end, politely if the other side lets us."""
        satu = cls(pengaturan)
        try:
            yield satu
        finally:
            if satu._smtp.is_connected:
                with suppress(SMTPException, OSError, TimeoutError):
                    await satu._smtp.quit()
            satu._smtp.close()

    async def kirim(self, kiriman: Kiriman, alamat: str, dikenal: Mapping[str, JenisPemberitahuan]) -> None:
        """Send; returns once the mail server has taken it over.

        Raises `AlamatTidakSah`, `SuratDitolak`, `PeladenGagal`.
        """
        pesan = surat(
            self._pengaturan,
            pemberitahuan_id=kiriman.pemberitahuan_id,
            alamat=alamat,
            dibuat_pada=kiriman.dibuat_pada,
            teks=teks_untuk(dikenal, kiriman.jenis, kiriman.data),
        )
        try:
            if not self._smtp.is_connected:
                await self._smtp.connect()
            await self._smtp.send_message(pesan)
        except SMTPRecipientsRefused as galat:
            raise SuratDitolak(galat.recipients[0].code) from None
        except (SMTPRecipientRefused, SMTPDataError) as galat:
            raise SuratDitolak(galat.code) from None
        except (SMTPException, OSError, TimeoutError, ValueError) as galat:
            # Nothing of it is kept or logged: what a mail server says may hold the address.
            kode = getattr(galat, "code", None)
            raise PeladenGagal(f"SMTP_{kode}" if kode else type(galat).__name__) from None
