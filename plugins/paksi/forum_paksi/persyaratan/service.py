"""Versions of requirements: which one is in force, setting a new one, and writing those that ship with the plugin."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_nasional
from forum_paksi.kegiatan.rules import BentukKomunitas, JenisKegiatan
from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.persyaratan.models import Butir, Persyaratan
from forum_paksi.persyaratan.rules import (
    IsianButir,
    IsianPersyaratan,
    Jendela,
    JenisButir,
    JenisPermohonan,
    jalan,
)
from forum_paksi.skema.models import Skema
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.skema.service import RUANG, jalur_skema, skema_berlaku
from forum_paksi.sql import sisipkan
from forum_server.plugin import (
    AKAR,
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    catat,
    siarkan,
)

__all__ = ["isi_dasar", "persyaratan_berlaku", "tetapkan_persyaratan"]

OBJEK: Final = "paksi_persyaratan"
PERISTIWA_PERSYARATAN: Final = "paksi.persyaratan"


def persyaratan_berlaku(session: Session, jalan_: str, pada: date) -> uuid.UUID:
    """The version of a path (`rules.jalan`) in force on a day; raises `KeadaanMenolak` PERSYARATAN_BELUM_DITETAPKAN."""
    id_ = session.scalar(
        select(Persyaratan.id)
        .where(Persyaratan.jalan == jalan_, Persyaratan.berlaku_dari <= pada)
        .order_by(Persyaratan.berlaku_dari.desc())
        .limit(1)
    )
    if id_ is None:
        raise KeadaanMenolak(
            "PERSYARATAN_BELUM_DITETAPKAN",
            "Belum ada persyaratan bagi jalan sertifikasi ini. Minta operator nasional PAKSI menetapkannya.",
        )
    return id_


def tetapkan_persyaratan(session: Session, aktor: Aktor, *, isian: IsianPersyaratan) -> uuid.UUID:
    """Set a new version of a path from a day on; older versions and the applications that began with them stay.

    It belongs to the whole nation, so only who holds `paksi:acuan` over all of it may.
    Raises `Ditolak`; `TidakDitemukan` (skema, or the permission doesn't reach the nation); `IsianTidakSah` as
    `IsianPersyaratan.periksa`; `KeadaanMenolak` VERSI_SUDAH_ADA.
    """
    aktor.wajib(IZIN_ACUAN, apa="persyaratan")
    isian = isian.periksa(hari_nasional(session))
    skema_id = skema_berlaku(session, isian.skema, isian.berlaku_dari)
    if isian.jenis is JenisPermohonan.BARU:
        _periksa_jalur(session, skema_id, isian)
    if isian.dari_skema is not None:
        _periksa_dari(session, skema_id, isian)
    id_ = uuid.uuid4()
    try:
        with session.begin_nested():
            session.execute(insert(Persyaratan).values(_versi(id_, isian)))
    except IntegrityError as galat:
        raise KeadaanMenolak(
            "VERSI_SUDAH_ADA",
            f"Jalan ini sudah mempunyai persyaratan mulai {isian.berlaku_dari}. Pilih tanggal lain.",
            letak=["berlakuDari"],
        ) from galat
    session.execute(insert(Butir), [_butir(id_, n, b) for n, b in enumerate(isian.butir, 1)])
    catat(
        session,
        aktor,
        "paksi.tetapkan_persyaratan",
        objek=OBJEK,
        objek_id=str(id_),
        wilayah=AKAR,
        bidang=["butir"],
    )
    siarkan(session, PERISTIWA_PERSYARATAN, kunci=str(id_), wilayah=AKAR)
    return id_


def isi_dasar(session: Session) -> None:
    """Write the versions that ship with the plugin and aren't there yet; the schemes must be there."""
    butir: dict[tuple[str, ...], list[IsianButir]] = {}
    for row in _baca("butir.csv"):
        butir.setdefault(_kunci(row), []).append(_butir_csv(row))
    versi = {
        uuid.uuid5(RUANG, ":".join(("persyaratan", *_kunci(row)))): row for row in _baca("persyaratan.csv")
    }
    isian = {id_: _versi_csv(row, butir[_kunci(row)]) for id_, row in versi.items()}
    ada = set(session.scalars(select(Persyaratan.id)))
    if not (kurang := [_versi(id_, i) for id_, i in isian.items() if id_ not in ada]):
        return
    baru = session.scalars(
        sisipkan(session, Persyaratan).values(kurang).on_conflict_do_nothing().returning(Persyaratan.id)
    ).all()
    if butir_baru := [_butir(id_, n, b) for id_ in baru for n, b in enumerate(isian[id_].butir, 1)]:
        session.execute(insert(Butir), butir_baru)
    catat(
        session,
        Aktor.sistem("paksi"),
        "paksi.isi_dasar",
        objek=OBJEK,
        objek_id="dasar",
        wilayah=AKAR,
    )


# --- inside ----------------------------------------------------------------------------------------------


def _periksa_jalur(session: Session, skema_id: uuid.UUID, isian: IsianPersyaratan) -> None:
    """A first application comes by one of the scheme's jalur, or by none where it has none."""
    ada = jalur_skema(session, skema_id, isian.berlaku_dari)
    if (isian.jalur in ada) if ada else isian.jalur is None:
        return
    raise IsianTidakSah(
        "JALUR_TIDAK_SESUAI",
        f"Sebut salah satu jalur skema ini: {', '.join(sorted(ada))}."
        if ada
        else "Skema ini tidak mengenal jalur; kosongkan jalurnya.",
        letak=["jalur"],
    )


def _periksa_dari(session: Session, skema_id: uuid.UUID, isian: IsianPersyaratan) -> None:
    """An upgrade leads upward, from PAKSI to PAKSI; skipping a jenjang is allowed (domain notes 1.2)."""
    assert isian.dari_skema is not None
    dari_id = skema_berlaku(session, isian.dari_skema, isian.berlaku_dari, letak="dariSkema")
    rows = session.execute(
        select(Skema.id, Skema.jenis, Skema.urutan).where(Skema.id.in_([skema_id, dari_id]))
    )
    skema = {row.id: row for row in rows}
    ke, dari = skema[skema_id], skema[dari_id]
    if not (ke.jenis is dari.jenis is JenisSkema.PAKSI and dari.urutan < ke.urutan):
        raise IsianTidakSah(
            "DARI_SKEMA_TIDAK_SESUAI",
            "Naik jenjang berangkat dari skema PAKSI yang lebih rendah. Periksa kedua skemanya.",
            letak=["dariSkema"],
        )


def _versi(id_: uuid.UUID, isian: IsianPersyaratan) -> dict[str, Any]:
    return {
        "id": id_,
        "jalan": jalan(isian.skema, isian.jenis, jalur=isian.jalur, dari=isian.dari_skema),
        "skema_kode": isian.skema,
        "jenis": isian.jenis,
        "jalur_kode": isian.jalur,
        "dari_skema_kode": isian.dari_skema,
        "berlaku_dari": isian.berlaku_dari,
        "sumber": isian.sumber,
        "catatan": isian.catatan,
    }


def _butir(persyaratan_id: uuid.UUID, urutan: int, b: IsianButir) -> dict[str, Any]:
    return {
        "persyaratan_id": persyaratan_id,
        "kode": b.kode,
        "urutan": urutan,
        "jenis": b.jenis,
        "nama": b.nama,
        "petunjuk": b.petunjuk,
        "wajib": b.wajib,
        "jumlah": b.jumlah,
        "jenis_kegiatan": [j.value for j in b.jenis_kegiatan] or None,
        "bentuk": b.bentuk,
        "jendela": b.jendela,
        "sumber": b.sumber,
    }


def _baca(berkas: str) -> Iterator[dict[str, str]]:
    isi = files("forum_paksi.persyaratan").joinpath("data", berkas).read_text(encoding="utf-8")
    yield from csv.DictReader(isi.splitlines())


def _kunci(row: dict[str, str]) -> tuple[str, ...]:
    return (row["skema"], row["jenis"], row["jalur"], row["dari_skema"], row["berlaku_dari"])


def _versi_csv(row: dict[str, str], butir: list[IsianButir]) -> IsianPersyaratan:
    return IsianPersyaratan(
        skema=row["skema"],
        jenis=JenisPermohonan(row["jenis"]),
        jalur=row["jalur"] or None,
        dari_skema=row["dari_skema"] or None,
        berlaku_dari=date.fromisoformat(row["berlaku_dari"]),
        sumber=row["sumber"],
        catatan=row["catatan"] or None,
        butir=butir,
    )


def _butir_csv(row: dict[str, str]) -> IsianButir:
    return IsianButir(
        kode=row["kode"],
        jenis=JenisButir(row["jenis_butir"]),
        nama=row["nama"],
        petunjuk=row["petunjuk"],
        sumber=row["sumber"],
        wajib=row["wajib"] == "ya",
        jumlah=int(row["jumlah"]) if row["jumlah"] else None,
        jenis_kegiatan=tuple(JenisKegiatan(j) for j in row["jenis_kegiatan"].split()),
        bentuk=BentukKomunitas(row["bentuk"]) if row["bentuk"] else None,
        jendela=Jendela(row["jendela"]) if row["jendela"] else None,
    )
