"""What happens to a forum, one unit of work each: written down, changed, given organs, dissolved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import String, cast, delete, exists, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.organisasi.models import AnggotaForum, DasarHukum, ForumPenyuluh, Organ
from forum_paksi.organisasi.rules import (
    NAMA_MAKS,
    ORGAN_NAMA_MAKS,
    IsianForum,
    IsianOrgan,
    TingkatForum,
    cocok_tingkat,
    kunci_nama,
    periksa_organ,
)
from forum_paksi.pelaku import IZIN_FORUM
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import WILAYAH
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "BarisForum",
    "ambil_forum",
    "buat_forum",
    "bubarkan_forum",
    "pegang",
    "tetapkan_organ",
    "ubah_forum",
    "umumkan",
]

OBJEK: Final = "paksi_forum"
PERISTIWA_FORUM: Final = "paksi.forum"
"""Told with a forum's id whenever it, its organs or its members changed."""
_ADA: Final = text("dibubarkan_pada IS NULL")


class BarisForum(NamedTuple):
    """A forum as it was read."""

    id: uuid.UUID
    wilayah_kode: str


def buat_forum(
    session: Session, aktor: Aktor, *, wilayah: str, isian: IsianForum, organ: Sequence[IsianOrgan] = ()
) -> uuid.UUID:
    """Write a forum down under the region that keeps it.

    Raises `Ditolak`; `TidakDitemukan` wilayah; `IsianTidakSah` as `IsianForum.periksa` and `periksa_organ`, and
    TINGKAT_TIDAK_SESUAI; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or FORUM_SUDAH_ADA.
    """
    aktor.wajib(IZIN_FORUM, wilayah=wilayah, apa="wilayah")
    isian = isian.periksa()
    organ = periksa_organ([IsianOrgan(nama=o.nama) for o in organ])
    _wajib_tingkat(session, wilayah, isian.tingkat)
    wajib_aktif(session, "paksi", wilayah)
    id_ = session.scalar(
        sisipkan(session, ForumPenyuluh)
        .values(id=uuid.uuid4(), wilayah_kode=wilayah, **_isi(isian))
        .on_conflict_do_nothing(index_elements=["wilayah_kode", "nama_cari"], index_where=_ADA)
        .returning(ForumPenyuluh.id)
    )
    if id_ is None:
        raise _sudah_ada()
    _tulis_dasar(session, id_, isian)
    for ke, satu in enumerate(organ, 1):
        session.execute(insert(Organ).values(id=uuid.uuid4(), forum_id=id_, **_isi_organ(satu, ke)))
    umumkan(session, aktor, BarisForum(id_, wilayah), "forum_buat", ["isi", "organ"])
    return id_


def ubah_forum(session: Session, aktor: Aktor, *, forum_id: uuid.UUID, isian: IsianForum) -> uuid.UUID:
    """Write anew what a forum says of itself; organs and members stay. A new term of office is written this way.

    Raises as `buat_forum`, `TidakDitemukan` forum, and `KeadaanMenolak` FORUM_BUBAR.
    """
    row = ambil_forum(session, aktor, forum_id)
    isian = isian.periksa()
    _wajib_tingkat(session, row.wilayah_kode, isian.tingkat)
    pegang(session, row)
    try:
        with session.begin_nested():
            session.execute(
                update(ForumPenyuluh).where(ForumPenyuluh.id == forum_id).values(**_isi(isian)),
                execution_options=TANPA_SINKRON,
            )
    except IntegrityError as galat:
        raise _sudah_ada() from galat
    session.execute(
        delete(DasarHukum).where(DasarHukum.forum_id == forum_id), execution_options=TANPA_SINKRON
    )
    _tulis_dasar(session, forum_id, isian)
    umumkan(session, aktor, row, "forum_ubah", ["isi"])
    return forum_id


def tetapkan_organ(
    session: Session, aktor: Aktor, *, forum_id: uuid.UUID, organ: Sequence[IsianOrgan]
) -> uuid.UUID:
    """Make exactly these the forum's organs, in this order; one that is named by its id may get another name.

    Raises `Ditolak`; `TidakDitemukan` (forum, organ); `IsianTidakSah` as `periksa_organ`; `KeadaanMenolak`
    FORUM_BUBAR or ORGAN_BERANGGOTA (an organ that has, or had, members doesn't go).
    """
    row = ambil_forum(session, aktor, forum_id)
    organ = periksa_organ(organ)
    pegang(session, row)
    lama = {
        r.id: r.nama for r in session.execute(select(Organ.id, Organ.nama).where(Organ.forum_id == forum_id))
    }
    for ke, satu in enumerate(organ):
        if satu.id is not None and satu.id not in lama:
            raise TidakDitemukan("organ", letak=["organ", str(ke)])
    pergi = set(lama) - {o.id for o in organ}
    if pergi:
        terpakai = session.scalars(
            select(Organ.nama)
            .where(dalam(Organ.id, pergi), exists().where(AnggotaForum.organ_id == Organ.id))
            .order_by(Organ.urutan)
        ).all()
        if terpakai:
            raise KeadaanMenolak(
                "ORGAN_BERANGGOTA",
                f"Organ ini mempunyai anggota atau riwayat anggota: {', '.join(terpakai)}. "
                "Biarkan organnya dalam daftar; namanya boleh diganti.",
                letak=["organ"],
            )
        session.execute(delete(Organ).where(dalam(Organ.id, pergi)), execution_options=TANPA_SINKRON)
    # Names may change places: nobody holds a name while they do.
    session.execute(
        update(Organ).where(Organ.forum_id == forum_id).values(nama_cari=cast(Organ.id, String)),
        execution_options=TANPA_SINKRON,
    )
    for ke, satu in enumerate(organ, 1):
        if satu.id is None:
            session.execute(insert(Organ).values(id=uuid.uuid4(), forum_id=forum_id, **_isi_organ(satu, ke)))
        else:
            session.execute(
                update(Organ).where(Organ.id == satu.id).values(**_isi_organ(satu, ke)),
                execution_options=TANPA_SINKRON,
            )
    umumkan(session, aktor, row, "forum_tetapkan_organ", ["organ"])
    return forum_id


