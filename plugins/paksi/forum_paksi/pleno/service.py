"""What happens in a pleno, one unit of work each: called, its agenda, its decisions, closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import IZIN_JADWAL, IZIN_PLENO
from forum_paksi.pemisahan.rules import Tugas
from forum_paksi.pemisahan.service import wajib_terpisah
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.pihak import wajib_orang
from forum_paksi.permohonan.rules import KeadaanPermohonan, Kompetensi, TindakanPermohonan
from forum_paksi.permohonan.service import ambil, pindah
from forum_paksi.pleno.models import AnggotaPleno, Keputusan, Pleno
from forum_paksi.pleno.rules import (
    AGENDA_MAKS,
    TEMPAT_MAKS,
    nomor_berita_acara,
    periksa_agenda,
    periksa_anggota,
    periksa_putusan,
)
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import LEMBAGA, ORANG
from forum_server.plugin import (
    Aktor,
    Ditolak,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = ["buat_pleno", "keluarkan_dari_pleno", "masukkan_pleno", "putuskan", "tutup_pleno"]

T = TindakanPermohonan
OBJEK: Final = "paksi_pleno"
PERISTIWA_PLENO: Final = "paksi.pleno"
IZIN_SUSUN: Final = (IZIN_PLENO, IZIN_JADWAL)
"""Who calls a pleno and keeps its agenda: its members, and the LSP's operator."""


class BarisPleno(NamedTuple):
    """A pleno as it was read."""

    id: uuid.UUID
    lembaga_kode: str
    nomor: str
    tanggal: date
    ditutup: bool


def wajib_susun(aktor: Aktor, lembaga: str | None, *, apa: str = "pleno") -> None:
    """Whether the actor may call and keep plenos of this LSP; raises `Ditolak`, `TidakDitemukan`."""
    if lembaga is not None and any(aktor.boleh(i, lembaga=lembaga) for i in IZIN_SUSUN):
        return
    if not any(aktor.punya(i) for i in IZIN_SUSUN):
        raise Ditolak(" / ".join(IZIN_SUSUN))
    raise TidakDitemukan(apa, letak=[apa])


def buat_pleno(
    session: Session,
    aktor: Aktor,
    *,
    lembaga: str,
    nomor: str,
    tanggal: date,
    tempat: str,
    anggota: Sequence[uuid.UUID],
) -> uuid.UUID:
    """Call a pleno of an LSP; the first of `anggota` chairs it.

    Raises `Ditolak`; `TidakDitemukan` lembaga or anggota; `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH, WAJIB_DIISI,
    ANGGOTA_GANDA, TERLALU_BANYAK, TERLALU_PANJANG; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, NOMOR_PLENO_TERPAKAI.
    """
    wajib_susun(aktor, lembaga, apa="lembaga")
    if session.scalar(select(LEMBAGA.c.kode).where(LEMBAGA.c.kode == lembaga)) is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    wajib_aktif(session, "paksi", lembaga)
    rapi = nomor_berita_acara(nomor)
    di = periksa_teks(tempat, letak="tempat", maks=TEMPAT_MAKS, wajib=True)
    orang = periksa_anggota(anggota)
    ada = set(session.scalars(select(ORANG.c.id).where(dalam(ORANG.c.id, orang))))
    for ke, satu in enumerate(orang):
        if satu not in ada:
            raise TidakDitemukan("orang", letak=["anggota", str(ke)])
    id_ = session.scalar(
        sisipkan(session, Pleno)
        .values(id=uuid.uuid4(), lembaga_kode=lembaga, nomor=rapi, tanggal=tanggal, tempat=di)
        .on_conflict_do_nothing(index_elements=["lembaga_kode", "nomor"])
        .returning(Pleno.id)
    )
    if id_ is None:
        raise KeadaanMenolak(
            "NOMOR_PLENO_TERPAKAI",
            f"LSP ini sudah mempunyai pleno dengan nomor {rapi}. Pakai nomor lain.",
            letak=["nomor"],
        )
    session.execute(
        insert(AnggotaPleno),
        [
            {"pleno_id": id_, "orang_id": satu, "urutan": ke, "ketua": ke == 1}
            for ke, satu in enumerate(orang, 1)
        ],
    )
    _umumkan(session, aktor, id_, lembaga, "buat", ["nomor", "tanggal", "tempat", "anggota"])
    return id_


