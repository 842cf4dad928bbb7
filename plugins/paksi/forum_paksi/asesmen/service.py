"""What happens to a round of assessment, one unit of work each: given to an asesor, begun, its units, its recommendation.

The state of the application changes by `permohonan.service.pindah` alone, and first: that statement holds the
application until the end of the transaction, so what is read of its rounds afterwards stays so.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from forum_paksi.asesmen.models import Asesmen, AsesmenUnit
from forum_paksi.asesmen.rules import (
    HariAsesmen,
    HasilUnit,
    periksa_hari,
    periksa_rekomendasi,
    periksa_unit,
)
from forum_paksi.asesor.models import Asesor
from forum_paksi.hari import hari_ini
from forum_paksi.jadwal.models import Jadwal, JadwalSesi
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemisahan.rules import Tugas
from forum_paksi.pemisahan.service import wajib_terpisah
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan, Kompetensi, TindakanPermohonan
from forum_paksi.permohonan.service import BarisPermohonan, ambil, pindah
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.skema.models import Unit
from forum_paksi.sql import TANPA_SINKRON, Baris, sisipkan
from forum_server.plugin import Aktor, KeadaanMenolak, TidakDitemukan, setelan_untuk, waktu_db

__all__ = ["catat_tidak_hadir", "catat_unit", "mulai_asesmen", "rekomendasikan", "tugaskan_asesor"]

T = TindakanPermohonan
K = KeadaanPermohonan
TIDAK_MEMAKAI: Final = frozenset({K.MEMENUHI_SYARAT, K.MUNDUR, K.DIBATALKAN, K.TIDAK_HADIR})
"""An application in these states leaves the day of its asesor to others."""


def tugaskan_asesor(
    session: Session,
    aktor: Aktor,
    *,
    permohonan_id: uuid.UUID,
    asesor_id: uuid.UUID,
    tanggal: date | None = None,
) -> uuid.UUID:
    """Give this round of an application to an asesor on a day of its schedule (the first with room, unless chosen).

    May be done again until the assessment begins. A round after an appeal is somebody else's.
    Raises `Ditolak`; `TidakDitemukan` permohonan or asesor; `IsianTidakSah` as `periksa_hari`; `KeadaanMenolak`
    KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH, ASESOR_KEDALUWARSA, ASESOR_PUTARAN_LALU, ASESOR_PENUH,
    or the rule of separation it breaks.
    """
    row = ambil(session, aktor, permohonan_id, T.TUGASKAN_ASESOR)
    asesor = session.execute(
        select(Asesor.orang_id, Asesor.sertifikat_berakhir).where(
            Asesor.id == asesor_id, Asesor.lembaga_kode == row.lembaga_kode
        )
    ).first()
    if asesor is None:
        raise TidakDitemukan("asesor", letak=["asesor"])
    boleh = hari_asesmen(session, row)
    hari = periksa_hari(tanggal, boleh if row.putaran == 1 else None, hari_ini(session, row.wilayah_kode))
    batas = (
        boleh.batas
        if boleh is not None and row.putaran == 1
        else setelan_untuk(session, PaksiSetelan, "paksi", row.lembaga_kode).batas_asesi_per_asesor
    )
    wajib_terpisah(session, Tugas.ASESOR, asesor.orang_id, permohonan_id=row.id, hari=hari[0])
    pindah(
        session,
        aktor,
        permohonan=row,
        tindakan=T.TUGASKAN_ASESOR,
        syarat=[Permohonan.asesor_orang_id.is_not_distinct_from(row.asesor_orang_id)],
        asesor_orang_id=asesor.orang_id,
    )
    _wajib_putaran_baru(session, row, asesor.orang_id)
    dipilih = _hari_longgar(session, row, asesor, hari, batas)
    session.execute(
        sisipkan(session, Asesmen)
        .values(permohonan_id=row.id, putaran=row.putaran, asesor_orang_id=asesor.orang_id, tanggal=dipilih)
        .on_conflict_do_update(
            index_elements=["permohonan_id", "putaran"],
            set_={
                "asesor_orang_id": asesor.orang_id,
                "tanggal": dipilih,
                "ditugaskan_pada": waktu_db(),
            },
        )
    )
    return permohonan_id


def hari_asesmen(session: Session, permohonan: BarisPermohonan) -> HariAsesmen | None:
    """The days of an application's seat and the most asesi per asesor on each; None where it has no seat."""
    rows = session.execute(
        select(JadwalSesi.tanggal, Jadwal.batas_per_asesor)
        .join(Jadwal, Jadwal.id == JadwalSesi.jadwal_id)
        .join(Pemesanan, Pemesanan.jadwal_id == Jadwal.id)
        .where(Pemesanan.id == permohonan.pemesanan_id)
        .distinct()
        .order_by(JadwalSesi.tanggal)
    ).all()
    if not rows:
        return None
    return HariAsesmen(hari=tuple(r.tanggal for r in rows), batas=rows[0].batas_per_asesor)


