"""The words of activity reports, as AKSESKU-Interaksi uses them (domain notes 1.6 and 2)."""

from __future__ import annotations

from enum import StrEnum


class JenisKegiatan(StrEnum):
    """The kinds of activities; API is for integrity builders, the others for PAKSI."""

    PENYULUHAN = "PENYULUHAN"
    PENGEMBANGAN_MEDIA = "PENGEMBANGAN_MEDIA"
    PEMBENTUKAN_KOMUNITAS_FORUM = "PEMBENTUKAN_KOMUNITAS_FORUM"
    MONEV = "MONEV"
    LAINNYA = "LAINNYA"
    API = "API"
    PENGEMBANGAN_KOMUNITAS = "PENGEMBANGAN_KOMUNITAS"


class BentukKomunitas(StrEnum):
    """The forms of community development."""

    ANALISIS_KEKUATAN = "ANALISIS_KEKUATAN"
    STRATEGI_PENGEMBANGAN = "STRATEGI_PENGEMBANGAN"
    PENYUSUNAN_RENCANA = "PENYUSUNAN_RENCANA"
    PENGUATAN_KAPASITAS = "PENGUATAN_KAPASITAS"
    PENDAMPINGAN = "PENDAMPINGAN"
    KOLABORASI = "KOLABORASI"
    MOBILISASI_FORUM = "MOBILISASI_FORUM"


class BidangApi(StrEnum):
    """The three fields of API."""

    TATA_KELOLA_ORGANISASI = "TATA_KELOLA_ORGANISASI"
    MANAJEMEN_RISIKO = "MANAJEMEN_RISIKO"
    KEPATUHAN = "KEPATUHAN"


class SegiApi(StrEnum):
    """The two sides of an API's yearly evidence."""

    PELAKSANAAN = "PELAKSANAAN"
    MONEV = "MONEV"


class KeadaanKegiatan(StrEnum):
    """How far a report is verified; only DITERIMA counts. DRAF is ours: not handed in yet."""

    DRAF = "DRAF"
    BELUM = "BELUM"
    PERLU_REVISI = "PERLU_REVISI"
    SUDAH_REVISI = "SUDAH_REVISI"
    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"
