"""Decisions about forums: their levels, legal bases, organs, and terms.

Source: domain notes 3.1 (forums by region, institution and profession; bases, terms and organs seen). No regulation
prescribes a forum's structure (domain notes 9), so organs and positions are each forum's own data.
"""

from __future__ import annotations

from enum import StrEnum


class TingkatForum(StrEnum):
    """Whom a forum gathers."""

    NASIONAL = "NASIONAL"
    PROVINSI = "PROVINSI"
    KABUPATEN_KOTA = "KABUPATEN_KOTA"
    INSTANSI = "INSTANSI"
    PROFESI = "PROFESI"


class JenisDasarHukum(StrEnum):
    """What kind of document a forum rests on."""

    KEPUTUSAN_KEPALA_DAERAH = "KEPUTUSAN_KEPALA_DAERAH"
    PERATURAN_KEPALA_DAERAH = "PERATURAN_KEPALA_DAERAH"
    BADAN_HUKUM = "BADAN_HUKUM"
    SURAT_EDARAN = "SURAT_EDARAN"
    LAINNYA = "LAINNYA"