def _wajib_putaran_baru(session: Session, row: BarisPermohonan, orang: uuid.UUID) -> None:
    lalu = session.scalar(
        select(Asesmen.putaran).where(
            Asesmen.permohonan_id == row.id,
            Asesmen.asesor_orang_id == orang,
            Asesmen.putaran != row.putaran,
        )
    )
    if lalu is not None:
        raise KeadaanMenolak(
            "ASESOR_PUTARAN_LALU",
            f"Orang ini sudah mengases permohonan ini pada putaran {lalu}. Asesmen ulang dilakukan asesor lain.",
            letak=["asesor"],
        )


def _hari_longgar(
    session: Session, row: BarisPermohonan, asesor: Baris, hari: Sequence[date], batas: int
) -> date:
    """The first of these days on which the asesor may still take somebody; holds the asesor's registrations.

    The count is a statement after the lock, so it sees what others gave them until then.
    """
    berlaku = [h for h in hari if h <= asesor.sertifikat_berakhir]
    if not berlaku:
        raise KeadaanMenolak(
            "ASESOR_KEDALUWARSA",
            f"Sertifikat asesor ini berakhir {asesor.sertifikat_berakhir.isoformat()}, sebelum asesmennya. "
            "Perbarui datanya, atau tugaskan asesor lain.",
            letak=["asesor"],
        )
    session.execute(
        select(Asesor.id).where(Asesor.orang_id == asesor.orang_id).order_by(Asesor.id).with_for_update()
    ).all()
    terisi = {
        r.tanggal: r.banyak
        for r in session.execute(
            select(Asesmen.tanggal, func.count().label("banyak"))
            .join(Permohonan, Permohonan.id == Asesmen.permohonan_id)
            .where(
                Asesmen.asesor_orang_id == asesor.orang_id,
                Asesmen.tanggal.in_(berlaku),
                Permohonan.keadaan.not_in(TIDAK_MEMAKAI),
                or_(Asesmen.permohonan_id != row.id, Asesmen.putaran != row.putaran),
            )
            .group_by(Asesmen.tanggal)
        )
    }
    for satu in berlaku:
        if terisi.get(satu, 0) < batas:
            return satu
    raise KeadaanMenolak(
        "ASESOR_PENUH",
        f"Asesor ini sudah mempunyai {batas} asesi pada setiap hari yang mungkin. "
        "Pilih hari atau asesor lain.",
        letak=["asesor"],
    )


