"""Certificates from a spreadsheet: all of them, or a report of every fault and none of them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_nasional
from forum_paksi.pelaku import IZIN_SERTIFIKAT
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.penerbit import MasaPenerbit, masa_penerbit
from forum_paksi.sertifikat.rangkaian import tulis
from forum_paksi.sertifikat.rules import diakui
from forum_paksi.skema.models import Skema
from forum_paksi.skema.rules import berlaku
from forum_paksi.tabel import LEMBAGA
from forum_server.plugin import (
    Aktor,
    BarisCsv,
    BerkasCsv,
    Ditolak,
    KeadaanMenolak,
    Kesalahan,
    Kolom,
    Kunci,
    LaporanImpor,
    OrangDitemukan,
    baca_tabel,
    catat,
    dalam,
    temukan_orang,
    wajib_aktif,
)

__all__ = ["KOLOM", "baca", "impor"]

_TANGGAL: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


def _tanggal(teks: str) -> date:
    """2024-10-05, or day first as spreadsheets here write it: 5/10/2024."""
    try:
        if (cocok := _TANGGAL.fullmatch(teks)) is not None:
            hari, bulan, tahun = (int(a) for a in cocok.groups())
            return date(tahun, bulan, hari)
        return date.fromisoformat(teks)
    except ValueError:
        raise ValueError("bukan tanggal. Tulis seperti 2024-10-05 atau 5/10/2024.") from None


def _angka(banyak: int) -> Any:
    def baca(teks: str) -> str:
        rapat = re.sub(r"[\s.]", "", teks)
        if not (rapat.isascii() and rapat.isdigit() and len(rapat) == banyak):
            raise ValueError(f"harus {banyak} angka. Format sel sebagai teks agar angkanya tidak berubah.")
        return rapat

    return baca


KOLOM = (
    Kolom(nama="nip", wajib=False, baca=_angka(18), panjang=40, rahasia=True, alias=("nip/ni pppk",)),
    Kolom(nama="nik", wajib=False, baca=_angka(16), panjang=40, rahasia=True),
    Kolom(nama="skema", baca=str.upper, panjang=32, alias=("kode skema",)),
    Kolom(nama="lembaga", baca=str.lower, panjang=32, alias=("lsp", "kode lembaga", "penerbit")),
    Kolom(nama="nomor", panjang=80, alias=("nomor sertifikat", "no sertifikat")),
    Kolom(nama="terbit", baca=_tanggal, alias=("tanggal terbit",)),
    Kolom(nama="berakhir", baca=_tanggal, alias=("berlaku sampai", "tanggal berakhir")),
)
"""The holder is named by NIP or by NIK and must be registered; `lembaga` is the issuer's code."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Acuan:
    """What the rows refer to."""

    nip: Mapping[str, OrangDitemukan]
    nik: Mapping[str, OrangDitemukan]
    skema: Mapping[str, list[Any]]
    lembaga: frozenset[str]
    ada: Mapping[tuple[str, str], Any]
    penerbit: list[MasaPenerbit]
    hari_ini: date
    mati: frozenset[str]
    """Regions of these people where the plugin is off."""


def baca(isi: bytes, berkas: str) -> BerkasCsv:
    """Read a CSV file or a workbook, before a transaction begins: it may take a second."""
    return baca_tabel(isi, berkas=berkas, kolom=KOLOM, kunci=("lembaga", "nomor"))


def impor(session: Session, aktor: Aktor, kunci: Kunci, *, terbaca: BerkasCsv) -> LaporanImpor:
    """Write the certificates of a file that `baca` read and say what was done; running it again adds nothing.

    Of one person's recognised certificates the later supersedes the earlier, in the order of their days.
    Raises `Ditolak` without `paksi:sertifikat` anywhere, `ImporDitolak` with every fault of the file. A holder outside
    the actor's scope is told like one who isn't registered.
    """
    if not aktor.punya(IZIN_SERTIFIKAT):
        raise Ditolak(IZIN_SERTIFIKAT)
    acuan = _acuan(session, kunci, terbaca.baris)
    kesalahan: list[Kesalahan] = []
    baru: list[dict[str, Any]] = []
    sama = 0
    for baris in terbaca.baris:
        nilai = _nilai(aktor, baris, acuan, kesalahan)
        if nilai is None:
            continue
        ada = acuan.ada.get((nilai["lembaga_kode"], nilai["nomor"]))
        if ada is None:
            baru.append(nilai)
        elif all(getattr(ada, k) == nilai[k] for k in ("orang_id", "skema_id", "terbit", "berakhir")):
            sama += 1
        else:
            kesalahan.append(
                _salah(baris, "nomor", "sudah tercatat dengan isi lain. Periksa nomor dan penerbitnya.")
            )
    terbaca.tolak(kesalahan)
    tulis(session, aktor, baru, skema={s.id: s.kode for versi in acuan.skema.values() for s in versi})
    for nilai in baru:
        catat(
            session,
            aktor,
            "paksi.impor_sertifikat",
            objek="paksi_sertifikat",
            objek_id=str(nilai["id"]),
            wilayah=nilai["wilayah_kode"],
            bidang=["skema", "lembaga", "nomor", "terbit", "berakhir"],
        )
    return LaporanImpor(berkas=terbaca.berkas, dibaca=terbaca.dibaca, ditulis=len(baru), sama=sama)


