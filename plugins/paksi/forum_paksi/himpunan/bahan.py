"""Reading, in one go, everything an allocation is decided from."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.kesiapan import Kesiapan, baca_kesiapan
from forum_paksi.himpunan.masukan import (
    CalonMasukan,
    JadwalMasukan,
    Kebijakan,
    Masukan,
    PermintaanMasukan,
    Rentang,
    Sesi,
)
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalSesi, JadwalWilayah
from forum_paksi.jadwal.rules import Cakupan, KeadaanJadwal, terbuka_untuk
from forum_paksi.kesibukan import di_mana
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.permintaan.models import Calon, Permintaan, TanggalPermintaan
from forum_paksi.ringkasan.cakupan import opd_tercakup
from forum_paksi.skema.models import Jalur, Skema
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import dalam, waktu_db


@dataclass(frozen=True, kw_only=True, slots=True)
class Tempat:
    """The share behind a jadwal of the input."""

    bagian_id: uuid.UUID
    lembaga: str
    jumlah_sesi: int
    antre_terakhir: int
    batas_daftar: datetime
    mulai_pada: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Bahan:
    """The input of an allocation, and by jadwal where its seats are taken from."""

    masukan: Masukan
    tempat: Mapping[uuid.UUID, Tempat]


def baca_bahan(session: Session, himpunan_id: uuid.UUID) -> Bahan:
    """Read the input; the numbers of statements doesn't grow with the pool. Lock first what must not change."""
    kebijakan, wajib_kelayakan, lembaga, skema_kode, jenis, zona = session.execute(
        select(
            Himpunan.kebijakan,
            Himpunan.wajib_kelayakan,
            Himpunan.lembaga_kode,
            Skema.kode,
            Skema.jenis,
            WILAYAH.c.zona,
        )
        .join(Skema, Skema.id == Himpunan.skema_id)
        .join(WILAYAH, WILAYAH.c.kode == Himpunan.wilayah_kode)
        .where(Himpunan.id == himpunan_id)
    ).one()
    kesiapan = baca_kesiapan(
        session,
        himpunan_id,
        skema=skema_kode,
        lembaga=lembaga,
        zona=zona,
        wajib_kelayakan=wajib_kelayakan,
    )
    permintaan = _permintaan(session, himpunan_id, skema_kode, kesiapan)
    jadwal, tempat = _jadwal(session, himpunan_id, {p.wilayah for p in permintaan})
    return Bahan(
        masukan=_susun(session, kebijakan, jenis, zona, jadwal, permintaan),
        tempat=tempat,
    )


def _susun(
    session: Session,
    kebijakan: Kebijakan,
    jenis: JenisSkema,
    zona: str,
    jadwal: tuple[JadwalMasukan, ...],
    permintaan: tuple[PermintaanMasukan, ...],
) -> Masukan:
    opd = {c.perangkat_daerah for p in permintaan for c in p.calon if c.perangkat_daerah is not None}
    return Masukan(
        kebijakan=kebijakan,
        jadwal=jadwal,
        permintaan=permintaan,
        tercakup=frozenset(opd_tercakup(session, opd, jenis)),
        sebutan=jenis.value,
        zona=str(zona),
    )


