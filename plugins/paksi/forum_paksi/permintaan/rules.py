"""Decisions about requests: their states, who may move them, and what a request must say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.pelaku import Pelaku
from forum_paksi.uang import ANGKA_RUPIAH
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

CALON_MAKS: Final = 500
TANGGAL_MAKS: Final = 10
PESAN_MAKS: Final = 4000
ALASAN_MAKS: Final = 500
NOMOR_SURAT_MAKS: Final = 120


class KeadaanPermintaan(StrEnum):
    """The life of a request."""

    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    DIHIMPUN = "DIHIMPUN"
    DIALOKASIKAN = "DIALOKASIKAN"
    SELESAI = "SELESAI"
    DITARIK = "DITARIK"
    DITOLAK = "DITOLAK"


class SumberAnggaran(StrEnum):
    """Who pays; certification itself is free to the person (domain notes 1.5)."""

    APBN = "APBN"
    APBD = "APBD"
    INSTANSI = "INSTANSI"


class TindakanPermintaan(StrEnum):
    """What somebody can do to a request; joining and leaving a pool are the pool's doing."""

    UBAH = "UBAH"
    AJUKAN = "AJUKAN"
    TARIK = "TARIK"
    TOLAK = "TOLAK"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one, and who may take it."""

    dari: frozenset[KeadaanPermintaan]
    ke: KeadaanPermintaan
    oleh: frozenset[Pelaku]


K = KeadaanPermintaan
_PEMDA = frozenset({Pelaku.PEMDA, Pelaku.SISTEM})
PERALIHAN: Final = {
    TindakanPermintaan.UBAH: Peralihan(dari=frozenset({K.DRAF}), ke=K.DRAF, oleh=_PEMDA),
    TindakanPermintaan.AJUKAN: Peralihan(dari=frozenset({K.DRAF}), ke=K.DIAJUKAN, oleh=_PEMDA),
    TindakanPermintaan.TARIK: Peralihan(
        dari=frozenset({K.DRAF, K.DIAJUKAN, K.DIHIMPUN}), ke=K.DITARIK, oleh=_PEMDA
    ),
    TindakanPermintaan.TOLAK: Peralihan(
        dari=frozenset({K.DIAJUKAN}),
        ke=K.DITOLAK,
        oleh=frozenset({Pelaku.KOORDINATOR, Pelaku.LSP, Pelaku.SISTEM}),
    ),
}
"""TARIK out of a pool is possible while the pool is TERBUKA; the service decides that with the pool locked."""
TERBUKA: Final = frozenset({K.DRAF, K.DIAJUKAN, K.DIHIMPUN, K.DIALOKASIKAN})
"""Requests that still wait for something."""


def tolak_tindakan(keadaan: KeadaanPermintaan, tindakan: TindakanPermintaan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = ", ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Permintaan ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang permintaan lalu pilih tindakan yang sesuai.",
    )


def rupiah(teks: str | None) -> int | None:
    """Whole rupiah from its digits; raises `IsianTidakSah` PAGU_TIDAK_SAH."""
    if teks is None:
        return None
    if not ANGKA_RUPIAH.fullmatch(teks):
        raise IsianTidakSah(
            "PAGU_TIDAK_SAH",
            "Tulis pagu sebagai rupiah bulat tanpa titik atau koma, misalnya 25000000.",
            letak=["paguRupiah"],
        )
    return int(teks)


def periksa_tanggal(tanggal: Sequence[Rentang]) -> tuple[Rentang, ...]:
    """Wished dates as they were ordered; raises `IsianTidakSah` TANGGAL_TIDAK_SAH or TERLALU_BANYAK."""
    if len(tanggal) > TANGGAL_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Paling banyak {TANGGAL_MAKS} pilihan tanggal.", letak=["tanggal"]
        )
    for i, rentang in enumerate(tanggal):
        if rentang.sampai < rentang.mulai:
            raise IsianTidakSah(
                "TANGGAL_TIDAK_SAH",
                "Tanggal akhir mendahului tanggal mulai. Perbaiki pilihan tanggal ini.",
                letak=["tanggal", str(i)],
            )
    return tuple(tanggal)


def periksa_teks(teks: str | None, *, letak: str, maks: int, wajib: bool = False) -> str | None:
    """`teks` without surrounding space, None when empty; raises `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG."""
    bersih = (teks or "").strip()
    if not bersih:
        if wajib:
            raise IsianTidakSah("WAJIB_DIISI", "Isian ini tidak boleh kosong.", letak=[letak])
        return None
    if len(bersih) > maks:
        raise IsianTidakSah("TERLALU_PANJANG", f"Paling panjang {maks} huruf.", letak=[letak])
    return bersih


@dataclass(frozen=True, kw_only=True, slots=True)
class KelengkapanSurat:
    """What a request must hold before it can be handed in, besides candidates."""

    nomor_surat: str | None
    tanggal_surat: date | None
    jumlah_calon: int

    def periksa(self) -> None:
        """Raises `KeadaanMenolak` BELUM_LENGKAP naming what is missing."""
        kurang = [
            nama
            for nama, ada in (
                ("nomor surat", self.nomor_surat),
                ("tanggal surat", self.tanggal_surat),
                ("paling sedikit satu calon", self.jumlah_calon),
            )
            if not ada
        ]
        if kurang:
            raise KeadaanMenolak(
                "BELUM_LENGKAP", f"Permintaan belum lengkap. Isi dahulu: {', '.join(kurang)}."
            )
