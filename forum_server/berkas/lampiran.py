"""Files of records: an upload that is finished is attached to one, or read and used up, and a file let go again."""

from __future__ import annotations

import uuid
from typing import Any, Final

from sqlalchemy import delete, false, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.berkas.jenis import JENIS, berakhiran, periksa_daftar
from forum_server.berkas.models import Berkas, ObjekBerkas, Unggahan
from forum_server.berkas.rules import (
    KeadaanObjek,
    KeadaanUnggahan,
    KelasBerkas,
    belum_selesai,
    jenis_ditolak,
    terlalu_besar,
)
from forum_server.berkas.service import TANPA
from forum_server.database import waktu_db
from forum_server.galat import TidakDitemukan

__all__ = ["APA", "ambil_unggahan", "lampirkan", "lepaskan_berkas", "pakai_unggahan"]

APA: Final = "unggahan"


def ambil_unggahan(aktor: Aktor, unggahan: uuid.UUID, *, untuk: str | None = None) -> tuple[Any, ...]:
    """The condition that an upload is this actor's and not expired.

    Whoever has no account (nobody, a service's key) gets only what was issued to nobody, and only for `untuk`.
    """
    u = Unggahan
    if aktor.akun_id is not None:
        pemilik = u.akun_id == aktor.akun_id
    else:
        pemilik = u.akun_id.is_(None) & (u.untuk == untuk) if untuk is not None else false()
    bagi = u.untuk.is_(None) | (u.untuk == untuk) if untuk is not None else u.untuk.is_(None)
    return (u.id == unggahan, pemilik, bagi, u.berlaku_sampai > waktu_db())


def _pakai(session: Session, aktor: Aktor, unggahan: uuid.UUID, untuk: str | None) -> Any:
    """Take the upload's row away; of two who do so at once one gets it. Raises TIDAK_DITEMUKAN, UNGGAHAN_BELUM_SELESAI."""
    u = Unggahan
    syarat = ambil_unggahan(aktor, unggahan, untuk=untuk)
    row = session.execute(
        delete(u)
        .where(*syarat, u.keadaan == KeadaanUnggahan.SELESAI)
        .returning(u.kelas, u.ukuran, u.nama, u.media, u.objek_id),
        execution_options=TANPA,
    ).first()
    if row is None:
        if session.scalar(select(u.id).where(*syarat)) is not None:
            raise belum_selesai()
        raise TidakDitemukan(APA, letak=(APA,))
    return row


def pakai_unggahan(session: Session, aktor: Aktor, unggahan: uuid.UUID) -> None:
    """Say that a staged upload was read (`baca_unggahan`) and is needed no more; the caller writes the audit entry.

    In the unit that uses what was read, so that it is used once. Raises as `lampirkan`.
    """
    _pakai(session, aktor, unggahan, None)


def lampirkan(
    session: Session,
    aktor: Aktor,
    *,
    unggahan: uuid.UUID,
    pemilik: str,
    pemilik_id: str,
    wilayah: str,
    media: frozenset[str],
    maks: int,
) -> uuid.UUID:
    """Make a finished upload of this account a file of the record `pemilik_id` of the kind `pemilik`, owned by `wilayah`.

    The caller has checked that the actor may, and writes the audit entry. Raises `TidakDitemukan` for an upload that
    is unknown, used, expired or another's, `KeadaanMenolak` UNGGAHAN_BELUM_SELESAI, `IsianTidakSah`
    JENIS_BERKAS_DITOLAK or BERKAS_TERLALU_BESAR; the upload then stays for another try. Raises ValueError for types
    that can't be told from content.
    """
    periksa_daftar(media)
    row = _pakai(session, aktor, unggahan, pemilik)
    if row.ukuran > maks:
        raise terlalu_besar(maks)
    if row.media not in media:
        raise jenis_ditolak(media, {m: j.nama for m, j in JENIS.items()})
    objek_id = row.objek_id
    if row.kelas is KelasBerkas.BIASA:
        objek_id = _satukan(session, row.objek_id, wilayah)
    biasa = row.kelas is KelasBerkas.BIASA
    return session.execute(
        insert(Berkas)
        .values(
            id=uuid.uuid4(),
            objek_id=objek_id,
            objek_keadaan=KeadaanObjek.TERSIMPAN,
            kelas=row.kelas,
            pemilik=pemilik,
            pemilik_id=pemilik_id,
            wilayah_kode=wilayah,
            nama=berakhiran(row.nama, row.media) if biasa else None,
            media=row.media if biasa else None,
            dibuat_oleh=aktor.akun_id,
        )
        .returning(Berkas.id)
    ).scalar_one()


def _satukan(session: Session, objek_id: uuid.UUID, wilayah: str) -> uuid.UUID:
    """The object that this owner's files of the same content share: one that is there, or this one from now on.

    The unique index decides between two that attach the same at once. An object whose last file goes at this moment
    is locked by whoever is first: it is kept, or it is not found here.
    """
    o = ObjekBerkas
    sidik = select(o.sidik).where(o.id == objek_id).scalar_subquery()
    sama = (
        select(o.id)
        .where(o.wilayah_kode == wilayah, o.sidik == sidik, o.keadaan == KeadaanObjek.TERSIMPAN)
        .with_for_update(read=True, key_share=True)
    )
    if (ada := session.scalar(sama)) is not None:
        return ada
    try:
        with session.begin_nested():
            session.execute(
                update(o).where(o.id == objek_id).values(wilayah_kode=wilayah), execution_options=TANPA
            )
    except IntegrityError:
        if (ada := session.scalar(sama)) is None:
            raise
        return ada
    return objek_id


def lepaskan_berkas(session: Session, berkas_id: uuid.UUID) -> None:
    """Take a file from its record; its object goes once no file refers to it. The caller writes the audit entry."""
    session.execute(delete(Berkas).where(Berkas.id == berkas_id), execution_options=TANPA)
