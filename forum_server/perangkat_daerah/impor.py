"""A region's offices from a spreadsheet: all of them, or a report of every fault and none of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.galat import KeadaanMenolak
from forum_server.impor import (
    BarisCsv,
    BerkasCsv,
    Kesalahan,
    Kolom,
    LaporanImpor,
    baca_tabel,
    pilihan_dari,
)
from forum_server.jejak.service import catat
from forum_server.perangkat_daerah import rules
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import IZIN, umumkan, wilayah_terbuka
from forum_server.teks import bentuk_cari
from forum_server.wilayah.rules import TingkatWilayah

__all__ = ["KOLOM", "baca", "impor"]


def _nama(teks: str) -> str:
    if (alasan := rules.alasan_nama(teks)) is not None:
        raise ValueError(f"bukan nama yang sah. {alasan}")
    return teks


KOLOM = (
    Kolom(nama="nama", baca=_nama, panjang=rules.NAMA_MAKS, alias=("nama opd", "nama perangkat daerah")),
    Kolom(nama="jenis", baca=pilihan_dari(JenisPerangkatDaerah), alias=("jenis opd",)),
    Kolom(nama="induk", wajib=False, panjang=rules.NAMA_MAKS, alias=("nama induk", "opd induk")),
)
"""`induk` is the name of the office above, in the same file or in the region already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Simpul:
    """An office that is there, or is about to be."""

    id: uuid.UUID
    jenis: JenisPerangkatDaerah
    kedalaman: int


def baca(isi: bytes, berkas: str) -> BerkasCsv:
    """Read the file, before a transaction begins: it may take a second."""
    return baca_tabel(isi, berkas=berkas, kolom=KOLOM, kunci=("nama",))


def impor(session: Session, aktor: Aktor, *, wilayah: str, terbaca: BerkasCsv) -> LaporanImpor:
    """Add the offices of a file that `baca` read to a region and say what was done; running it again adds nothing.

    Columns: nama, jenis, induk (may be missing). Raises `ImporDitolak` with every fault of the file when there is
    one, and otherwise what `service.tambah` raises for the region.
    """
    aktor.wajib(IZIN, wilayah=wilayah, apa="wilayah")
    tingkat = wilayah_terbuka(session, wilayah)
    ada = {
        row.nama_cari: row
        for row in session.execute(
            select(PerangkatDaerah.__table__).where(
                PerangkatDaerah.wilayah_kode == wilayah, PerangkatDaerah.dinonaktifkan_pada.is_(None)
            )
        )
    }
    kesalahan: list[Kesalahan] = []
    baru: list[BarisCsv] = []
    for baris in terbaca.baris:
        lama = ada.get(bentuk_cari(baris["nama"]))
        if lama is None:
            baru.append(baris)
        elif (pesan := _beda(baris, lama, ada)) is not None:
            kesalahan.append(Kesalahan(baris=baris.nomor, kolom="nama", pesan=pesan))
    simpul = {nama: _Simpul(id=r.id, jenis=r.jenis, kedalaman=r.kedalaman) for nama, r in ada.items()}
    nilai, salah = _susun(wilayah, tingkat, baru, simpul)
    terbaca.tolak([*kesalahan, *salah])
    _tulis(session, aktor, wilayah, nilai)
    return LaporanImpor(
        berkas=terbaca.berkas, dibaca=terbaca.dibaca, ditulis=len(nilai), sama=terbaca.dibaca - len(nilai)
    )


def _beda(baris: BarisCsv, lama: Row[Any], ada: Mapping[str, Row[Any]]) -> str | None:
    """How a row differs from the office of its name that is there already."""
    induk = next((r.nama for r in ada.values() if r.id == lama.induk_id), None)
    if baris["jenis"] is lama.jenis and bentuk_cari(baris["induk"] or "") == bentuk_cari(induk or ""):
        return None
    letak = f" di bawah {induk}" if induk else ""
    return (
        f'"{lama.nama}" sudah terdaftar sebagai {rules.sebutan(lama.jenis)}{letak}.'
        " Samakan baris ini, atau hapus dari berkas."
    )


