"""What a region, province or LSP may set for this plugin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from forum_paksi.cakupan.rules import KebijakanCakupan

INGATKAN_JAM_MAKS: Final = 30 * 24
"""No hold lasts longer."""
INGATKAN_BULAN_MAKS: Final = 36
"""No certificate on record runs longer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaksiSetelan:
    """Defaults are the practice found in the field (domain notes 1.5); none of them is written in law.

    `batas_asesi_per_asesor`: most asesi one asesor may be given on one day.
    `batas_banding_hari`: days after a decision in which it can be appealed; 0: no limit, for none is known (domain notes 9).
    `tahanan_menit`: how long a seat is held for confirmation, where its schedule doesn't say otherwise.
    `kebijakan_cakupan`: when an OPD counts as covered (domain notes 0.8 and 3.2): JUMLAH, or KEPALA_OPD.
    `kuota_opd`: certificate holders an OPD should have (1 or 2 in practice, domain notes 3.2).
    `kuota_api_inspektorat`: API holders an inspectorate should have besides (domain notes 0.1); 0 asks for none.
    `ingatkan_jam`: hours before a hold or a pool's deadline lapses when people are reminded; 0 reminds nobody, more
    than `INGATKAN_JAM_MAKS` counts as that.
    `akan_berakhir_bulan`: months before its last day from which a certificate counts as ending; 0 never.
    `ingatkan_sertifikat_bulan`: months before a certificate's last day at which its holder and the region's operators
    are reminded, once at each; more than `INGATKAN_BULAN_MAKS` are passed over, none reminds nobody.
    `surat_maks_mb`: largest signed letter, in MB of 1,048,576 bytes; the server's own limit of files holds besides.
    `bukti_maks_mb`: largest file of an evidence, in MB as above.
    `laporan_angkatan_bulan`: months one report of a cohort's member is about, where nothing is said; 0: must be said.
    `dokumen_maks_mb`: largest document of an application, in MB as above.
    `bukti_kegiatan_min`, `bukti_kegiatan_maks`: files of one activity report; each activity is documented (domain
    notes 0.3), how much is nowhere written.
    """

    batas_asesi_per_asesor: int = 10
    batas_banding_hari: int = 0
    tahanan_menit: int = 3 * 24 * 60
    kebijakan_cakupan: KebijakanCakupan = KebijakanCakupan.JUMLAH
    kuota_opd: int = 1
    kuota_api_inspektorat: int = 1
    ingatkan_jam: int = 24
    akan_berakhir_bulan: int = 6
    ingatkan_sertifikat_bulan: tuple[int, ...] = (6, 3, 1)
    surat_maks_mb: int = 10
    bukti_maks_mb: int = 10
    laporan_angkatan_bulan: int = 0
    dokumen_maks_mb: int = 10
    bukti_kegiatan_min: int = 1
    bukti_kegiatan_maks: int = 10
