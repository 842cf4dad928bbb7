"""Changing the region tree: loading reference data, and putting new codes in the place of old ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR, sekarang
from forum_server.galat import IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.teks import bentuk_cari
from forum_server.wilayah.acuan import Acuan, BarisWilayah
from forum_server.wilayah.models import Wilayah, WilayahAlias, WilayahPengganti
from forum_server.wilayah.rules import induk_dari

__all__ = ["IZIN", "HasilMuat", "gantikan", "muat_acuan"]

IZIN = "inti:wilayah"
"""The permission to change the region tree; it means something for the whole nation only."""

SEKALI_TULIS = 2_000
"""Rows of one statement; after each the progress is told."""

_BIDANG = ("nama", "zona", "otonom", "berlaku_dari", "berlaku_sampai", "sumber")


@dataclass(frozen=True, kw_only=True, slots=True)
class HasilMuat:
    """What loading did: codes that are new, codes that changed, rows that were there already."""

    baru: int
    berubah: int
    sama: int


def muat_acuan(
    session: Session, aktor: Aktor, acuan: Acuan, *, maju: Callable[[int], object] = lambda _: None
) -> HasilMuat:
    """Bring the tree to what `acuan` says; doing it again changes nothing. A former name stays as an alias.

    Codes the reference does not name are left alone: one file may hold provinces only, another the villages of one.
    A code that has ended stays ended, whatever an older file says. Raises `IsianTidakSah` (INDUK_TIDAK_ADA) when a
    region's parent is neither there nor in the reference. `maju` is told how many rows were written since its last call.
    """
    aktor.wajib(IZIN, wilayah=AKAR, apa="wilayah")
    ada = {row.kode: row for row in session.execute(select(Wilayah.__table__))}
    _periksa_induk(acuan.wilayah, set(ada))
    baru: list[dict[str, Any]] = []
    berubah: list[dict[str, Any]] = []
    alias: dict[tuple[str, str], dict[str, Any]] = {}
    for baris in sorted(acuan.wilayah, key=lambda b: (b.kode != AKAR, len(b.kode), b.kode)):
        lama = ada.get(baris.kode)
        if lama is None:
            baru.append(_nilai(baris))
        elif lama.berlaku_sampai is not None and baris.berlaku_sampai is None:
            continue
        elif any(getattr(lama, bidang) != getattr(baris, bidang) for bidang in _BIDANG):
            berubah.append(_nilai(baris))
            if lama.nama_cari != bentuk_cari(baris.nama):
                alias[baris.kode, lama.nama_cari] = _alias(baris.kode, lama.nama, lama.sumber)
    for nama in acuan.alias:
        alias[nama.kode, bentuk_cari(nama.nama)] = _alias(nama.kode, nama.nama, nama.sumber)
    for awal in range(0, len(baru), SEKALI_TULIS):
        potong = baru[awal : awal + SEKALI_TULIS]
        session.execute(insert(Wilayah), potong)
        maju(len(potong))
    if berubah:
        session.execute(update(Wilayah), berubah)
        maju(len(berubah))
    tambahan = _tambah_alias(session, alias) + _tambah_pengganti(session, acuan)
    if baru or berubah or tambahan:
        bidang = _BIDANG if berubah else ()
        catat(
            session, aktor, "inti.muat_wilayah", objek="wilayah", objek_id=AKAR, wilayah=AKAR, bidang=bidang
        )
    sama = len(acuan.wilayah) - len(baru) - len(berubah)
    return HasilMuat(baru=len(baru), berubah=len(berubah), sama=sama)


def _periksa_induk(baris: Sequence[BarisWilayah], ada: set[str]) -> None:
    dikenal = ada | {b.kode for b in baris}
    for satu in baris:
        induk = induk_dari(satu.kode)
        if induk is not None and induk not in dikenal:
            raise IsianTidakSah(
                "INDUK_TIDAK_ADA",
                f"Wilayah {satu.kode} ada di bawah {induk}, yang belum terdaftar. Muat dulu wilayah di atasnya.",
                letak=("kode",),
            )


def _nilai(baris: BarisWilayah) -> dict[str, Any]:
    return {
        "kode": baris.kode,
        "nama": baris.nama,
        "nama_cari": bentuk_cari(baris.nama),
        "tingkat": baris.tingkat,
        "induk_kode": induk_dari(baris.kode),
        "zona": baris.zona,
        "otonom": baris.otonom,
        "berlaku_dari": baris.berlaku_dari,
        "berlaku_sampai": baris.berlaku_sampai,
        "sumber": baris.sumber,
    }


def _alias(kode: str, nama: str, sumber: str) -> dict[str, Any]:
    return {"wilayah_kode": kode, "nama": nama, "nama_cari": bentuk_cari(nama), "sumber": sumber}


def _tambah_alias(session: Session, alias: dict[tuple[str, str], dict[str, Any]]) -> int:
    ada = {(a.wilayah_kode, a.nama_cari) for a in session.execute(select(WilayahAlias.__table__))}
    tambahan = [nilai for kunci, nilai in alias.items() if kunci not in ada]
    if tambahan:
        session.execute(insert(WilayahAlias), tambahan)
    return len(tambahan)


def _tambah_pengganti(session: Session, acuan: Acuan) -> int:
    ada = {(p.lama_kode, p.baru_kode) for p in session.execute(select(WilayahPengganti.__table__))}
    tambahan = [
        {"lama_kode": p.lama, "baru_kode": p.baru, "tanggal": p.tanggal, "sumber": p.sumber}
        for p in acuan.pengganti
        if (p.lama, p.baru) not in ada
    ]
    if tambahan:
        session.execute(insert(WilayahPengganti), tambahan)
    return len(tambahan)


def gantikan(
    session: Session, aktor: Aktor, *, lama: str, baru: Sequence[str], tanggal: date, sumber: str
) -> None:
    """End the code `lama` the day before `tanggal` and name the codes in its place, which must be loaded already.

    Rows written under the old code keep it: they tell what was so then. The old code goes on resolving (see
    `rules.kode_sekarang`). Raises `IsianTidakSah` for a date to come or codes that make no sense, `TidakDitemukan`
    for unknown codes, `KeadaanMenolak` (SUDAH_DIGANTI) when `lama` has ended before.
    """
    aktor.wajib(IZIN, wilayah=AKAR, apa="wilayah")
    if lama == AKAR or not baru or lama in baru or len(set(baru)) != len(baru):
        raise IsianTidakSah(
            "PENGGANTI_TIDAK_SAH",
            "Sebutkan satu kode lama dan satu atau beberapa kode baru yang berbeda dari kode lama itu.",
            letak=("baru",),
        )
    if tanggal > sekarang(session).date():
        raise IsianTidakSah(
            "TANGGAL_BELUM_TIBA",
            "Kode baru dicatat mulai hari berlakunya. Ulangi pada atau sesudah tanggal itu.",
            letak=("tanggal",),
        )
    dikenal = set(session.scalars(select(Wilayah.kode).where(Wilayah.kode.in_([lama, *baru]))))
    for kode in (lama, *baru):
        if kode not in dikenal:
            raise TidakDitemukan(f"wilayah {kode}", letak=("lama" if kode == lama else "baru",))
    akhir = (
        update(Wilayah)
        .where(Wilayah.kode == lama, Wilayah.berlaku_sampai.is_(None))
        .values(berlaku_sampai=tanggal - timedelta(days=1), otonom=False)
        .returning(Wilayah.kode)
    )
    if session.execute(akhir).first() is None:
        raise KeadaanMenolak(
            "SUDAH_DIGANTI", f"Kode {lama} sudah tidak berlaku. Periksa penggantinya.", letak=("lama",)
        )
    session.execute(
        insert(WilayahPengganti),
        [{"lama_kode": lama, "baru_kode": kode, "tanggal": tanggal, "sumber": sumber} for kode in baru],
    )
    catat(
        session,
        aktor,
        "inti.ganti_wilayah",
        objek="wilayah",
        objek_id=lama,
        wilayah=lama,
        bidang=("berlaku_sampai", "pengganti"),
    )