def _jadwal(
    session: Session, himpunan_id: uuid.UUID, peminta: Collection[str]
) -> tuple[tuple[JadwalMasukan, ...], dict[uuid.UUID, Tempat]]:
    rows = session.execute(
        select(
            Jadwal.id,
            Jadwal.kode,
            Jadwal.cakupan,
            Jadwal.lembaga_kode,
            Jadwal.jumlah_sesi,
            Jadwal.batas_daftar,
            Jadwal.mulai_pada,
            Bagian.id.label("bagian_id"),
            (Bagian.kapasitas - Bagian.terisi).label("kursi"),
            Bagian.antre_terakhir,
        )
        .join(Bagian, Bagian.jadwal_id == Jadwal.id)
        .where(
            Bagian.himpunan_id == himpunan_id,
            Jadwal.keadaan == KeadaanJadwal.DIBUKA,
            Bagian.diterima_sampai > waktu_db(),
        )
        .order_by(Jadwal.kode)
    ).all()
    ids = [r.id for r in rows]
    sesi = _kumpulan(
        session.execute(
            select(JadwalSesi.jadwal_id, JadwalSesi.tanggal, JadwalSesi.paruh).where(
                dalam(JadwalSesi.jadwal_id, ids)
            )
        ).all()
    )
    jalur: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for jadwal_id, kode in session.execute(
        select(JadwalJalur.jadwal_id, Jalur.kode)
        .join(Jalur, Jalur.id == JadwalJalur.jalur_id)
        .where(dalam(JadwalJalur.jadwal_id, ids))
    ):
        jalur[jadwal_id].add(kode)
    wilayah_terbuka: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    if terbatas := [r.id for r in rows if r.cakupan is not Cakupan.NASIONAL]:
        for jadwal_id, wilayah in session.execute(
            select(JadwalWilayah.jadwal_id, JadwalWilayah.wilayah_kode).where(
                dalam(JadwalWilayah.jadwal_id, terbatas)
            )
        ):
            wilayah_terbuka[jadwal_id].add(wilayah)
    masukan = tuple(
        JadwalMasukan(
            id=r.id,
            kode=r.kode,
            tanggal=Rentang(mulai=min(t for t, _ in sesi[r.id]), sampai=max(t for t, _ in sesi[r.id])),
            kursi=r.kursi,
            jalur=frozenset(jalur[r.id]),
            sesi=frozenset(sesi[r.id]),
            tertutup_bagi=frozenset(
                w for w in peminta if not terbuka_untuk(r.cakupan, wilayah_terbuka[r.id], w)
            ),
        )
        for r in rows
    )
    tempat = {
        r.id: Tempat(
            bagian_id=r.bagian_id,
            lembaga=r.lembaga_kode,
            jumlah_sesi=r.jumlah_sesi,
            antre_terakhir=r.antre_terakhir,
            batas_daftar=r.batas_daftar,
            mulai_pada=r.mulai_pada,
        )
        for r in rows
    }
    return masukan, tempat


def _kumpulan(rows: Collection[Row[Any, Any, Any]]) -> defaultdict[uuid.UUID, set[Sesi]]:
    hasil: defaultdict[uuid.UUID, set[Sesi]] = defaultdict(set)
    for kunci, tanggal, paruh in rows:
        hasil[kunci].add((tanggal, str(paruh.value)))
    return hasil


def _permintaan(
    session: Session, himpunan_id: uuid.UUID, skema_kode: str, kesiapan: Kesiapan
) -> tuple[PermintaanMasukan, ...]:
    rows = session.execute(
        select(
            Permintaan.id,
            Permintaan.nomor,
            Permintaan.wilayah_kode,
            WILAYAH.c.nama,
            Permintaan.diajukan_pada,
            Permintaan.jalur_kode,
        )
        .join(WILAYAH, WILAYAH.c.kode == Permintaan.wilayah_kode)
        .where(Permintaan.himpunan_id == himpunan_id)
        .order_by(Permintaan.nomor)
    ).all()
    tanggal: defaultdict[uuid.UUID, list[Rentang]] = defaultdict(list)
    for permintaan_id, mulai, sampai in session.execute(
        select(TanggalPermintaan.permintaan_id, TanggalPermintaan.mulai, TanggalPermintaan.sampai)
        .join(Permintaan, Permintaan.id == TanggalPermintaan.permintaan_id)
        .where(Permintaan.himpunan_id == himpunan_id)
        .order_by(TanggalPermintaan.urutan)
    ):
        tanggal[permintaan_id].append(Rentang(mulai=mulai, sampai=sampai))
    calon = _calon(session, himpunan_id, skema_kode, kesiapan)
    return tuple(
        PermintaanMasukan(
            id=r.id,
            nomor=r.nomor,
            wilayah=r.wilayah_kode,
            nama_wilayah=r.nama,
            diajukan_pada=r.diajukan_pada,
            jalur=r.jalur_kode,
            tanggal=tuple(tanggal[r.id]),
            calon=tuple(calon[r.id]),
        )
        for r in rows
    )


