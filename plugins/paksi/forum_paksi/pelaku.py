"""In which capacity an actor touches something of this plugin; state machines say which capacity may do what."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from forum_server.plugin import Aktor, Ditolak, TidakDitemukan

IZIN_LIHAT = "paksi:lihat"
IZIN_MINTA = "paksi:minta"
IZIN_HIMPUN = "paksi:himpun"
IZIN_JADWAL = "paksi:jadwal"
IZIN_SERTIFIKAT = "paksi:sertifikat"
IZIN_ACUAN = "paksi:acuan"
IZIN_MOHON = "paksi:mohon"
IZIN_VERIFIKASI = "paksi:verifikasi"
IZIN_ASESMEN = "paksi:asesmen"
IZIN_PLENO = "paksi:pleno"
IZIN_BANDING = "paksi:banding"
IZIN_TERBITKAN = "paksi:terbitkan"
IZIN_KEGIATAN = "paksi:kegiatan"
IZIN_PERIKSA_KEGIATAN = "paksi:periksa_kegiatan"
IZIN_MINTA_PENYULUH = "paksi:minta_penyuluh"
IZIN_TUGASKAN = "paksi:tugaskan"
IZIN_ANGKATAN = "paksi:angkatan"
IZIN_FORUM = "paksi:forum"
IZIN_DIKLAT = "paksi:diklat"


class Pelaku(StrEnum):
    """The four capacities: a pemda's operator, a province's coordinator, an LSP's operator, the server itself."""

    PEMDA = "PEMDA"
    KOORDINATOR = "KOORDINATOR"
    LSP = "LSP"
    SISTEM = "SISTEM"


_IZIN = {Pelaku.PEMDA: IZIN_MINTA, Pelaku.KOORDINATOR: IZIN_HIMPUN, Pelaku.LSP: IZIN_JADWAL}


def pelaku_atas(
    aktor: Aktor,
    *,
    wilayah: str | None = None,
    perangkat_daerah: UUID | None = None,
    lembaga: str | None = None,
) -> frozenset[Pelaku]:
    """The capacities an actor has over something of a pemda (`wilayah`) at an LSP (`lembaga`)."""
    if aktor.serba_boleh:
        return frozenset(Pelaku)
    punya: set[Pelaku] = set()
    if wilayah is not None:
        if aktor.boleh(IZIN_MINTA, wilayah=wilayah, perangkat_daerah=perangkat_daerah):
            punya.add(Pelaku.PEMDA)
        if aktor.boleh(IZIN_HIMPUN, wilayah=wilayah):
            punya.add(Pelaku.KOORDINATOR)
    if lembaga is not None and aktor.boleh(IZIN_JADWAL, lembaga=lembaga):
        punya.add(Pelaku.LSP)
    return frozenset(punya)


def wajib_pelaku(
    aktor: Aktor,
    boleh: frozenset[Pelaku],
    *,
    wilayah: str | None = None,
    perangkat_daerah: UUID | None = None,
    lembaga: str | None = None,
    apa: str,
) -> frozenset[Pelaku]:
    """The actor's capacities among `boleh`.

    Raises `Ditolak` when the actor holds none of the permissions behind them anywhere, `TidakDitemukan(apa)` when
    some, but not over this object.
    """
    punya = boleh & pelaku_atas(aktor, wilayah=wilayah, perangkat_daerah=perangkat_daerah, lembaga=lembaga)
    if punya:
        return punya
    wajib_punya(aktor, boleh)
    raise TidakDitemukan(apa)


def wajib_punya(aktor: Aktor, boleh: frozenset[Pelaku]) -> None:
    """Raise `Ditolak` unless the actor holds the permission behind one of these capacities somewhere."""
    izin = [_IZIN[p] for p in Pelaku if p in boleh and p in _IZIN]
    if not aktor.serba_boleh and not any(aktor.punya(i) for i in izin):
        raise Ditolak(" / ".join(izin) or "sistem")


def diri(aktor: Aktor, orang: UUID | None) -> bool:
    """Whether the actor is this person: their account says so. Keys of services are nobody."""
    return orang is not None and aktor.orang_id == orang
