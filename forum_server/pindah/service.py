"""Moving rows, grants and settings of a former region code to its successor, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.models import HibahPeran
from forum_server.akses.rules import AKAR, Aktor
from forum_server.akses.service import PERISTIWA_AKSES
from forum_server.akun.models import Akun
from forum_server.database import Base, dalam, di_bawah
from forum_server.galat import IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.kunci_layanan.models import KunciLayanan
from forum_server.kunci_layanan.service import PERISTIWA as PERISTIWA_LAYANAN
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.peristiwa.service import siarkan
from forum_server.pindah.kolom import KolomTakDinyatakan, KolomWilayah, dirujuk, kolom_wilayah
from forum_server.pindah.rencana import Bagian, Rencana, susun, syarat
from forum_server.plugin.aktif.service import selama_berpindah
from forum_server.wilayah.models import Wilayah, WilayahPengganti
from forum_server.wilayah.service import IZIN

if TYPE_CHECKING:
    from forum_server.plugin.aktif.katalog import Katalog

__all__ = ["PERISTIWA", "pindahkan", "rencanakan"]

PERISTIWA = "inti.wilayah_pindah"
"""Kind of the event told after a move; its key is the old code."""


def rencanakan(session: Session, aktor: Aktor, *, lama: str, baru: str, bagian: Bagian) -> Rencana:
    """What `pindahkan` would do now; writes nothing.

    Raises `TidakDitemukan`; `IsianTidakSah` TINGKAT_BERBEDA, AWALAN_TIDAK_SAH, BIARKAN_TIDAK_SAH; `KeadaanMenolak`
    BUKAN_PENGGANTI, MASIH_BERLAKU, OPD_BERINDUK, KOLOM_TAK_DINYATAKAN.
    """
    aktor.wajib(IZIN, wilayah=AKAR, apa="wilayah")
    kolom = _kolom()
    _periksa(session, lama, baru, bagian)
    _periksa_biarkan(kolom, bagian)
    lengkap = replace(bagian, opd=_dengan_bawahan(session, lama, bagian))
    return susun(session, kolom, lama=lama, baru=baru, bagian=lengkap)


def pindahkan(
    session: Session,
    aktor: Aktor,
    *,
    katalog: Katalog,
    lama: str,
    baru: str,
    bagian: Bagian,
    sidik: str,
) -> Rencana:
    """Move what the plan `sidik` says; returns the plan. A plan without rows moves nothing and tells nothing.

    History stays: the audit, its seals and past events go on naming the code of their time.
    Raises what `rencanakan` does, and `KeadaanMenolak` RENCANA_BERUBAH (look at the preview again), PINDAH_BENTROK.
    """
    rencana = rencanakan(session, aktor, lama=lama, baru=baru, bagian=bagian)
    if rencana.sidik != sidik:
        raise KeadaanMenolak(
            "RENCANA_BERUBAH",
            "Data sudah berubah sejak pratinjau ini dibuat. Lihat pratinjau yang baru, lalu ulangi dengan sidiknya.",
        )
    if rencana.bentrok:
        raise _bentrok()
    if not rencana.gerak:
        return rencana
    lengkap = replace(bagian, opd=_dengan_bawahan(session, lama, bagian))
    akun, kunci = _terdampak(session, rencana, lengkap)
    kode = sorted({k for g in rencana.gerak for k in (g.dari, g.ke)})
    with selama_berpindah(session, katalog, kode):
        try:
            for gerak in rencana.gerak:
                tabel = gerak.kolom.tabel
                mana = syarat(gerak.kolom, gerak.dari, gerak.ke, lengkap)
                session.execute(update(tabel).where(mana).values({gerak.kolom.kolom: gerak.ke}))
        except IntegrityError as galat:
            raise _bentrok() from galat
    _kabarkan(session, aktor, rencana)
    for akun_id, pemilik in akun:
        siarkan(session, PERISTIWA_AKSES, kunci=str(akun_id), wilayah=pemilik)
    for kunci_id in kunci:
        siarkan(session, PERISTIWA_LAYANAN, kunci=str(kunci_id), wilayah=baru)
    return rencana


def _kolom() -> list[KolomWilayah]:
    try:
        return kolom_wilayah(t for t in Base.metadata.sorted_tables if t.info.get("pemilik"))
    except KolomTakDinyatakan as galat:
        raise KeadaanMenolak(
            "KOLOM_TAK_DINYATAKAN",
            f"Tabel sebuah plugin tidak menyatakan apa yang terjadi dengan kode wilayahnya: {galat}."
            " Mintalah pembuat plugin itu melengkapinya; sebelum itu tidak ada yang dapat dipindahkan.",
        ) from galat


def _periksa(session: Session, lama: str, baru: str, bagian: Bagian) -> None:
    w, p = Wilayah, WilayahPengganti
    ada = {
        b.kode: b.berlaku_sampai
        for b in session.execute(select(w.kode, w.berlaku_sampai).where(dalam(w.kode, [lama, baru])))
    }
    for kode, letak in ((lama, "lama"), (baru, "baru")):
        if kode not in ada:
            raise TidakDitemukan(f"wilayah {kode}", letak=(letak,))
    if len(lama) != len(baru):
        raise IsianTidakSah(
            "TINGKAT_BERBEDA",
            "Kode lama dan kode baru harus setingkat. Pindahkan tingkat demi tingkat.",
            letak=("baru",),
        )
    penerus = set(session.scalars(select(p.baru_kode).where(p.lama_kode == lama)))
    if baru not in penerus:
        raise KeadaanMenolak(
            "BUKAN_PENGGANTI",
            f"{baru} tidak tercatat sebagai pengganti {lama}. Catat dahulu dengan: forum wilayah ganti.",
            letak=("baru",),
        )
    for awalan in bagian.awalan:
        if not awalan.startswith(f"{lama}."):
            raise IsianTidakSah(
                "AWALAN_TIDAK_SAH",
                f"{awalan} bukan kode di bawah {lama}. Sebutkan kode di bawahnya.",
                letak=("awalan",),
            )
    if ada[lama] is None and bagian.opd is None and not bagian.awalan:
        raise KeadaanMenolak(
            "MASIH_BERLAKU",
            f"{lama} masih berlaku, jadi hanya sebagian yang berpindah: sebutkan perangkat daerah atau kode di bawahnya.",
            letak=("lama",),
        )


def _periksa_biarkan(kolom: Sequence[KolomWilayah], bagian: Bagian) -> None:
    boleh = {k.tabel.name for k in kolom if not dirujuk(k.tabel)}
    for nama in sorted(bagian.biarkan - boleh):
        raise IsianTidakSah(
            "BIARKAN_TIDAK_SAH",
            f"Baris {nama} tidak dapat dibiarkan di kode lama: data lain bergantung padanya, atau tabel itu tidak ada.",
            letak=("biarkan",),
        )


def _dengan_bawahan(session: Session, lama: str, bagian: Bagian) -> frozenset[UUID] | None:
    """The named offices and all beneath them; none may leave its parent behind. Those that moved before count no more."""
    if bagian.opd is None:
        return None
    o = PerangkatDaerah
    induk = {
        b.id: b.induk_id
        for b in session.execute(select(o.id, o.induk_id).where(di_bawah(o.wilayah_kode, lama)))
    }
    for opd in sorted(bagian.opd - set(induk)):
        if session.scalar(select(o.id).where(o.id == opd)) is None:
            raise TidakDitemukan(f"perangkat daerah {opd}", letak=("opd",))
    semua = set(bagian.opd & set(induk))
    while anak := {i for i, atas in induk.items() if atas in semua and i not in semua}:
        semua |= anak
    for opd in sorted(bagian.opd & set(induk)):
        if induk[opd] is not None and induk[opd] not in semua:
            raise KeadaanMenolak(
                "OPD_BERINDUK",
                f"Perangkat daerah {opd} berada di bawah yang lain. Pindahkan bersama induknya {induk[opd]}.",
                letak=("opd",),
            )
    return frozenset(semua)


def _terdampak(
    session: Session, rencana: Rencana, bagian: Bagian
) -> tuple[list[tuple[UUID, str]], list[UUID]]:
    """Accounts and keys of services whose rights or owner change."""
    akun: set[UUID] = set()
    kunci: set[UUID] = set()
    for gerak in rencana.gerak:
        mana = syarat(gerak.kolom, gerak.dari, gerak.ke, bagian)
        match gerak.kolom.tabel.name:
            case "hibah":
                akun |= set(session.scalars(select(HibahPeran.akun_id).where(mana)))
            case "akun":
                akun |= set(session.scalars(select(Akun.id).where(mana)))
            case "kunci_layanan":
                kunci |= set(session.scalars(select(KunciLayanan.id).where(mana)))
            case "perangkat_daerah":  # a grant over an office now reaches elsewhere
                dari_opd = select(PerangkatDaerah.id).where(mana)
                h = HibahPeran
                akun |= set(session.scalars(select(h.akun_id).where(h.perangkat_daerah_id.in_(dari_opd))))
            case _:
                pass
    pemilik = select(Akun.id, Akun.wilayah_kode, Akun.lembaga_kode).where(dalam(Akun.id, akun))
    return [(b.id, b.wilayah_kode or b.lembaga_kode) for b in session.execute(pemilik)], sorted(kunci)


def _kabarkan(session: Session, aktor: Aktor, rencana: Rencana) -> None:
    """One audit entry per owner of rows at either code, and the events."""
    milik: dict[str, set[str]] = {}
    for satu in rencana.langkah:
        milik.setdefault(satu.pemilik, set()).add(satu.tabel)
    for pemilik, tabel in sorted(milik.items()):
        for kode in (rencana.lama, rencana.baru):
            catat(
                session,
                aktor,
                "inti.pindah_wilayah",
                objek="pemilik",
                objek_id=pemilik,
                wilayah=kode,
                bidang=sorted(tabel),
            )
    for kode in (rencana.lama, rencana.baru):
        siarkan(
            session, PERISTIWA, kunci=kode, wilayah=kode, isi={"lama": rencana.lama, "baru": rencana.baru}
        )
        if "perangkat_daerah" in milik.get("core", ()):
            siarkan(session, "inti.perangkat_daerah", kunci=kode, wilayah=kode)


def _bentrok() -> KeadaanMenolak:
    return KeadaanMenolak(
        "PINDAH_BENTROK",
        "Sebagian baris tidak dapat dipindahkan karena tempatnya di kode baru sudah terpakai atau belum ada. Lihat"
        " pratinjaunya: di sana ada yang perlu dilakukan untuk setiap tabel.",
    )
