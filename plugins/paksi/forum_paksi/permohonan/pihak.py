"""In which capacities an actor touches an application, and which of them a person must hold."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final, Protocol

from forum_paksi.pelaku import (
    IZIN_ASESMEN,
    IZIN_BANDING,
    IZIN_JADWAL,
    IZIN_MOHON,
    IZIN_PLENO,
    IZIN_TERBITKAN,
    IZIN_VERIFIKASI,
    diri,
)
from forum_paksi.pemisahan.rules import KodePemisahan, tolak_pemisahan
from forum_paksi.permohonan.rules import PelakuPermohonan
from forum_server.plugin import Aktor, Ditolak, KeadaanMenolak, TidakDitemukan

P = PelakuPermohonan
IZIN: Final = {
    P.PEMDA: IZIN_MOHON,
    P.VERIFIKATOR: IZIN_VERIFIKASI,
    P.ASESOR: IZIN_ASESMEN,
    P.LSP: IZIN_JADWAL,
    P.PEMUTUS: IZIN_PLENO,
    P.PEMUTUS_BANDING: IZIN_BANDING,
    P.PENERBIT: IZIN_TERBITKAN,
}
"""The permission behind each capacity; DIRI needs none, it is about oneself."""
DI_LSP: Final = (P.VERIFIKATOR, P.ASESOR, P.LSP, P.PEMUTUS, P.PEMUTUS_BANDING, P.PENERBIT)
"""Held over the LSP; its people don't know of an application that was never handed in."""

PENGURUS: Final = frozenset({P.DIRI, P.PEMDA, P.VERIFIKATOR})
"""Who reads the documents: e-KTP and NPWP are nobody else's business (domain notes 5.4)."""
PELAYAN: Final = PENGURUS | {P.ASESOR, P.LSP}
"""Who reads needs of language or disability, for they must be met (domain notes 1.3.2)."""
PENILAI: Final = PELAYAN | {P.PEMUTUS, P.PEMUTUS_BANDING}
"""Who reads the self-assessment."""


class MilikPermohonan(Protocol):
    """What of an application decides who may touch it."""

    @property
    def orang_id(self) -> uuid.UUID:
        """The applicant."""
        ...

    @property
    def wilayah_kode(self) -> str:
        """The applicant's region."""
        ...

    @property
    def perangkat_daerah_id(self) -> uuid.UUID | None:
        """The applicant's OPD."""
        ...

    @property
    def lembaga_kode(self) -> str:
        """The LSP."""
        ...

    @property
    def asesor_orang_id(self) -> uuid.UUID | None:
        """The asesor of this round."""
        ...

    @property
    def diajukan(self) -> bool:
        """Whether it was ever handed in."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Milik:
    """`MilikPermohonan` of a row read elsewhere."""

    orang_id: uuid.UUID
    wilayah_kode: str
    perangkat_daerah_id: uuid.UUID | None
    lembaga_kode: str
    asesor_orang_id: uuid.UUID | None
    diajukan: bool


def pihak_atas(aktor: Aktor, permohonan: MilikPermohonan) -> frozenset[PelakuPermohonan]:
    """All capacities an actor has over an application; the server itself is SISTEM and nobody else.

    Who applies has none at the LSP over it, whatever they may do there to others (ASESI_BUKAN_PETUGAS).
    """
    if aktor.serba_boleh:
        return frozenset({P.SISTEM})
    punya: set[PelakuPermohonan] = set()
    if diri(aktor, permohonan.orang_id):
        punya.add(P.DIRI)
    if aktor.boleh(
        IZIN_MOHON, wilayah=permohonan.wilayah_kode, perangkat_daerah=permohonan.perangkat_daerah_id
    ):
        punya.add(P.PEMDA)
    if P.DIRI not in punya:
        punya |= _di_lsp(aktor, permohonan)
    return frozenset(punya)


def _di_lsp(aktor: Aktor, permohonan: MilikPermohonan) -> set[PelakuPermohonan]:
    """What an actor's grants make of them at the LSP of an application that was handed in."""
    if not permohonan.diajukan:
        return set()
    punya = {p for p in DI_LSP if aktor.boleh(IZIN[p], lembaga=permohonan.lembaga_kode)}
    return punya if diri(aktor, permohonan.asesor_orang_id) else punya - {P.ASESOR}


def wajib_pihak(
    aktor: Aktor, boleh: frozenset[PelakuPermohonan], permohonan: MilikPermohonan | None
) -> frozenset[PelakuPermohonan]:
    """The actor's capacities among `boleh`; `permohonan` None: there is no such application.

    Raises `Ditolak` when the actor is not the applicant and holds none of the permissions anywhere,
    `TidakDitemukan` permohonan when some, but not over this one, `KeadaanMenolak` AKUN_TANPA_ORANG when the server
    itself would do what only people do, ASESI_BUKAN_PETUGAS when the applicant would act for the LSP.
    """
    punya = frozenset[PelakuPermohonan]() if permohonan is None else boleh & pihak_atas(aktor, permohonan)
    if punya:
        return punya
    if aktor.serba_boleh and permohonan is not None:
        wajib_orang(aktor)
    if permohonan is not None and diri(aktor, permohonan.orang_id) and boleh & _di_lsp(aktor, permohonan):
        raise tolak_pemisahan(KodePemisahan.ASESI_BUKAN_PETUGAS)
    izin = [IZIN[p] for p in P if p in boleh and p in IZIN]
    if not any(aktor.punya(i) for i in izin):
        raise Ditolak(" / ".join(izin) or "sistem")
    raise TidakDitemukan("permohonan", letak=["permohonan"])


def wajib_orang(aktor: Aktor) -> uuid.UUID:
    """The person behind the actor's account; raises `KeadaanMenolak` AKUN_TANPA_ORANG where nobody is named."""
    if aktor.orang_id is None:
        raise KeadaanMenolak(
            "AKUN_TANPA_ORANG",
            "Akun Anda belum terhubung dengan data orang, jadi pemisahan tugas tidak dapat diperiksa. "
            "Minta administrator menghubungkan akun Anda.",
        )
    return aktor.orang_id
