"""The life of a good practice: who may do what to it, and what it must say.

Source: domain notes 0.9 (members document good practice); that other regions read it only once its own region agreed
is how this software asks for consent, nothing is written about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forum_paksi.permintaan.rules import periksa_teks
from forum_server.plugin import KeadaanMenolak

__all__ = [
    "PERALIHAN",
    "IsianPraktik",
    "KeadaanPraktik",
    "Penulis",
    "Peralihan",
    "TindakanPraktik",
    "setelah",
    "tolak_tindakan",
]


class KeadaanPraktik(StrEnum):
    """A good practice: written, offered to the region, published by it to all, or taken back."""

    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    TERBIT = "TERBIT"
    DITARIK = "DITARIK"


class TindakanPraktik(StrEnum):
    """What can be done to a good practice."""

    UBAH = "UBAH"
    AJUKAN = "AJUKAN"
    KEMBALIKAN = "KEMBALIKAN"
    TERBITKAN = "TERBITKAN"
    TARIK = "TARIK"


class Penulis(StrEnum):
    """In which capacity: the member who wrote it, or who decides for the region."""

    DIRI = "DIRI"
    PEMDA = "PEMDA"


K = KeadaanPraktik
T = TindakanPraktik


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one, and who may take it."""

    dari: frozenset[KeadaanPraktik]
    ke: KeadaanPraktik
    oleh: frozenset[Penulis] = frozenset({Penulis.PEMDA})


_SEMUA: Final = frozenset(Penulis)
PERALIHAN: Final = {
    T.UBAH: Peralihan(dari=frozenset({K.DRAF, K.DITARIK}), ke=K.DRAF, oleh=_SEMUA),
    T.AJUKAN: Peralihan(dari=frozenset({K.DRAF}), ke=K.DIAJUKAN, oleh=_SEMUA),
    T.KEMBALIKAN: Peralihan(dari=frozenset({K.DIAJUKAN}), ke=K.DRAF),
    T.TERBITKAN: Peralihan(dari=frozenset({K.DIAJUKAN}), ke=K.TERBIT),
    T.TARIK: Peralihan(dari=frozenset({K.TERBIT}), ke=K.DITARIK),
}
"""What was published can't be changed: it is taken back first, and consented to anew."""


def setelah(keadaan: KeadaanPraktik, tindakan: TindakanPraktik, oleh: Penulis) -> KeadaanPraktik | None:
    """The state an action leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    if keadaan not in peralihan.dari or oleh not in peralihan.oleh:
        return None
    return peralihan.ke


def tolak_tindakan(keadaan: KeadaanPraktik, tindakan: TindakanPraktik) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Praktik baik ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang praktik baik lalu pilih tindakan yang sesuai.",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPraktik:
    """What a good practice says."""

    judul: str
    ringkasan: str
    isi: str

    def periksa(self) -> dict[str, str | None]:
        """The columns, every value checked; raises `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG."""
        return {
            "judul": periksa_teks(self.judul, letak="judul", maks=200, wajib=True),
            "ringkasan": periksa_teks(self.ringkasan, letak="ringkasan", maks=1000, wajib=True),
            "isi": periksa_teks(self.isi, letak="isi", maks=20_000, wajib=True),
        }