def _calon(
    session: Session, himpunan_id: uuid.UUID, skema_kode: str, kesiapan: Kesiapan
) -> defaultdict[uuid.UUID, list[CalonMasukan]]:
    anggota = (
        select(Calon.orang_id)
        .join(Permintaan, Permintaan.id == Calon.permintaan_id)
        .where(Permintaan.himpunan_id == himpunan_id)
    )
    sibuk = _kumpulan(session.execute(di_mana(anggota)).all())
    duduk, menunggu = _pemesanan(session, himpunan_id, skema_kode)
    hasil: defaultdict[uuid.UUID, list[CalonMasukan]] = defaultdict(list)
    for permintaan_id, orang_id, opd_id, opd_nama in session.execute(
        select(Calon.permintaan_id, Calon.orang_id, Calon.perangkat_daerah_id, PERANGKAT_DAERAH.c.nama)
        .join(Permintaan, Permintaan.id == Calon.permintaan_id)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Calon.perangkat_daerah_id)
        .where(Permintaan.himpunan_id == himpunan_id)
        .order_by(Calon.permintaan_id, Calon.urutan)
    ):
        hasil[permintaan_id].append(
            CalonMasukan(
                orang=orang_id,
                perangkat_daerah=opd_id,
                nama_perangkat_daerah=opd_nama or "",
                sibuk=frozenset(sibuk[orang_id]),
                duduk_di=duduk.get(orang_id),
                menunggu_di=frozenset(menunggu[orang_id]),
                sertifikat_berakhir=kesiapan.berakhir.get(orang_id),
                kurang=kesiapan.kurang_bagi(orang_id),
            )
        )
    return hasil


def _pemesanan(
    session: Session, himpunan_id: uuid.UUID, skema_kode: str
) -> tuple[dict[uuid.UUID, str], defaultdict[uuid.UUID, set[str]]]:
    """Who has a seat for this skema that is still ahead (in jadwal of the pool's kinds), and who waits where."""
    jenis = (
        select(Jadwal.jenis)
        .join(Bagian, Bagian.jadwal_id == Jadwal.id)
        .where(Bagian.himpunan_id == himpunan_id)
    )
    rows = session.execute(
        select(Pemesanan.orang_id, func.max(Jadwal.kode), Pemesanan.keadaan)
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .join(Skema, Skema.id == Jadwal.skema_id)
        .join(Calon, Calon.orang_id == Pemesanan.orang_id)
        .join(Permintaan, Permintaan.id == Calon.permintaan_id)
        .where(
            Permintaan.himpunan_id == himpunan_id,
            Skema.kode == skema_kode,
            Jadwal.jenis.in_(jenis),
            Pemesanan.keadaan.in_(
                [KeadaanPemesanan.DITAHAN, KeadaanPemesanan.DIKONFIRMASI, KeadaanPemesanan.DAFTAR_TUNGGU]
            ),
        )
        .group_by(Pemesanan.orang_id, Jadwal.id, Pemesanan.keadaan)
        .order_by(func.max(Jadwal.kode))
    )
    duduk: dict[uuid.UUID, str] = {}
    menunggu: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for orang_id, kode, keadaan in rows:
        if keadaan is KeadaanPemesanan.DAFTAR_TUNGGU:
            menunggu[orang_id].add(kode)
        else:
            duduk.setdefault(orang_id, kode)
    return duduk, menunggu
