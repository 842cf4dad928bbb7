"""Reading applications: who sees which, and what belongs to many of them in one statement."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select

from forum_paksi.pelaku import (
    IZIN_ASESMEN,
    IZIN_BANDING,
    IZIN_JADWAL,
    IZIN_LIHAT,
    IZIN_MOHON,
    IZIN_PLENO,
    IZIN_TERBITKAN,
    IZIN_VERIFIKASI,
)
from forum_paksi.permohonan.models import AsesmenMandiri, Dokumen, Permohonan, Riwayat, Temuan
from forum_paksi.permohonan.pihak import Milik
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.persyaratan.models import Butir
from forum_paksi.skema.models import Unit
from forum_server.plugin import (
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    dalam,
    di_bawah,
    turun,
)

K = KeadaanPermohonan
IZIN_BACA: Final = (
    IZIN_LIHAT,
    IZIN_MOHON,
    IZIN_JADWAL,
    IZIN_VERIFIKASI,
    IZIN_ASESMEN,
    IZIN_PLENO,
    IZIN_BANDING,
    IZIN_TERBITKAN,
)
KOLOM: Final = (
    Permohonan.id,
    Permohonan.nomor,
    Permohonan.orang_id,
    Permohonan.skema_id,
    Permohonan.jenis_skema,
    Permohonan.jenis,
    Permohonan.jalur_kode,
    Permohonan.dari_sertifikat_id,
    Permohonan.persyaratan_id,
    Permohonan.lembaga_kode,
    Permohonan.wilayah_kode,
    Permohonan.perangkat_daerah_id,
    Permohonan.keadaan,
    Permohonan.putaran,
    Permohonan.pemesanan_id,
    Permohonan.informasi_pendukung,
    Permohonan.kebutuhan_khusus_sandi,
    Permohonan.disetujui_pada,
    Permohonan.diajukan_pada,
    Permohonan.asesor_orang_id,
    Permohonan.rekomendasi,
    Permohonan.alasan,
    Permohonan.dibuat_pada,
)
URUTAN: Final = Urutan("paksi_permohonan", turun(Permohonan.dibuat_pada), pemutus=turun(Permohonan.id))


@dataclass(frozen=True, kw_only=True, slots=True)
class Saringan:
    """What a list of applications may be narrowed to; None does not narrow."""

    wilayah: str | None = None
    lembaga: str | None = None
    keadaan: Collection[KeadaanPermohonan] | None = None
    orang: uuid.UUID | None = None


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """One's own, those of one's region, and at the LSP those that one's task needs, once they were handed in.

    A pleno sees what was recommended, a judge of appeals what was appealed, an asesor what was given to them.
    """
    p = Permohonan

    def di(izin: str) -> ColumnElement[bool]:
        return aktor.lingkup(izin).klausa(p.wilayah_kode, kolom_perangkat_daerah=p.perangkat_daerah_id)

    def lsp(izin: str) -> ColumnElement[bool]:
        # A grant over a region is none over the LSP; the column is given as a lembaga's only.
        return aktor.lingkup(izin).klausa(p.lembaga_kode)

    sendiri = p.orang_id == aktor.orang_id if aktor.orang_id else false()
    diases = p.asesor_orang_id == aktor.orang_id if aktor.orang_id else false()
    di_lsp = or_(
        *(lsp(izin) for izin in (IZIN_JADWAL, IZIN_VERIFIKASI, IZIN_TERBITKAN)),
        and_(diases, lsp(IZIN_ASESMEN)),
        and_(or_(p.rekomendasi.is_not(None), p.putaran > 1), lsp(IZIN_PLENO)),
        and_(
            or_(p.putaran > 1, p.keadaan.in_([K.BANDING, K.BELUM_KOMPETEN])),
            lsp(IZIN_BANDING),
        ),
    )
    return or_(sendiri, di(IZIN_LIHAT), di(IZIN_MOHON), and_(p.diajukan_pada.is_not(None), di_lsp))


def boleh_membaca(aktor: Aktor) -> bool:
    """Whether there is anything of this subject the actor could ever see."""
    return aktor.orang_id is not None or any(aktor.punya(izin) for izin in IZIN_BACA)


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(*KOLOM)


async def satu(db: Database, aktor: Aktor, permohonan_id: uuid.UUID) -> Row[Any] | None:
    """An application the actor may see."""
    return await db.first(_pilih().where(Permohonan.id == permohonan_id, terlihat(aktor)))


async def banyak(
    db: Database, permohonan_id: Iterable[uuid.UUID], aktor: Aktor | None = None
) -> dict[uuid.UUID, Row[Any]]:
    """These applications by id; with `aktor` only those the actor may see."""
    stmt = _pilih().where(dalam(Permohonan.id, set(permohonan_id)))
    if aktor is not None:
        stmt = stmt.where(terlihat(aktor))
    return {row.id: row for row in await db.all(stmt)}


def milik(row: Row[Any]) -> Milik:
    """What of an application read here decides who may touch it."""
    return Milik(
        orang_id=row.orang_id,
        wilayah_kode=row.wilayah_kode,
        perangkat_daerah_id=row.perangkat_daerah_id,
        lembaga_kode=row.lembaga_kode,
        asesor_orang_id=row.asesor_orang_id,
        diajukan=row.diajukan_pada is not None,
    )


def _saring(aktor: Aktor, s: Saringan) -> Any:
    stmt = _pilih().where(terlihat(aktor))
    if s.wilayah is not None:
        stmt = stmt.where(di_bawah(Permohonan.wilayah_kode, s.wilayah))
    if s.lembaga is not None:
        stmt = stmt.where(Permohonan.lembaga_kode == s.lembaga)
    if s.keadaan:
        stmt = stmt.where(Permohonan.keadaan.in_(sorted(s.keadaan)))
    if s.orang is not None:
        stmt = stmt.where(Permohonan.orang_id == s.orang)
    return stmt


async def daftar(db: Database, aktor: Aktor, saringan: Saringan, *, first: int, after: str | None) -> Halaman:
    """Applications the actor may see, newest first."""
    return await ambil_halaman(db, _saring(aktor, saringan), URUTAN, first=first, after=after)


async def daftar_per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of applications for each of these people."""
    return await ambil_halaman_per(
        db,
        _saring(aktor, Saringan()),
        URUTAN,
        kunci=Permohonan.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )


