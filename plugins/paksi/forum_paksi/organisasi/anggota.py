"""Who sits in a forum, one unit of work each: appointed, given another position or term, let go."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from forum_paksi.organisasi.models import AnggotaForum, Organ
from forum_paksi.organisasi.rules import periksa_jabatan
from forum_paksi.organisasi.service import BarisForum, ambil_forum, pegang, umumkan
from forum_paksi.pelaku import IZIN_FORUM
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import ORANG
from forum_server.plugin import Aktor, Ditolak, IsianTidakSah, KeadaanMenolak, TidakDitemukan

__all__ = ["angkat_anggota", "berhentikan_anggota", "ubah_anggota"]


def angkat_anggota(
    session: Session,
    aktor: Aktor,
    *,
    organ_id: uuid.UUID,
    orang_id: uuid.UUID,
    jabatan: str,
    mulai: date,
    sampai: date | None = None,
) -> uuid.UUID:
    """Put a person into an organ of a forum the actor keeps: somebody of any region or lembaga in the actor's scope.

    Raises `Ditolak`; `TidakDitemukan` (organ, orang); `IsianTidakSah` as `periksa_jabatan`; `KeadaanMenolak`
    PLUGIN_TIDAK_AKTIF, FORUM_BUBAR or SUDAH_ANGGOTA.
    """
    if not aktor.punya(IZIN_FORUM):
        raise Ditolak(IZIN_FORUM)
    forum_id = session.scalar(select(Organ.forum_id).where(Organ.id == organ_id))
    if forum_id is None:
        raise TidakDitemukan("organ", letak=["organ"])
    try:
        row = ambil_forum(session, aktor, forum_id)
    except TidakDitemukan:
        raise TidakDitemukan("organ", letak=["organ"]) from None
    bersih = periksa_jabatan(jabatan, mulai, sampai)
    orang = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.lembaga_kode, ORANG.c.perangkat_daerah_id).where(
            ORANG.c.id == orang_id
        )
    ).first()
    if orang is None or not aktor.boleh(
        IZIN_FORUM,
        wilayah=orang.wilayah_kode,
        lembaga=orang.lembaga_kode,
        perangkat_daerah=orang.perangkat_daerah_id,
    ):
        raise TidakDitemukan("orang", letak=["orang"])
    pegang(session, row)
    _wajib_lowong(session, organ_id, orang_id, mulai, sampai)
    id_ = session.scalar(
        sisipkan(session, AnggotaForum)
        .values(
            id=uuid.uuid4(),
            forum_id=forum_id,
            organ_id=organ_id,
            orang_id=orang_id,
            jabatan=bersih,
            mulai=mulai,
            sampai=sampai,
        )
        .on_conflict_do_nothing(
            index_elements=["organ_id", "orang_id"], index_where=text("berhenti_pada IS NULL")
        )
        .returning(AnggotaForum.id)
    )
    if id_ is None:
        raise _sudah_anggota("orang")
    umumkan(session, aktor, row, "forum_angkat", ["anggota"])
    return id_


def ubah_anggota(
    session: Session,
    aktor: Aktor,
    *,
    anggota_id: uuid.UUID,
    jabatan: str,
    mulai: date,
    sampai: date | None = None,
) -> uuid.UUID:
    """Another position or term for a member who has not left.

    Raises `Ditolak`, `TidakDitemukan` anggota, `IsianTidakSah` as `periksa_jabatan`, `KeadaanMenolak` FORUM_BUBAR,
    SUDAH_BERHENTI or SUDAH_ANGGOTA.
    """
    row = _ambil(session, aktor, anggota_id)
    bersih = periksa_jabatan(jabatan, mulai, sampai)
    pegang(session, row)
    _ubah(session, anggota_id, jabatan=bersih, mulai=mulai, sampai=sampai)
    a = AnggotaForum
    organ_id, orang_id = session.execute(select(a.organ_id, a.orang_id).where(a.id == anggota_id)).one()
    _wajib_lowong(session, organ_id, orang_id, mulai, sampai, letak="mulai")
    umumkan(session, aktor, row, "forum_ubah_anggota", ["anggota"])
    return anggota_id


def berhentikan_anggota(session: Session, aktor: Aktor, *, anggota_id: uuid.UUID, pada: date) -> uuid.UUID:
    """Write down that a member left on that day; they may be appointed again.

    Raises `Ditolak`, `TidakDitemukan` anggota, `IsianTidakSah` MASA_BAKTI_TIDAK_SAH, `KeadaanMenolak` FORUM_BUBAR or
    SUDAH_BERHENTI.
    """
    row = _ambil(session, aktor, anggota_id)
    pegang(session, row)
    mulai = session.scalar(select(AnggotaForum.mulai).where(AnggotaForum.id == anggota_id))
    assert mulai is not None
    if pada < mulai:
        raise IsianTidakSah(
            "MASA_BAKTI_TIDAK_SAH",
            f"Anggota ini baru menjabat sejak {mulai.isoformat()}. Isi hari yang tidak mendahuluinya.",
            letak=["pada"],
        )
    _ubah(session, anggota_id, berhenti_pada=pada)
    umumkan(session, aktor, row, "forum_berhentikan", ["anggota"])
    return anggota_id


# --- inside ----------------------------------------------------------------------------------------------


def _ambil(session: Session, aktor: Aktor, anggota_id: uuid.UUID) -> BarisForum:
    if not aktor.punya(IZIN_FORUM):
        raise Ditolak(IZIN_FORUM)
    forum_id = session.scalar(select(AnggotaForum.forum_id).where(AnggotaForum.id == anggota_id))
    if forum_id is None:
        raise TidakDitemukan("anggota", letak=["anggota"])
    try:
        return ambil_forum(session, aktor, forum_id)
    except TidakDitemukan:
        raise TidakDitemukan("anggota", letak=["anggota"]) from None


def _wajib_lowong(
    session: Session,
    organ_id: uuid.UUID,
    orang_id: uuid.UUID,
    mulai: date,
    sampai: date | None,
    *,
    letak: str = "orang",
) -> None:
    """Nobody sits in an organ twice at once: a seat they left may end after the new one begins. The forum is held."""
    a = AnggotaForum
    masih = select(a.id).where(
        a.organ_id == organ_id,
        a.orang_id == orang_id,
        a.berhenti_pada > mulai,
        *([] if sampai is None else [a.mulai <= sampai]),
    )
    if session.scalar(masih.limit(1)) is not None:
        raise _sudah_anggota(letak)


def _sudah_anggota(letak: str) -> KeadaanMenolak:
    return KeadaanMenolak(
        "SUDAH_ANGGOTA",
        "Orang ini sudah duduk dalam organ itu pada masa yang sama. Ubah jabatan atau masanya, atau berhentikan dahulu.",
        letak=[letak],
    )


def _ubah(session: Session, anggota_id: uuid.UUID, **nilai: object) -> None:
    jadi = session.scalar(
        update(AnggotaForum)
        .where(AnggotaForum.id == anggota_id, AnggotaForum.berhenti_pada.is_(None))
        .values(**nilai)
        .returning(AnggotaForum.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise KeadaanMenolak(
            "SUDAH_BERHENTI", "Anggota ini sudah berhenti. Angkat lagi bila ia kembali menjabat."
        )