def mulai_asesmen(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID) -> uuid.UUID:
    """The assigned asesor begins. Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI,
    PLUGIN_TIDAK_AKTIF, TUGAS_USANG (the seat moved to other days since), ASESOR_KEDALUWARSA, SEDANG_BERUBAH.
    """
    row = ambil(session, aktor, permohonan_id, T.MULAI_ASESMEN)
    kini = hari_ini(session, row.wilayah_kode)
    pindah(session, aktor, permohonan=row, tindakan=T.MULAI_ASESMEN, syarat=[_tetap(row)])
    tanggal, berakhir = session.execute(
        select(Asesmen.tanggal, Asesor.sertifikat_berakhir)
        .join(Asesor, Asesor.orang_id == Asesmen.asesor_orang_id)
        .where(
            Asesmen.permohonan_id == row.id,
            Asesmen.putaran == row.putaran,
            Asesor.lembaga_kode == row.lembaga_kode,
        )
    ).one()
    if row.putaran == 1 and (boleh := hari_asesmen(session, row)) and tanggal not in boleh.hari:
        raise KeadaanMenolak(
            "TUGAS_USANG",
            "Kursi permohonan ini pindah ke jadwal lain sesudah Anda ditugaskan. Minta LSP menugaskan asesornya lagi.",
        )
    if berakhir < kini:
        raise KeadaanMenolak(
            "ASESOR_KEDALUWARSA",
            f"Sertifikat asesor Anda berakhir {berakhir.isoformat()}. Minta LSP memperbarui datanya.",
        )
    session.execute(
        update(Asesmen)
        .where(Asesmen.permohonan_id == row.id, Asesmen.putaran == row.putaran)
        .values(mulai_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    return permohonan_id


def catat_tidak_hadir(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, alasan: str | None = None
) -> uuid.UUID:
    """The asesi did not come: the application ends. Raises as `tarik`."""
    row = ambil(session, aktor, permohonan_id, T.CATAT_TIDAK_HADIR)
    pindah(session, aktor, permohonan=row, tindakan=T.CATAT_TIDAK_HADIR, alasan=alasan)
    return permohonan_id


def catat_unit(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, unit: Sequence[HasilUnit]
) -> uuid.UUID:
    """Write K or BK of some units; written again, a unit is replaced.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` as `periksa_unit`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI,
    PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH.
    """
    row = ambil(session, aktor, permohonan_id, T.CATAT_UNIT)
    hasil = periksa_unit(unit, {id_ for id_, _ in _unit_skema(session, row.skema_id)})
    pindah(session, aktor, permohonan=row, tindakan=T.CATAT_UNIT, syarat=[_tetap(row)])
    stmt = sisipkan(session, AsesmenUnit)
    session.execute(
        stmt.on_conflict_do_update(
            index_elements=["permohonan_id", "putaran", "unit_id"],
            set_={k: stmt.excluded[k] for k in ("hasil", "metode", "catatan")},
        ),
        [
            {
                "permohonan_id": row.id,
                "putaran": row.putaran,
                "unit_id": h.unit_id,
                "hasil": h.hasil,
                "metode": [m.value for m in h.metode],
                "catatan": h.catatan,
            }
            for h in hasil
        ],
    )
    return permohonan_id


def rekomendasikan(
    session: Session,
    aktor: Aktor,
    *,
    permohonan_id: uuid.UUID,
    rekomendasi: Kompetensi,
    catatan: str | None = None,
) -> uuid.UUID:
    """The asesor recommends; a pleno decides.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah`, `KeadaanMenolak` as `periksa_rekomendasi`,
    KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH.
    """
    row = ambil(session, aktor, permohonan_id, T.REKOMENDASIKAN)
    pindah(
        session,
        aktor,
        permohonan=row,
        tindakan=T.REKOMENDASIKAN,
        syarat=[_tetap(row)],
        rekomendasi=rekomendasi,
    )
    hasil: dict[uuid.UUID, Kompetensi] = {
        r.unit_id: r.hasil
        for r in session.execute(
            select(AsesmenUnit.unit_id, AsesmenUnit.hasil).where(
                AsesmenUnit.permohonan_id == row.id, AsesmenUnit.putaran == row.putaran
            )
        )
    }
    catatan = periksa_rekomendasi(_unit_skema(session, row.skema_id), hasil, rekomendasi, catatan)
    session.execute(
        update(Asesmen)
        .where(Asesmen.permohonan_id == row.id, Asesmen.putaran == row.putaran)
        .values(rekomendasi=rekomendasi, catatan=catatan, direkomendasikan_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    return permohonan_id


def _tetap(row: BarisPermohonan) -> ColumnElement[bool]:
    """The asesor is still who acts."""
    return Permohonan.asesor_orang_id == row.asesor_orang_id


def _unit_skema(session: Session, skema_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    rows = session.execute(select(Unit.id, Unit.kode).where(Unit.skema_id == skema_id).order_by(Unit.urutan))
    return [(r.id, r.kode) for r in rows]