async def riwayat(db: Database, permohonan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The steps each of these took, oldest first."""
    r = Riwayat
    rows = await db.all(
        select(r.permohonan_id, r.dari, r.ke, r.putaran, r.alasan, r.pada)
        .where(dalam(r.permohonan_id, permohonan_id))
        .order_by(r.permohonan_id, r.urutan)
    )
    return _kelompok(rows)


async def apl02(db: Database, permohonan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The self-assessment of each of these, in the order of the units."""
    a = AsesmenMandiri
    rows = await db.all(
        select(a.permohonan_id, a.unit_id, Unit.kode, Unit.judul, a.kompeten, a.bukti)
        .join(Unit, Unit.id == a.unit_id)
        .where(dalam(a.permohonan_id, permohonan_id))
        .order_by(a.permohonan_id, Unit.urutan)
    )
    return _kelompok(rows)


async def dokumen(db: Database, permohonan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The files of each of these, in the order of the items they are for."""
    d = Dokumen
    rows = await db.all(
        select(d.permohonan_id, d.butir_kode, Butir.nama, d.berkas_id)
        .join(Permohonan, Permohonan.id == d.permohonan_id)
        .join(Butir, and_(Butir.persyaratan_id == Permohonan.persyaratan_id, Butir.kode == d.butir_kode))
        .where(dalam(d.permohonan_id, permohonan_id))
        .order_by(d.permohonan_id, Butir.urutan)
    )
    return _kelompok(rows)


async def temuan(db: Database, permohonan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """What was found about each of these, in the order of the items."""
    t = Temuan
    rows = await db.all(
        select(t.permohonan_id, t.butir_kode, Butir.nama, t.sesuai, t.catatan, t.pada)
        .join(Permohonan, Permohonan.id == t.permohonan_id)
        .join(Butir, and_(Butir.persyaratan_id == Permohonan.persyaratan_id, Butir.kode == t.butir_kode))
        .where(dalam(t.permohonan_id, permohonan_id))
        .order_by(t.permohonan_id, Butir.urutan)
    )
    return _kelompok(rows)


def _kelompok(rows: Iterable[Row[Any]]) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.permohonan_id].append(row)
    return hasil