def bubarkan_forum(session: Session, aktor: Aktor, *, forum_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Dissolve a forum, with a reason; what it was and who sat in it stays readable.

    Raises `Ditolak`, `TidakDitemukan` forum, `IsianTidakSah` WAJIB_DIISI, `KeadaanMenolak` FORUM_BUBAR.
    """
    row = ambil_forum(session, aktor, forum_id)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    pegang(session, row, dibubarkan_pada=waktu_db(), alasan_bubar=sebab)
    umumkan(session, aktor, row, "forum_bubarkan", ["dibubarkan_pada"])
    return forum_id


# --- inside ----------------------------------------------------------------------------------------------


def ambil_forum(session: Session, aktor: Aktor, forum_id: uuid.UUID) -> BarisForum:
    """A forum the actor keeps. Raises `Ditolak`, `TidakDitemukan` forum, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF."""
    if not aktor.punya(IZIN_FORUM):
        raise Ditolak(IZIN_FORUM)
    wilayah = session.scalar(select(ForumPenyuluh.wilayah_kode).where(ForumPenyuluh.id == forum_id))
    if wilayah is None:
        raise TidakDitemukan("forum", letak=["forum"])
    aktor.wajib(IZIN_FORUM, wilayah=wilayah, apa="forum")
    wajib_aktif(session, "paksi", wilayah)
    return BarisForum(forum_id, wilayah)


def pegang(session: Session, row: BarisForum, **nilai: Any) -> None:
    """Hold a forum that still exists until this unit ends, with these new values; raises `KeadaanMenolak` FORUM_BUBAR."""
    jadi = session.scalar(
        update(ForumPenyuluh)
        .where(ForumPenyuluh.id == row.id, ForumPenyuluh.dibubarkan_pada.is_(None))
        .values({"nama": ForumPenyuluh.nama, **nilai})
        .returning(ForumPenyuluh.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise KeadaanMenolak(
            "FORUM_BUBAR",
            "Forum ini sudah dibubarkan dan tidak dapat diubah lagi. Catat forum baru bila perlu.",
        )


def umumkan(session: Session, aktor: Aktor, row: BarisForum, aksi: str, bidang: list[str]) -> None:
    """Audit entry of something done to a forum, and its event."""
    catat(
        session,
        aktor,
        f"paksi.{aksi}",
        objek=OBJEK,
        objek_id=str(row.id),
        wilayah=row.wilayah_kode,
        bidang=bidang,
    )
    siarkan(session, PERISTIWA_FORUM, kunci=str(row.id), wilayah=row.wilayah_kode)


def _isi(isian: IsianForum) -> dict[str, Any]:
    return {
        "nama": isian.nama,
        "nama_cari": kunci_nama(isian.nama, NAMA_MAKS),
        "singkatan": isian.singkatan,
        "tingkat": isian.tingkat,
        "mulai": isian.mulai,
        "selesai": isian.selesai,
    }


def _isi_organ(organ: IsianOrgan, urutan: int) -> dict[str, Any]:
    return {"nama": organ.nama, "nama_cari": kunci_nama(organ.nama, ORGAN_NAMA_MAKS), "urutan": urutan}


def _tulis_dasar(session: Session, forum_id: uuid.UUID, isian: IsianForum) -> None:
    if isian.dasar:
        session.execute(
            insert(DasarHukum),
            [
                {
                    "forum_id": forum_id,
                    "urutan": ke,
                    "jenis": d.jenis,
                    "nomor": d.nomor,
                    "tanggal": d.tanggal,
                }
                for ke, d in enumerate(isian.dasar, 1)
            ],
        )


def _wajib_tingkat(session: Session, wilayah: str, tingkat: TingkatForum) -> None:
    milik: str | None = session.scalar(
        select(WILAYAH.c.tingkat).where(WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if milik is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if not cocok_tingkat(tingkat, milik):
        raise IsianTidakSah(
            "TINGKAT_TIDAK_SESUAI",
            f"Forum tingkat {tingkat.value} tidak dapat dicatat pada wilayah tingkat {milik}. "
            "Pilih wilayah atau tingkat yang sesuai; INSTANSI dan PROFESI boleh di mana saja.",
            letak=["tingkat"],
        )


def _sudah_ada() -> KeadaanMenolak:
    return KeadaanMenolak(
        "FORUM_SUDAH_ADA",
        "Wilayah ini sudah mempunyai forum dengan nama itu. Ubah forum yang ada, atau pakai nama lain.",
        letak=["nama"],
    )
