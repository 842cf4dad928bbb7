"""Decisions about forums: their levels, legal bases, organs, and terms.

Source: domain notes 3.1 (forums by region, institution and profession; bases, terms and organs seen). No regulation
prescribes a forum's structure (domain notes 9), so organs and positions are each forum's own data.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.permintaan.rules import periksa_teks
from forum_server.plugin import IsianTidakSah, rapikan

NAMA_MAKS: Final = 200
SINGKATAN_MAKS: Final = 60
NOMOR_MAKS: Final = 120
ORGAN_NAMA_MAKS: Final = 120
JABATAN_MAKS: Final = 120
DASAR_MAKS: Final = 20
ORGAN_MAKS: Final = 40
"""Limits of the software; nothing is written about them."""


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


TINGKAT_WILAYAH: Final = {
    TingkatForum.NASIONAL: frozenset({"NASIONAL"}),
    TingkatForum.PROVINSI: frozenset({"PROVINSI"}),
    TingkatForum.KABUPATEN_KOTA: frozenset({"KABUPATEN", "KOTA"}),
}
"""Forums of a region lie in a region of that level; those of an institution or profession may lie anywhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianDasar:
    """One document a forum rests on."""

    jenis: JenisDasarHukum
    nomor: str
    tanggal: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianForum:
    """What a forum says of itself; `mulai` and `selesai` bound its present term of office."""

    nama: str
    tingkat: TingkatForum
    singkatan: str | None = None
    mulai: date | None = None
    selesai: date | None = None
    dasar: Sequence[IsianDasar] = ()

    def periksa(self) -> IsianForum:
        """The same with clean texts.

        Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, TERLALU_BANYAK, DASAR_GANDA, MASA_BAKTI_TIDAK_SAH.
        """
        nama = periksa_teks(rapikan(self.nama), letak="nama", maks=NAMA_MAKS, wajib=True)
        assert nama is not None
        if not masa_sah(self.mulai, self.selesai):
            raise IsianTidakSah(
                "MASA_BAKTI_TIDAK_SAH",
                "Isi hari pertama masa bakti, dan hari terakhir yang tidak mendahuluinya.",
                letak=["mulai" if self.mulai is None else "selesai"],
            )
        return replace(
            self,
            nama=nama,
            singkatan=periksa_teks(self.singkatan, letak="singkatan", maks=SINGKATAN_MAKS),
            dasar=_periksa_dasar(self.dasar),
        )


def masa_sah(mulai: date | None, selesai: date | None) -> bool:
    """Whether a term with these ends can be: open at its end, or not there at all, but never backwards."""
    return selesai is None or (mulai is not None and selesai >= mulai)


def _periksa_dasar(dasar: Sequence[IsianDasar]) -> tuple[IsianDasar, ...]:
    if len(dasar) > DASAR_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Paling banyak {DASAR_MAKS} dasar hukum.", letak=["dasarHukum"]
        )
    hasil: list[IsianDasar] = []
    sudah: set[tuple[JenisDasarHukum, str]] = set()
    for ke, satu in enumerate(dasar):
        nomor = rapikan(satu.nomor)
        if not nomor:
            raise IsianTidakSah(
                "WAJIB_DIISI", "Isian ini tidak boleh kosong.", letak=["dasarHukum", str(ke), "nomor"]
            )
        if len(nomor) > NOMOR_MAKS:
            raise IsianTidakSah(
                "TERLALU_PANJANG",
                f"Paling panjang {NOMOR_MAKS} huruf.",
                letak=["dasarHukum", str(ke), "nomor"],
            )
        if (satu.jenis, nomor) in sudah:
            raise IsianTidakSah(
                "DASAR_GANDA",
                "Dasar hukum ini disebut dua kali. Hapus salah satunya.",
                letak=["dasarHukum", str(ke)],
            )
        sudah.add((satu.jenis, nomor))
        hasil.append(replace(satu, nomor=nomor))
    return tuple(hasil)


def cocok_tingkat(tingkat: TingkatForum, tingkat_wilayah: str) -> bool:
    """Whether a forum of this level may lie in a region of that one."""
    boleh = TINGKAT_WILAYAH.get(tingkat)
    return boleh is None or tingkat_wilayah in boleh


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianOrgan:
    """One organ under the forum's own name for it; `id` of one that is there already."""

    nama: str
    id: uuid.UUID | None = None


def kunci_nama(nama: str, maks: int) -> str:
    """The form in which two names are the same name; folding case may lengthen a name, the column holds `maks`."""
    return rapikan(nama).casefold()[:maks]


def periksa_organ(organ: Sequence[IsianOrgan]) -> tuple[IsianOrgan, ...]:
    """The organs in the forum's order; raises `IsianTidakSah` ORGAN_GANDA, WAJIB_DIISI, TERLALU_PANJANG, TERLALU_BANYAK."""
    if len(organ) > ORGAN_MAKS:
        raise IsianTidakSah("TERLALU_BANYAK", f"Paling banyak {ORGAN_MAKS} organ.", letak=["organ"])
    hasil: list[IsianOrgan] = []
    nama_sudah: set[str] = set()
    id_sudah: set[uuid.UUID] = set()
    for ke, satu in enumerate(organ):
        nama = rapikan(satu.nama)
        if not nama:
            raise IsianTidakSah(
                "WAJIB_DIISI", "Isian ini tidak boleh kosong.", letak=["organ", str(ke), "nama"]
            )
        if len(nama) > ORGAN_NAMA_MAKS:
            raise IsianTidakSah(
                "TERLALU_PANJANG",
                f"Paling panjang {ORGAN_NAMA_MAKS} huruf.",
                letak=["organ", str(ke), "nama"],
            )
        if kunci_nama(nama, ORGAN_NAMA_MAKS) in nama_sudah or satu.id in id_sudah:
            raise IsianTidakSah(
                "ORGAN_GANDA", "Organ ini disebut dua kali. Hapus salah satunya.", letak=["organ", str(ke)]
            )
        nama_sudah.add(kunci_nama(nama, ORGAN_NAMA_MAKS))
        if satu.id is not None:
            id_sudah.add(satu.id)
        hasil.append(replace(satu, nama=nama))
    return tuple(hasil)


def periksa_jabatan(jabatan: str, mulai: date, sampai: date | None) -> str:
    """The position as it is written down; raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, MASA_BAKTI_TIDAK_SAH."""
    bersih = periksa_teks(rapikan(jabatan), letak="jabatan", maks=JABATAN_MAKS, wajib=True)
    assert bersih is not None
    if not masa_sah(mulai, sampai):
        raise IsianTidakSah(
            "MASA_BAKTI_TIDAK_SAH", "Hari terakhir menjabat mendahului hari pertamanya.", letak=["sampai"]
        )
    return bersih