def masukkan_pleno(
    session: Session, aktor: Aktor, *, pleno_id: uuid.UUID, permohonan: Sequence[uuid.UUID]
) -> uuid.UUID:
    """Put recommended applications on the agenda of an open pleno of their LSP: all of them, or none.

    Raises `Ditolak`; `TidakDitemukan` pleno or permohonan; `IsianTidakSah` WAJIB_DIISI, TERLALU_BANYAK;
    `KeadaanMenolak` PLENO_DITUTUP, PLENO_PENUH, KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH.
    """
    ids = sorted(set(permohonan))
    periksa_agenda(len(ids))
    pleno = _kunci(session, aktor, pleno_id)
    if pleno.ditutup:
        raise _ditutup()
    ada = session.scalar(select(func.count()).where(Keputusan.pleno_id == pleno_id)) or 0
    if ada + len(ids) > AGENDA_MAKS:
        raise KeadaanMenolak(
            "PLENO_PENUH",
            f"Satu pleno memuat paling banyak {AGENDA_MAKS} permohonan; sudah ada {ada}. Adakan pleno lain.",
        )
    for id_ in ids:
        row = ambil(session, aktor, id_, T.MASUKKAN_PLENO)
        if row.lembaga_kode != pleno.lembaga_kode:
            raise TidakDitemukan("permohonan", letak=["permohonan"])
        pindah(session, aktor, permohonan=row, tindakan=T.MASUKKAN_PLENO, pleno_id=pleno_id)
        session.execute(
            insert(Keputusan).values(
                permohonan_id=id_,
                putaran=row.putaran,
                pleno_id=pleno_id,
                asesi_orang_id=row.orang_id,
                asesor_orang_id=row.asesor_orang_id,
            )
        )
    _umumkan(session, aktor, pleno_id, pleno.lembaga_kode, "susun", ["agenda"])
    return pleno_id


def keluarkan_dari_pleno(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID) -> uuid.UUID:
    """Take an application nothing is decided about off the agenda. Raises as `masukkan_pleno`; returns the pleno."""
    row = ambil(session, aktor, permohonan_id, T.KELUARKAN_PLENO)
    pindah(session, aktor, permohonan=row, tindakan=T.KELUARKAN_PLENO, pleno_id=None)
    pleno_id = session.scalars(
        delete(Keputusan)
        .where(
            Keputusan.permohonan_id == permohonan_id,
            Keputusan.putaran == row.putaran,
            Keputusan.keputusan.is_(None),
        )
        .returning(Keputusan.pleno_id),
        execution_options=TANPA_SINKRON,
    ).one()
    _umumkan(session, aktor, pleno_id, row.lembaga_kode, "susun", ["agenda"])
    return pleno_id


