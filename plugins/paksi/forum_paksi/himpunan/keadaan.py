"""The life of a pool: its states, who may move it along, and the refusal of what the state forbids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forum_paksi.pelaku import Pelaku
from forum_server.plugin import KeadaanMenolak


class KeadaanHimpunan(StrEnum):
    """Requests join while TERBUKA; from DIKUNCI on neither requests nor the policy change."""

    TERBUKA = "TERBUKA"
    DIKUNCI = "DIKUNCI"
    DIALOKASIKAN = "DIALOKASIKAN"
    DIKIRIM = "DIKIRIM"
    DIKONFIRMASI = "DIKONFIRMASI"
    DIBUBARKAN = "DIBUBARKAN"


class TindakanHimpunan(StrEnum):
    """What can be done to a pool."""

    HIMPUN = "HIMPUN"
    LEPAS = "LEPAS"
    UBAH_KEBIJAKAN = "UBAH_KEBIJAKAN"
    CADANGKAN = "CADANGKAN"
    UNDANG = "UNDANG"
    CATAT_BIAYA = "CATAT_BIAYA"
    HAPUS_BIAYA = "HAPUS_BIAYA"
    KUNCI = "KUNCI"
    ALOKASIKAN = "ALOKASIKAN"
    KIRIM = "KIRIM"
    KONFIRMASI = "KONFIRMASI"
    BUBARKAN = "BUBARKAN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action is possible, to which it leads (None: it stays), and who may take it."""

    dari: frozenset[KeadaanHimpunan]
    ke: KeadaanHimpunan | None = None
    oleh: frozenset[Pelaku] = frozenset({Pelaku.KOORDINATOR, Pelaku.SISTEM})


K = KeadaanHimpunan
T = TindakanHimpunan
_LSP = frozenset({Pelaku.LSP, Pelaku.SISTEM})
_TERBUKA = frozenset({K.TERBUKA})
MENCARI_KURSI: Final = frozenset({K.TERBUKA, K.DIKUNCI})
"""Seats may still come to the pool: reserved by the LSP, or of an event the LSP is invited to."""
BELUM_BEKU: Final = MENCARI_KURSI | {K.DIALOKASIKAN, K.DIKIRIM}
"""Its costs follow the seats and can still be written down or struck out; from DIKONFIRMASI on they are frozen."""
PERALIHAN: Final = {
    T.HIMPUN: Peralihan(dari=_TERBUKA),
    T.LEPAS: Peralihan(dari=_TERBUKA),
    T.UBAH_KEBIJAKAN: Peralihan(dari=_TERBUKA),
    T.CADANGKAN: Peralihan(dari=MENCARI_KURSI, oleh=_LSP),
    T.UNDANG: Peralihan(dari=MENCARI_KURSI),
    T.CATAT_BIAYA: Peralihan(dari=BELUM_BEKU),
    T.HAPUS_BIAYA: Peralihan(dari=BELUM_BEKU),
    T.KUNCI: Peralihan(dari=_TERBUKA, ke=K.DIKUNCI),
    T.ALOKASIKAN: Peralihan(dari=frozenset({K.DIKUNCI}), ke=K.DIALOKASIKAN),
    T.KIRIM: Peralihan(dari=frozenset({K.DIALOKASIKAN}), ke=K.DIKIRIM),
    T.KONFIRMASI: Peralihan(dari=frozenset({K.DIKIRIM}), ke=K.DIKONFIRMASI, oleh=_LSP),
    T.BUBARKAN: Peralihan(dari=frozenset(K) - {K.DIBUBARKAN}, ke=K.DIBUBARKAN),
}
"""A DIKONFIRMASI pool is dissolved only when the LSP has cancelled all its jadwal; the service looks at them."""
TERKIRIM: Final = frozenset({K.DIKIRIM, K.DIKONFIRMASI})
"""From here on the LSP sees the names of those seated and waiting in its jadwal."""
DAPAT_DITINJAU: Final = MENCARI_KURSI
"""An allocation can be previewed."""


def tolak_tindakan(keadaan: KeadaanHimpunan, tindakan: TindakanHimpunan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Himpunan ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang himpunan lalu pilih tindakan yang sesuai.",
    )