def _acuan(session: Session, kunci: Kunci, baris: Iterable[BarisCsv]) -> _Acuan:
    semua = list(baris)
    orang = temukan_orang(
        session,
        kunci,
        nip=[b["nip"] for b in semua if b["nip"]],
        nik=[b["nik"] for b in semua if b["nik"]],
    )
    skema: dict[str, list[Any]] = {}
    for row in session.execute(
        select(Skema.id, Skema.kode, Skema.jenis, Skema.berlaku_dari, Skema.berlaku_sampai).order_by(
            Skema.berlaku_dari.desc()
        )
    ):
        skema.setdefault(row.kode, []).append(row)
    lembaga = session.scalars(
        select(LEMBAGA.c.kode).where(dalam(LEMBAGA.c.kode, {b["lembaga"] for b in semua}))
    )
    ada = session.execute(
        select(
            Sertifikat.lembaga_kode,
            Sertifikat.nomor,
            Sertifikat.orang_id,
            Sertifikat.skema_id,
            Sertifikat.terbit,
            Sertifikat.berakhir,
        ).where(dalam(Sertifikat.nomor, {b["nomor"] for b in semua}))
    )
    return _Acuan(
        nip=orang.nip,
        nik=orang.nik,
        skema=skema,
        lembaga=frozenset(lembaga),
        ada={(row.lembaga_kode, row.nomor): row for row in ada},
        penerbit=masa_penerbit(session),
        hari_ini=hari_nasional(session),
        mati=_mati(session, {o.wilayah_kode for milik in (orang.nip, orang.nik) for o in milik.values()}),
    )


def _mati(session: Session, wilayah: Iterable[str | None]) -> frozenset[str]:
    mati: set[str] = set()
    for kode in sorted(w for w in wilayah if w is not None):
        try:
            wajib_aktif(session, "paksi", kode)
        except KeadaanMenolak:
            mati.add(kode)
    return frozenset(mati)


def _nilai(aktor: Aktor, baris: BarisCsv, acuan: _Acuan, kesalahan: list[Kesalahan]) -> dict[str, Any] | None:
    """A row to write; None when something is wrong with it, which `kesalahan` then tells."""
    salah: list[Kesalahan] = []
    orang = _pemegang(aktor, baris, acuan, salah)
    versi = [s for s in acuan.skema.get(baris["skema"], ()) if _berlaku(s, baris["terbit"])]
    if not versi:
        dikenal = ", ".join(acuan.skema)
        salah.append(
            _salah(baris, "skema", f"tidak dikenal pada tanggal terbitnya. Isi salah satu dari: {dikenal}.")
        )
    if baris["lembaga"] not in acuan.lembaga:
        salah.append(
            _salah(baris, "lembaga", "lembaga tidak terdaftar. Isi kode lembaga penerbit, misalnya lsp-kpk.")
        )
    if baris["terbit"] > acuan.hari_ini:
        salah.append(_salah(baris, "terbit", "belum tiba. Isi tanggal terbit pada sertifikatnya."))
    if baris["berakhir"] <= baris["terbit"]:
        salah.append(_salah(baris, "berakhir", "harus sesudah tanggal terbit."))
    kesalahan += salah
    if salah or orang is None:
        return None
    return {
        "id": uuid.uuid4(),
        "orang_id": orang.id,
        "skema_id": versi[0].id,
        "jenis": versi[0].jenis,
        "diakui": diakui(
            acuan.penerbit, lembaga=baris["lembaga"], jenis=versi[0].jenis, terbit=baris["terbit"]
        ),
        "lembaga_kode": baris["lembaga"],
        "nomor": baris["nomor"],
        "terbit": baris["terbit"],
        "berakhir": baris["berakhir"],
        "wilayah_kode": orang.wilayah_kode,
        "perangkat_daerah_id": orang.perangkat_daerah_id,
    }


def _berlaku(skema: Any, pada: date) -> bool:
    return berlaku(skema.berlaku_dari, skema.berlaku_sampai, pada)


def _pemegang(aktor: Aktor, baris: BarisCsv, acuan: _Acuan, salah: list[Kesalahan]) -> OrangDitemukan | None:
    nip, nik = baris["nip"], baris["nik"]
    if not (nip or nik):
        salah.append(_salah(baris, "nip", "isi NIP atau NIK pemegang sertifikat."))
        return None
    calon = [acuan.nip.get(nip)] if nip else []
    calon += [acuan.nik.get(nik)] if nik else []
    orang = calon[0]
    if any(c is None or orang is None or c.id != orang.id for c in calon) or orang is None:
        salah.append(_tak_ada(baris, nip))
        return None
    if orang.wilayah_kode is None or not aktor.boleh(
        IZIN_SERTIFIKAT, wilayah=orang.wilayah_kode, perangkat_daerah=orang.perangkat_daerah_id
    ):
        salah.append(_tak_ada(baris, nip))
        return None
    if orang.wilayah_kode in acuan.mati:
        pesan = (
            "layanan paksi tidak aktif di wilayah orang ini. Minta administrator wilayah itu mengaktifkannya."
        )
        salah.append(_salah(baris, "nip" if nip else "nik", pesan))
        return None
    return orang


def _tak_ada(baris: BarisCsv, nip: str | None) -> Kesalahan:
    return _salah(
        baris,
        "nip" if nip else "nik",
        "tidak ada orang dengan nomor ini di wilayah kerja Anda. Daftarkan orangnya lebih dahulu.",
    )


def _salah(baris: BarisCsv, kolom: str, pesan: str) -> Kesalahan:
    return Kesalahan(baris=baris.nomor, kolom=kolom, pesan=pesan)
