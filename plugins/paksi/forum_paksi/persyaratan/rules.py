"""The kinds of applications and of what they ask, and which version is in force on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.kegiatan.rules import BentukKomunitas, JenisKegiatan
from forum_server.plugin import IsianTidakSah


class JenisPermohonan(StrEnum):
    """Why somebody applies: a first certificate, a higher jenjang, a renewal, or again after it expired."""

    BARU = "BARU"
    NAIK_JENJANG = "NAIK_JENJANG"
    PERPANJANGAN = "PERPANJANGAN"
    SERTIFIKASI_ULANG = "SERTIFIKASI_ULANG"


class JenisButir(StrEnum):
    """What one item of the requirements looks at."""

    DOKUMEN = "DOKUMEN"
    """A file attached to the application (e-KTP, photo, action plan, ...)."""
    ELEARNING = "ELEARNING"
    """A passed class of e-learning among the person's evidence (`bukti`)."""
    DIKLAT = "DIKLAT"
    """A passed training among the person's evidence."""
    MENGAJAR = "MENGAJAR"
    """Teaching of agenda 1 (integrity) among the person's evidence."""
    KEGIATAN = "KEGIATAN"
    """At least `jumlah` accepted reports of these kinds inside a window."""
    SERTIFIKAT_AKTIF = "SERTIFIKAT_AKTIF"
    """The certificate the application starts from is active."""
    BUKTI_TAHUNAN = "BUKTI_TAHUNAN"
    """At least `jumlah` accepted reports of every side (segi) in every year of the certificate (API)."""


class Jendela(StrEnum):
    """Which accepted reports count, by their date."""

    KAPAN_SAJA = "KAPAN_SAJA"
    SESUDAH_DIKLAT = "SESUDAH_DIKLAT"
    """After the last day of the training that was passed."""
    MASA_SERTIFIKAT = "MASA_SERTIFIKAT"
    """From the day the certificate was issued to its last day."""


def jalan(skema: str, jenis: JenisPermohonan, *, jalur: str | None, dari: str | None) -> str:
    """The path a version of requirements is for: `PAKSI_PERTAMA/BARU/DIKLAT`, `PAKSI_UTAMA/NAIK_JENJANG/PAKSI_MUDA`."""
    return "/".join(bagian for bagian in (skema, jenis.value, jalur or dari) if bagian)