def _susun(
    wilayah: str, tingkat: TingkatWilayah, baru: list[BarisCsv], simpul: dict[str, _Simpul]
) -> tuple[list[dict[str, Any]], list[Kesalahan]]:
    """Rows to insert, parents first, and the faults of those that have no place. Adds the new ones to `simpul`."""
    nilai: list[dict[str, Any]] = []
    salah: list[Kesalahan] = []
    menunggu = list(baru)
    dikenal = {**{n: n for n in simpul}, **{bentuk_cari(b["nama"]): b["nama"] for b in baru}}
    while menunggu:
        tertunda: list[BarisCsv] = []
        for baris in menunggu:
            kunci_induk = bentuk_cari(baris["induk"] or "")
            if baris["induk"] and kunci_induk not in simpul and kunci_induk in dikenal:
                tertunda.append(baris)
                continue
            induk = simpul.get(kunci_induk) if baris["induk"] else None
            pesan = _alasan(baris, tingkat, induk, dikenal)
            simpul[bentuk_cari(baris["nama"])] = satu = _Simpul(
                id=uuid.uuid4(), jenis=baris["jenis"], kedalaman=0 if induk is None else induk.kedalaman + 1
            )
            if pesan is not None:
                salah.append(Kesalahan(baris=baris.nomor, kolom=pesan[0], pesan=pesan[1]))
            else:
                nilai.append(_nilai(wilayah, baris, satu, induk))
        if len(tertunda) == len(menunggu):
            pesan_lingkar = "induknya berputar kembali ke baris ini sendiri. Perbaiki kolom induk."
            salah += [Kesalahan(baris=b.nomor, kolom="induk", pesan=pesan_lingkar) for b in tertunda]
            break
        menunggu = tertunda
    return nilai, salah


def _alasan(
    baris: BarisCsv, tingkat: TingkatWilayah, induk: _Simpul | None, dikenal: Mapping[str, str]
) -> tuple[str, str] | None:
    """The column at fault and what to do, or None."""
    if (alasan := rules.alasan_wilayah(baris["jenis"], tingkat)) is not None:
        return "jenis", alasan
    if baris["induk"] and induk is None:
        mirip = get_close_matches(bentuk_cari(baris["induk"]), dikenal, n=1)
        saran = f' Maksudnya "{dikenal[mirip[0]]}"?' if mirip else ""
        return "induk", f'"{baris["induk"]}" tidak ada di berkas maupun di wilayah ini.{saran}'
    if (alasan := rules.alasan_induk(baris["jenis"], induk.jenis if induk else None)) is not None:
        return "induk", alasan
    if induk is not None and induk.kedalaman >= rules.KEDALAMAN_MAKS:
        return "induk", "susunan induk terlalu dalam. Pilih induk yang lebih atas."
    return None


def _nilai(wilayah: str, baris: BarisCsv, satu: _Simpul, induk: _Simpul | None) -> dict[str, Any]:
    return {
        "id": satu.id,
        "wilayah_kode": wilayah,
        "jenis": satu.jenis,
        "nama": baris["nama"],
        "nama_cari": bentuk_cari(baris["nama"]),
        "induk_id": None if induk is None else induk.id,
        "induk_kedalaman": None if induk is None else induk.kedalaman,
        "kedalaman": satu.kedalaman,
    }


def _tulis(session: Session, aktor: Aktor, wilayah: str, nilai: list[dict[str, Any]]) -> None:
    if not nilai:
        return
    try:
        with session.begin_nested():
            session.execute(insert(PerangkatDaerah), nilai)
    except IntegrityError as galat:
        raise KeadaanMenolak(
            "BERUBAH_SAAT_IMPOR",
            "Daftar perangkat daerah berubah selama impor. Tidak ada yang ditulis; impor lagi.",
        ) from galat
    for satu in nilai:
        catat(
            session,
            aktor,
            "inti.impor_opd",
            objek="perangkat_daerah",
            objek_id=str(satu["id"]),
            wilayah=wilayah,
            bidang=("induk", "jenis", "nama"),
        )
    umumkan(session, wilayah)
