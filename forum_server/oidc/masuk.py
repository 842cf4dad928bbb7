"""Logging in at a provider: the steps between transactions, where the provider is asked."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, select

from forum_server.akses.rules import Aktor
from forum_server.akun.masuk import Gerbang
from forum_server.akun.models import Akun, Undangan
from forum_server.akun.rules import kode_ringkas, kode_tidak_sah, sidik_rahasia
from forum_server.akun.sesi import PasanganToken
from forum_server.akun.totp.tantangan import Tantangan
from forum_server.database import waktu_db
from forum_server.galat import Ditolak, IsianTidakSah
from forum_server.oidc import service
from forum_server.oidc.klien import Jauh, Penolakan, Penyedia, penyedia
from forum_server.oidc.models import PermintaanOidc, Tujuan
from forum_server.oidc.penyedia import PenyediaOidc
from forum_server.oidc.rules import (
    JawabanPalsu,
    KunciTakDikenal,
    ditolak,
    periksa_klaim,
    permintaan_tidak_sah,
    subjek_dari,
    tidak_terjangkau,
    turunan,
)
from forum_server.oidc.service import Dikenal

__all__ = ["GerbangOidc", "Kepulangan", "Permulaan"]

log = structlog.stdlib.get_logger("forum.oidc")

KODE_MAKS = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Permulaan:
    """Where the frontend sends somebody, and the secret it keeps until they come back."""

    alamat: str
    permintaan: str
    berlaku_sampai: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Kepulangan:
    """What the frontend has when somebody is back: the secret it kept, and what the provider's redirect carried."""

    permintaan: str
    kode: str
    state: str
    iss: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GerbangOidc:
    """The ways in through providers."""

    gerbang: Gerbang
    penyedia: Mapping[str, PenyediaOidc]

    async def mulai(self, nama: str, kembali: str, *, undangan: str | None = None) -> Permulaan:
        """Begin a login, or the acceptance of a one-time code.

        Raises PENYEDIA_TIDAK_DIKENAL, ALAMAT_KEMBALI_TIDAK_SAH, KODE_TIDAK_SAH, OIDC_TIDAK_TERJANGKAU.
        """
        tujuan = self._tujuan(nama, kembali)
        sidik = None
        if undangan is not None:
            sidik = sidik_rahasia(kode_ringkas(undangan))
            ada = (
                select(Undangan.akun_id)
                .join(Akun, Akun.id == Undangan.akun_id)
                .where(Undangan.sidik == sidik, Undangan.berlaku_sampai > waktu_db(), Akun.aktif)
            )
            if await self.gerbang.db.scalar(ada) is None:
                raise kode_tidak_sah()
        return await self._mulai(
            tujuan,
            nama,
            kembali,
            tujuan=Tujuan.MASUK if sidik is None else Tujuan.UNDANGAN,
            undangan_sidik=sidik,
        )

    async def mulai_hubungkan(self, aktor: Aktor, nama: str, kembali: str, sandi: str) -> Permulaan:
        """Begin to link one's own account, after its password: whoever is linked can log in for ever.

        Raises `Ditolak`, MASUK_GAGAL, TERLALU_SERING and as `mulai`.
        """
        if aktor.akun_id is None:
            raise Ditolak("masuk")
        tujuan = self._tujuan(nama, kembali)
        akun = await self.gerbang.periksa_sandi(aktor, sandi)
        return await self._mulai(
            tujuan,
            nama,
            kembali,
            tujuan=Tujuan.HUBUNGKAN,
            akun_id=akun.id,
            sidik_percobaan=akun.sidik,
        )

    async def selesaikan(self, pulang: Kepulangan) -> PasanganToken | Tantangan:
        """Finish a login: a session, or a challenge when the account's own second step is needed.

        Raises PERMINTAAN_OIDC_TIDAK_SAH, OIDC_DITOLAK, OIDC_TIDAK_TERJANGKAU, OIDC_BELUM_TERHUBUNG, AKUN_NONAKTIF; for
        a one-time code KODE_TIDAK_SAH, OIDC_SUDAH_DIPAKAI, OIDC_SUDAH_TERHUBUNG.
        """
        row = await self._permintaan(pulang, Tujuan.MASUK, Tujuan.UNDANGAN)
        dikenal = await self._tanya(row, pulang)
        if row.tujuan is Tujuan.UNDANGAN:
            return await self.gerbang.db.write(
                service.terima_undangan,
                self.gerbang.kunci,
                dikenal,
                undangan_sidik=row.undangan_sidik,
                kebijakan=self.gerbang.wajib_totp,
            )
        return await self.gerbang.db.write(
            service.masuk, self.gerbang.kunci, dikenal, kebijakan=self.gerbang.wajib_totp
        )

    async def selesaikan_hubungkan(self, aktor: Aktor, pulang: Kepulangan) -> uuid.UUID:
        """Finish linking one's own account, as the same account; returns its id.

        Raises `Ditolak`, PERMINTAAN_OIDC_TIDAK_SAH, OIDC_DITOLAK, OIDC_TIDAK_TERJANGKAU, OIDC_SUDAH_DIPAKAI,
        OIDC_SUDAH_TERHUBUNG.
        """
        if aktor.akun_id is None:
            raise Ditolak("masuk")
        row = await self._permintaan(pulang, Tujuan.HUBUNGKAN)
        if row.akun_id != aktor.akun_id:
            raise permintaan_tidak_sah()
        dikenal = await self._tanya(row, pulang)
        return await self.gerbang.db.write(service.hubungkan_sendiri, aktor, self.gerbang.kunci, dikenal)

    def dikenal(self, nama: str, subjek: str) -> Dikenal:
        """Somebody at a provider as an administrator names them; raises PENYEDIA_TIDAK_DIKENAL, SUBJEK_TIDAK_SAH."""
        setelan = self._setelan(nama)
        if (rapi := subjek_dari(subjek.strip())) is None:
            raise IsianTidakSah(
                "SUBJEK_TIDAK_SAH",
                "Isi pengenal orang itu di penyedia (klaim sub), 1 sampai 255 huruf.",
                letak=("subjek",),
            )
        return Dikenal(issuer=setelan.issuer, subjek=rapi, label=setelan.label)

    def _setelan(self, nama: str) -> PenyediaOidc:
        if (setelan := self.penyedia.get(nama)) is None:
            raise IsianTidakSah(
                "PENYEDIA_TIDAK_DIKENAL",
                "Penyedia ini tidak ada pada server ini. Lihat daftarPenyediaOidc.",
                letak=("penyedia",),
            )
        return setelan

    def _tujuan(self, nama: str, kembali: str) -> Penyedia:
        setelan = self._setelan(nama)
        if kembali not in setelan.kembali:
            raise IsianTidakSah(
                "ALAMAT_KEMBALI_TIDAK_SAH",
                "Alamat kembali ini tidak terdaftar. Mintalah pengelola server menambahkannya pada penyedia ini.",
                letak=("kembali",),
            )
        return penyedia(setelan)

    async def _mulai(self, jauh: Penyedia, nama: str, kembali: str, **lain: Any) -> Permulaan:
        try:
            await jauh.temuan()  # a provider that is down leaves nothing behind here
        except Jauh as galat:
            raise self._tak_terjangkau(jauh, galat) from None
        permintaan, sampai = await self.gerbang.db.write(
            service.mulai, penyedia=nama, kembali=kembali, **lain
        )
        alamat = await jauh.alamat_masuk(
            kembali=kembali,
            state=turunan(permintaan, "state"),
            nonce=turunan(permintaan, "nonce"),
            pembukti=turunan(permintaan, "verifier"),
        )
        return Permulaan(alamat=alamat, permintaan=permintaan, berlaku_sampai=sampai)

    async def _permintaan(self, pulang: Kepulangan, *tujuan: Tujuan) -> Row[Any]:
        """The login on its way, after a look at what binds it to this frontend; not used up yet."""
        row = await self.gerbang.db.first(
            select(
                PermintaanOidc.penyedia,
                PermintaanOidc.kembali,
                PermintaanOidc.tujuan,
                PermintaanOidc.akun_id,
                PermintaanOidc.undangan_sidik,
            ).where(
                PermintaanOidc.sidik == sidik_rahasia(pulang.permintaan),
                PermintaanOidc.berlaku_sampai > waktu_db(),
            )
        )
        sama = hmac.compare_digest(
            turunan(pulang.permintaan, "state").encode(), pulang.state.encode("utf-8", "surrogatepass")
        )
        if row is None or not sama or row.tujuan not in tujuan or row.penyedia not in self.penyedia:
            raise permintaan_tidak_sah()
        if not 0 < len(pulang.kode) <= KODE_MAKS or not pulang.kode.isprintable():
            raise permintaan_tidak_sah()
        return row

    async def _tanya(self, row: Row[Any], pulang: Kepulangan) -> Dikenal:
        """Use up the login, exchange the code, and believe of the answer only what can be checked."""
        jauh = penyedia(self.penyedia[row.penyedia])
        setelan = jauh.setelan
        try:
            temuan = await jauh.temuan()
            if pulang.iss != setelan.issuer and (pulang.iss is not None or temuan.menyebut_diri):
                raise JawabanPalsu("iss of the redirect")
            await self.gerbang.db.write(service.habiskan, pulang.permintaan)
            id_token, akses = await jauh.tukar(
                pulang.kode, kembali=row.kembali, pembukti=turunan(pulang.permintaan, "verifier")
            )
            kini = await self.gerbang.db.scalar(select(waktu_db()))
            assert kini is not None
            bahan: dict[str, Any] = {
                "nonce": turunan(pulang.permintaan, "nonce"),
                "akses": akses,
                "kini": kini,
            }
            try:
                subjek, dua_langkah = periksa_klaim(setelan, await jauh.kunci(), id_token, **bahan)
            except KunciTakDikenal:
                subjek, dua_langkah = periksa_klaim(setelan, await jauh.kunci(baru=True), id_token, **bahan)
        except Jauh as galat:
            raise self._tak_terjangkau(jauh, galat) from None
        except (Penolakan, JawabanPalsu) as galat:
            log.warning("oidc_rejected", issuer=setelan.issuer, sebab=str(galat))
            raise ditolak(setelan.label) from None
        return Dikenal(issuer=setelan.issuer, subjek=subjek, label=setelan.label, dua_langkah=dua_langkah)

    @staticmethod
    def _tak_terjangkau(jauh: Penyedia, galat: Jauh) -> Exception:
        log.warning("oidc_unreachable", issuer=jauh.setelan.issuer, sebab=str(galat))
        return tidak_terjangkau(jauh.setelan.label)
