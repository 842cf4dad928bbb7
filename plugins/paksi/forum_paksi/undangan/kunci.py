"""Locking an invitation for one unit of work, reading its text, and moving it on.

Locks are taken in one order everywhere: pool, requests, schedules, invitations, shares.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, or_, select, true, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.kunci import PERISTIWA_HIMPUNAN, HimpunanTerkunci, kunci_baris
from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.pelaku import Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.pengingat.service import kabari_undangan
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.undangan.models import JalurUndangan, Putaran, TanggalUndangan, Undangan
from forum_paksi.undangan.rules import (
    DALAM_TENGGAT,
    PERALIHAN,
    Isi,
    KeadaanUndangan,
    Kesanggupan,
    TindakanUndangan,
    tolak_tindakan,
    tolak_versi,
)
from forum_server.plugin import Aktor, KeadaanMenolak, TidakDitemukan, catat, siarkan, wajib_aktif, waktu_db

OBJEK: Final = "paksi_undangan"


@dataclass(frozen=True, kw_only=True, slots=True)
class UndanganTerkunci:
    """An invitation whose row, and whose pool's row, are locked until the unit ends."""

    id: uuid.UUID
    himpunan: HimpunanTerkunci
    keadaan: KeadaanUndangan
    versi: int


def kunci_undangan(
    session: Session,
    aktor: Aktor,
    undangan_id: uuid.UUID,
    tindakan: TindakanUndangan,
    *,
    versi: int | None = None,
) -> UndanganTerkunci:
    """Lock an invitation the actor may do `tindakan` to, in a state that allows it, with the text the actor read.

    To the LSP an invitation that was never sent is one that is not there. `versi` None: whatever it says now.
    Raises `Ditolak`, `TidakDitemukan` undangan, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, KEADAAN_TIDAK_SESUAI or
    VERSI_BERUBAH.
    """
    peralihan = PERALIHAN[tindakan]
    wajib_punya(aktor, peralihan.oleh)
    himpunan_id = session.scalar(select(Undangan.himpunan_id).where(Undangan.id == undangan_id))
    himpunan = None if himpunan_id is None else kunci_baris(session, himpunan_id)
    if himpunan is None:
        raise TidakDitemukan("undangan", letak=["undangan"])
    keadaan, kini, dikirim_pada = session.execute(
        select(Undangan.keadaan, Undangan.versi, Undangan.dikirim_pada)
        .where(Undangan.id == undangan_id)
        .with_for_update(key_share=True)
    ).one()
    wajib_pelaku(
        aktor,
        peralihan.oleh,
        wilayah=himpunan.wilayah,
        lembaga=None if dikirim_pada is None else himpunan.lembaga,
        apa="undangan",
    )
    wajib_aktif(session, "paksi", himpunan.wilayah)
    if keadaan not in peralihan.dari:
        raise tolak_tindakan(keadaan, tindakan)
    if versi is not None and versi != kini:
        raise tolak_versi(kini, versi)
    return UndanganTerkunci(id=undangan_id, himpunan=himpunan, keadaan=keadaan, versi=kini)


def baca_isi(session: Session, undangan_id: uuid.UUID, versi: int) -> tuple[Isi, Kesanggupan | None]:
    """The text of one version; the second is what the LSP added, None in a text of the coordinator's."""
    satu = session.execute(
        select(
            Putaran.jenis,
            Putaran.tuan_rumah,
            Putaran.tuk_nama,
            Putaran.tuk_alamat,
            Putaran.tuk_wilayah,
            Putaran.peserta,
            Putaran.sumber_anggaran,
            Putaran.anggaran_rupiah,
            Putaran.catatan,
            Putaran.jumlah_asesor,
            Putaran.batas_per_asesor,
            Putaran.batas_daftar,
        ).where(Putaran.undangan_id == undangan_id, Putaran.versi == versi)
    ).one()
    tanggal = session.execute(
        select(TanggalUndangan.mulai, TanggalUndangan.sampai)
        .where(TanggalUndangan.undangan_id == undangan_id, TanggalUndangan.versi == versi)
        .order_by(TanggalUndangan.urutan)
    )
    jalur = session.scalars(
        select(JalurUndangan.jalur_kode)
        .where(JalurUndangan.undangan_id == undangan_id, JalurUndangan.versi == versi)
        .order_by(JalurUndangan.jalur_kode)
    )
    isi = Isi(
        jenis=satu.jenis,
        tuan_rumah=satu.tuan_rumah,
        tuk_nama=satu.tuk_nama,
        tuk_alamat=satu.tuk_alamat,
        tuk_wilayah=satu.tuk_wilayah,
        tanggal=tuple(Rentang(mulai=mulai, sampai=sampai) for mulai, sampai in tanggal),
        peserta=satu.peserta,
        sumber_anggaran=satu.sumber_anggaran,
        anggaran_rupiah=satu.anggaran_rupiah,
        jalur=tuple(jalur),
        catatan=satu.catatan,
    )
    if satu.jumlah_asesor is None:
        return isi, None
    return isi, Kesanggupan(
        jumlah_asesor=satu.jumlah_asesor,
        batas_per_asesor=satu.batas_per_asesor,
        batas_daftar=satu.batas_daftar,
    )