def putuskan(
    session: Session,
    aktor: Aktor,
    *,
    permohonan_id: uuid.UUID,
    keputusan: Kompetensi,
    alasan: str | None = None,
) -> uuid.UUID:
    """A member of the pleno writes what it decided of an application.

    Raises `Ditolak`; `TidakDitemukan`; `IsianTidakSah` and `KeadaanMenolak` as `periksa_putusan`,
    AKUN_TANPA_ORANG, KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH, or the rule of separation it breaks.
    """
    tindakan = T.PUTUSKAN_KOMPETEN if keputusan is Kompetensi.K else T.PUTUSKAN_BELUM_KOMPETEN
    row = ambil(session, aktor, permohonan_id, tindakan)
    pemutus = wajib_orang(aktor)
    pleno = session.execute(
        select(Pleno.id, Pleno.tanggal)
        .join(Keputusan, Keputusan.pleno_id == Pleno.id)
        .where(Keputusan.permohonan_id == row.id, Keputusan.putaran == row.putaran)
    ).one()
    kini = hari_ini(session, row.wilayah_kode)
    assert row.rekomendasi is not None
    sebab = periksa_putusan(
        keputusan,
        row.rekomendasi,
        alasan,
        pemutus=pemutus,
        anggota=session.scalars(select(AnggotaPleno.orang_id).where(AnggotaPleno.pleno_id == pleno.id)).all(),
        tanggal=pleno.tanggal,
        hari_ini=kini,
    )
    wajib_terpisah(session, Tugas.PEMUTUS, pemutus, permohonan_id=row.id, hari=kini)
    pindah(
        session,
        aktor,
        permohonan=row,
        tindakan=tindakan,
        alasan=sebab,
        syarat=[Permohonan.pleno_id == pleno.id],
    )
    session.execute(
        update(Keputusan)
        .where(Keputusan.permohonan_id == row.id, Keputusan.putaran == row.putaran)
        .values(keputusan=keputusan, pemutus_orang_id=pemutus, alasan=sebab, diputus_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    return permohonan_id


def tutup_pleno(session: Session, aktor: Aktor, *, pleno_id: uuid.UUID) -> uuid.UUID:
    """Close a pleno that decided everything on its agenda; its minutes can be printed then.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLENO_DITUTUP, PLENO_KOSONG, PLENO_BELUM_SELESAI.
    """
    pleno = _kunci(session, aktor, pleno_id)
    if pleno.ditutup:
        raise _ditutup()
    # Who withdrew meanwhile is on the agenda without a decision, and keeps nobody waiting.
    terputus, menunggu = session.execute(
        select(
            func.count(Keputusan.keputusan),
            func.count(case((Permohonan.keadaan == KeadaanPermohonan.PLENO, 1))),
        )
        .join(Permohonan, Permohonan.id == Keputusan.permohonan_id)
        .where(Keputusan.pleno_id == pleno_id)
    ).one()
    if menunggu:
        raise KeadaanMenolak(
            "PLENO_BELUM_SELESAI",
            f"Masih {menunggu} permohonan belum diputus. Putuskan atau keluarkan dari pleno ini.",
        )
    if not terputus:
        raise KeadaanMenolak(
            "PLENO_KOSONG", "Belum ada yang diputus dalam pleno ini. Masukkan permohonan, lalu putuskan."
        )
    session.execute(
        update(Pleno).where(Pleno.id == pleno_id).values(ditutup_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    _umumkan(session, aktor, pleno_id, pleno.lembaga_kode, "tutup", ["ditutup_pada"])
    return pleno_id


def ambil_pleno(session: Session, aktor: Aktor, pleno_id: uuid.UUID) -> BarisPleno:
    """A pleno the actor may keep; raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF."""
    return _baca(session, aktor, pleno_id, kunci=False)


def _kunci(session: Session, aktor: Aktor, pleno_id: uuid.UUID) -> BarisPleno:
    return _baca(session, aktor, pleno_id, kunci=True)


def _baca(session: Session, aktor: Aktor, pleno_id: uuid.UUID, *, kunci: bool) -> BarisPleno:
    stmt = select(
        Pleno.id, Pleno.lembaga_kode, Pleno.nomor, Pleno.tanggal, Pleno.ditutup_pada.is_not(None)
    ).where(Pleno.id == pleno_id)
    row = session.execute(stmt.with_for_update(key_share=True) if kunci else stmt).first()
    wajib_susun(aktor, None if row is None else row.lembaga_kode)
    assert row is not None
    wajib_aktif(session, "paksi", row.lembaga_kode)
    return BarisPleno(*row)


def _ditutup() -> KeadaanMenolak:
    return KeadaanMenolak(
        "PLENO_DITUTUP", "Pleno ini sudah ditutup dan tidak berubah lagi. Adakan pleno baru."
    )


def _umumkan(
    session: Session, aktor: Aktor, pleno_id: uuid.UUID, lembaga: str, apa: str, bidang: Sequence[str]
) -> None:
    catat(
        session,
        aktor,
        f"paksi.pleno_{apa}",
        objek=OBJEK,
        objek_id=str(pleno_id),
        wilayah=lembaga,
        bidang=bidang,
    )
    siarkan(session, PERISTIWA_PLENO, kunci=str(pleno_id), wilayah=lembaga)
