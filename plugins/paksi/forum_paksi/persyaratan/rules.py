"""The kinds of applications and of what they ask, and which version is in force on a day."""

from __future__ import annotations

from enum import StrEnum


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