def tulis_putaran(
    session: Session,
    aktor: Aktor,
    undangan_id: uuid.UUID,
    versi: int,
    isi: Isi,
    sanggup: Kesanggupan | None = None,
) -> None:
    """Write a version of the text: the coordinator's, not sent yet, or with `sanggup` the LSP's answer."""
    session.execute(
        insert(Putaran).values(
            undangan_id=undangan_id,
            versi=versi,
            pihak=Pelaku.KOORDINATOR if sanggup is None else Pelaku.LSP,
            jenis=isi.jenis,
            tuan_rumah=isi.tuan_rumah,
            tuk_nama=isi.tuk_nama,
            tuk_alamat=isi.tuk_alamat,
            tuk_wilayah=isi.tuk_wilayah,
            peserta=isi.peserta,
            sumber_anggaran=isi.sumber_anggaran,
            anggaran_rupiah=isi.anggaran_rupiah,
            catatan=isi.catatan,
            jumlah_asesor=None if sanggup is None else sanggup.jumlah_asesor,
            batas_per_asesor=None if sanggup is None else sanggup.batas_per_asesor,
            batas_daftar=None if sanggup is None else sanggup.batas_daftar,
            akun_id=aktor.akun_id,
            dikirim_pada=None if sanggup is None else waktu_db(),
        )
    )
    session.execute(
        insert(TanggalUndangan),
        [
            {"undangan_id": undangan_id, "versi": versi, "urutan": ke, "mulai": t.mulai, "sampai": t.sampai}
            for ke, t in enumerate(isi.tanggal, 1)
        ],
    )
    if isi.jalur:
        session.execute(
            insert(JalurUndangan),
            [{"undangan_id": undangan_id, "versi": versi, "jalur_kode": kode} for kode in isi.jalur],
        )


def pindah(
    session: Session,
    aktor: Aktor,
    undangan: UndanganTerkunci,
    tindakan: TindakanUndangan,
    **nilai: Any,
) -> None:
    """Take a locked invitation to the state `tindakan` leads to, by one conditional statement; audit entry and event.

    The condition is the whole rule: state, the version that was read, and the day set for the answer.
    Raises `KeadaanMenolak` LEWAT_TENGGAT_JAWAB or KEADAAN_TIDAK_SESUAI.
    """
    peralihan = PERALIHAN[tindakan]
    tepat_waktu: ColumnElement[bool] = true()
    if tindakan in DALAM_TENGGAT:
        tepat_waktu = or_(Undangan.jawab_sampai.is_(None), Undangan.jawab_sampai > waktu_db())
    jadi = session.scalar(
        update(Undangan)
        .where(
            Undangan.id == undangan.id,
            Undangan.keadaan.in_(peralihan.dari),
            Undangan.versi == undangan.versi,
            tepat_waktu,
        )
        .values(keadaan=peralihan.ke or undangan.keadaan, **nilai)
        .returning(Undangan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise _sebab(session, undangan, tindakan)
    umumkan(session, aktor, undangan.id, undangan.himpunan, tindakan.value, ["keadaan", *nilai])
    if undangan.keadaan is not KeadaanUndangan.DRAF or tindakan is TindakanUndangan.KIRIM:
        kabari_undangan(
            session,
            undangan_id=undangan.id,
            versi=undangan.versi,
            himpunan_id=undangan.himpunan.id,
            wilayah=undangan.himpunan.wilayah,
            lembaga=undangan.himpunan.lembaga,
            tindakan=tindakan.value,
        )


def _sebab(session: Session, undangan: UndanganTerkunci, tindakan: TindakanUndangan) -> KeadaanMenolak:
    kini = session.scalar(select(Undangan.keadaan).where(Undangan.id == undangan.id))
    if kini is not None and kini in PERALIHAN[tindakan].dari:
        return KeadaanMenolak(
            "LEWAT_TENGGAT_JAWAB",
            "Tenggat jawaban undangan ini sudah lewat. Minta koordinator mengirim undangan baru.",
        )
    return tolak_tindakan(kini or undangan.keadaan, tindakan)


def tanggapi(
    session: Session, undangan_id: uuid.UUID, versi: int, hasil: KeadaanUndangan, alasan: str | None = None
) -> None:
    """Write on a version of the text what became of it; on one nobody was sent there is nothing to write."""
    session.execute(
        update(Putaran)
        .where(
            Putaran.undangan_id == undangan_id,
            Putaran.versi == versi,
            Putaran.dikirim_pada.is_not(None),
            Putaran.hasil.is_(None),
        )
        .values(hasil=hasil, alasan=alasan, ditanggapi_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )


def umumkan(
    session: Session,
    aktor: Aktor,
    undangan_id: uuid.UUID,
    himpunan: HimpunanTerkunci,
    apa: str,
    bidang: list[str],
) -> None:
    """Audit entry of something done to an invitation, and its pool's event."""
    catat(
        session,
        aktor,
        f"paksi.undangan_{apa.lower()}",
        objek=OBJEK,
        objek_id=str(undangan_id),
        wilayah=himpunan.wilayah,
        bidang=bidang,
    )
    siarkan(session, PERISTIWA_HIMPUNAN, kunci=str(himpunan.id), wilayah=himpunan.wilayah)
