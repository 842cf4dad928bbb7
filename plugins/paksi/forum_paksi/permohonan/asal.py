"""Which certificate an application may start from (domain notes 1.2, 1.4 and 7.4-7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.sertifikat.rules import KeadaanSertifikat, berlaku_kini
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

LETAK: Final = ("dariSertifikat",)
J = JenisPermohonan


@dataclass(frozen=True, kw_only=True, slots=True)
class SkemaTujuan:
    """The scheme that is applied for; `urutan` grows with the jenjang."""

    kode: str
    jenis: JenisSkema
    urutan: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SertifikatAsal:
    """A certificate of the applicant, and its scheme."""

    skema: SkemaTujuan
    terbit: date
    berakhir: date
    keadaan: KeadaanSertifikat
    diakui: bool


def periksa_asal(
    jenis: JenisPermohonan, tujuan: SkemaTujuan, asal: SertifikatAsal | None, hari_ini: date
) -> None:
    """Return quietly when an application of this kind may start from this certificate (None: from none).

    Raises `IsianTidakSah` WAJIB_DIISI or SERTIFIKAT_TIDAK_SESUAI; `KeadaanMenolak` SERTIFIKAT_TIDAK_DIAKUI,
    SERTIFIKAT_TIDAK_AKTIF or SERTIFIKAT_MASIH_BERLAKU.
    """
    if jenis is J.BARU:
        if asal is not None:
            raise _tidak_sesuai("Permohonan baru tidak berasal dari sertifikat. Kosongkan isian ini.")
        return
    if asal is None:
        raise IsianTidakSah("WAJIB_DIISI", "Sebut sertifikat yang menjadi asal permohonan ini.", letak=LETAK)
    if jenis is J.NAIK_JENJANG:
        _periksa_naik(tujuan, asal)
    elif asal.skema.kode != tujuan.kode:
        raise _tidak_sesuai(
            f"Sertifikat ini untuk {asal.skema.kode}, bukan {tujuan.kode}. Pilih sertifikat skema yang sama."
        )
    if not asal.diakui:
        raise KeadaanMenolak(
            "SERTIFIKAT_TIDAK_DIAKUI",
            "Sertifikat ini bukan dari LSP yang diakui, jadi tidak dapat menjadi asal permohonan. "
            "Ajukan permohonan baru.",
            letak=LETAK,
        )
    if jenis is J.SERTIFIKASI_ULANG:
        _periksa_ulang(asal, hari_ini)
    elif not _berlaku(asal, hari_ini):
        raise KeadaanMenolak(
            "SERTIFIKAT_TIDAK_AKTIF",
            "Sertifikat ini tidak lagi aktif. Sertifikat yang kedaluwarsa dapat ditempuh dengan SERTIFIKASI_ULANG.",
            letak=LETAK,
        )


def _periksa_naik(tujuan: SkemaTujuan, asal: SertifikatAsal) -> None:
    if (
        tujuan.jenis is not JenisSkema.PAKSI
        or asal.skema.jenis is not JenisSkema.PAKSI
        or asal.skema.urutan >= tujuan.urutan
    ):
        raise _tidak_sesuai(
            f"Dari {asal.skema.kode} tidak dapat naik ke {tujuan.kode}. Pilih jenjang PAKSI yang lebih tinggi."
        )


def _berlaku(asal: SertifikatAsal, hari_ini: date) -> bool:
    return berlaku_kini(asal.keadaan, asal.terbit, asal.berakhir, hari_ini)


def _periksa_ulang(asal: SertifikatAsal, hari_ini: date) -> None:
    if _berlaku(asal, hari_ini):
        raise KeadaanMenolak(
            "SERTIFIKAT_MASIH_BERLAKU",
            f"Sertifikat ini masih berlaku sampai {asal.berakhir}. Ajukan PERPANJANGAN.",
            letak=LETAK,
        )
    if asal.keadaan is not KeadaanSertifikat.AKTIF or asal.berakhir >= hari_ini:
        raise KeadaanMenolak(
            "SERTIFIKAT_TIDAK_AKTIF",
            f"Sertifikat ini {asal.keadaan.value}, bukan kedaluwarsa. "
            "Selesaikan dahulu keadaannya dengan LSP penerbitnya, atau ajukan permohonan baru.",
            letak=LETAK,
        )


def _tidak_sesuai(pesan: str) -> IsianTidakSah:
    return IsianTidakSah("SERTIFIKAT_TIDAK_SESUAI", pesan, letak=LETAK)


def periksa_baru(tujuan: SkemaTujuan, dimiliki: SertifikatAsal | None, hari_ini: date) -> None:
    """Raise `KeadaanMenolak` SUDAH_BERSERTIFIKAT when a first certificate would stand beside or beneath one in force."""
    if (
        dimiliki is not None
        and dimiliki.diakui
        and dimiliki.skema.jenis is tujuan.jenis
        and dimiliki.skema.urutan >= tujuan.urutan
        and _berlaku(dimiliki, hari_ini)
    ):
        raise KeadaanMenolak(
            "SUDAH_BERSERTIFIKAT",
            f"Orang ini memegang sertifikat {dimiliki.skema.kode} yang berlaku sampai {dimiliki.berakhir}. "
            "Ajukan PERPANJANGAN atau NAIK_JENJANG.",
            letak=("jenis",),
        )