KODE_BUTIR: Final = re.compile(r"[A-Z][A-Z0-9_]{1,39}", re.ASCII)
BUTIR_MAKS: Final = 40
JUMLAH_MAKS: Final = 1000
NAMA_MAKS: Final = 200
TEKS_MAKS: Final = 1000
_BERJENIS: Final = frozenset({JenisButir.KEGIATAN, JenisButir.BUKTI_TAHUNAN})
"""Items that look at reports, so the kinds of reports can be narrowed."""
_SATU: Final = frozenset({JenisButir.DOKUMEN, JenisButir.SERTIFIKAT_AKTIF})
"""Items of which there is one: a file, the certificate."""
_BERSERTIFIKAT: Final = frozenset({JenisButir.SERTIFIKAT_AKTIF, JenisButir.BUKTI_TAHUNAN})
"""Items that look at the certificate the application starts from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianButir:
    """One item as the national operator writes it; as `Butir`."""

    kode: str
    jenis: JenisButir
    nama: str
    petunjuk: str
    sumber: str
    wajib: bool = True
    jumlah: int | None = None
    jenis_kegiatan: tuple[JenisKegiatan, ...] = ()
    bentuk: BentukKomunitas | None = None
    jendela: Jendela | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPersyaratan:
    """A version as the national operator writes it; as `Persyaratan`."""

    skema: str
    jenis: JenisPermohonan
    jalur: str | None
    dari_skema: str | None
    berlaku_dari: date
    sumber: str
    catatan: str | None = None
    butir: Sequence[IsianButir] = ()

    def periksa(self, hari_ini: date) -> IsianPersyaratan:
        """The same, tidied; all checks that need no database.

        Raises `IsianTidakSah` TANGGAL_LAMPAU, JALUR_TIDAK_SESUAI, DARI_SKEMA_TIDAK_SESUAI, WAJIB_DIISI,
        TERLALU_PANJANG, TERLALU_BANYAK, KODE_TIDAK_SAH, KODE_GANDA, ANGKA_DI_LUAR_BATAS or BUTIR_TIDAK_SESUAI.
        """
        if self.berlaku_dari < hari_ini:
            raise IsianTidakSah(
                "TANGGAL_LAMPAU",
                "Persyaratan baru berlaku paling cepat hari ini, sebab permohonan yang sudah berjalan tetap memakai"
                " versinya. Pilih tanggal hari ini atau sesudahnya.",
                letak=["berlakuDari"],
            )
        if self.jalur and self.jenis is not JenisPermohonan.BARU:
            raise IsianTidakSah(
                "JALUR_TIDAK_SESUAI",
                "Jalur hanya ada bagi permohonan BARU; kosongkan jalurnya.",
                letak=["jalur"],
            )
        if bool(self.dari_skema) != (self.jenis is JenisPermohonan.NAIK_JENJANG):
            raise IsianTidakSah(
                "DARI_SKEMA_TIDAK_SESUAI",
                "Sebut skema asal bagi NAIK_JENJANG, dan kosongkan bagi jenis permohonan lain.",
                letak=["dariSkema"],
            )
        if not self.butir:
            raise IsianTidakSah("WAJIB_DIISI", "Isi paling sedikit satu butir.", letak=["butir"])
        if len(self.butir) > BUTIR_MAKS:
            raise IsianTidakSah("TERLALU_BANYAK", f"Paling banyak {BUTIR_MAKS} butir.", letak=["butir"])
        butir = [self._butir(b, n) for n, b in enumerate(self.butir)]
        kode = [b.kode for b in butir]
        for n, k in enumerate(kode):
            if k in kode[:n]:
                raise IsianTidakSah(
                    "KODE_GANDA",
                    f"Kode {k} sudah dipakai butir lain. Pilih kode lain.",
                    letak=_letak(n, "kode"),
                )
        return replace(
            self,
            jalur=self.jalur or None,
            dari_skema=self.dari_skema or None,
            sumber=_teks(self.sumber, ["sumber"], TEKS_MAKS),
            catatan=_teks(self.catatan, ["catatan"], TEKS_MAKS) if (self.catatan or "").strip() else None,
            butir=tuple(butir),
        )

    def _butir(self, b: IsianButir, n: int) -> IsianButir:
        kode = b.kode.strip().upper()
        if not KODE_BUTIR.fullmatch(kode):
            raise IsianTidakSah(
                "KODE_TIDAK_SAH",
                "Kode butir 2-40 huruf, angka, dan garis bawah, diawali huruf; misalnya PENYULUHAN.",
                letak=_letak(n, "kode"),
            )
        atas = 1 if b.jenis in _SATU else JUMLAH_MAKS
        if b.jumlah is not None and not 1 <= b.jumlah <= atas:
            raise IsianTidakSah(
                "ANGKA_DI_LUAR_BATAS",
                f"Jumlah butir ini harus antara 1 dan {atas}, atau kosong bila tidak diketahui.",
                letak=_letak(n, "jumlah"),
            )
        if (salah := self._tak_sesuai(b)) is not None:
            letak, pesan = salah
            raise IsianTidakSah("BUTIR_TIDAK_SESUAI", pesan, letak=_letak(n, letak))
        return replace(
            b,
            kode=kode,
            nama=_teks(b.nama, _letak(n, "nama"), NAMA_MAKS),
            petunjuk=_teks(b.petunjuk, _letak(n, "petunjuk"), TEKS_MAKS),
            sumber=_teks(b.sumber, _letak(n, "sumber"), TEKS_MAKS),
            jenis_kegiatan=tuple(dict.fromkeys(b.jenis_kegiatan)),
        )

    def _tak_sesuai(self, b: IsianButir) -> tuple[str, str] | None:
        """The argument of an item that doesn't go with its kind, and what to do."""
        if (b.jenis is JenisButir.KEGIATAN) != (b.jendela is not None):
            return "jendela", "Isi jendela bagi butir KEGIATAN, dan kosongkan bagi jenis lain."
        if b.jenis_kegiatan and b.jenis not in _BERJENIS:
            return "jenisKegiatan", "Jenis kegiatan hanya bagi butir KEGIATAN dan BUKTI_TAHUNAN; kosongkan."
        if b.bentuk is not None and not (
            b.jenis is JenisButir.KEGIATAN
            and (not b.jenis_kegiatan or JenisKegiatan.PENGEMBANGAN_KOMUNITAS in b.jenis_kegiatan)
        ):
            return "bentuk", "Bentuk hanya bagi butir KEGIATAN berjenis PENGEMBANGAN_KOMUNITAS; kosongkan."
        if self.jenis is JenisPermohonan.BARU and (
            b.jenis in _BERSERTIFIKAT or b.jendela is Jendela.MASA_SERTIFIKAT
        ):
            return "jenis", "Permohonan BARU tidak berangkat dari sertifikat; butir ini tidak akan terpenuhi."
        return None


def _letak(n: int, nama: str) -> list[str]:
    return ["butir", str(n), nama]


def _teks(teks: str | None, letak: list[str], maks: int) -> str:
    """`teks` without surrounding space; raises `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG."""
    bersih = (teks or "").strip()
    if not bersih:
        raise IsianTidakSah("WAJIB_DIISI", "Isian ini tidak boleh kosong.", letak=letak)
    if len(bersih) > maks:
        raise IsianTidakSah("TERLALU_PANJANG", f"Paling panjang {maks} huruf.", letak=letak)
    return bersih
