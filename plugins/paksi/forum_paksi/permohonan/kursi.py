"""The seat of an application: given when both are there, taken when the seat ends.

A seat is confirmed in the open share or through a himpunan; an application is ready for one when it meets the
requirements. Whichever comes second joins them, in its own unit of work.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.asesmen.models import Asesmen
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.jadwal.rules import JenisJadwal
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import SELESAI, KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import BarisPermohonan, ambil, baca_baris, pindah
from forum_paksi.skema.models import Skema
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import Aktor, KeadaanMenolak, dalam

__all__ = ["dudukkan", "jadwalkan", "kursi_dikonfirmasi", "kursi_dilepas", "kursi_tidak_dihadiri"]

K = KeadaanPermohonan
T = TindakanPermohonan
SISTEM: Final = Aktor.sistem("paksi")
_SKEMA_JADWAL = aliased(Skema)
_LAIN = aliased(Permohonan)


def _pasangan() -> Select[Any, Any]:
    """(application, seat) pairs that belong together: one person, scheme, jalur and LSP; in a fixed order.

    A seat that an application had stays its own, however that one ended.
    """
    return (
        select(Permohonan.id, Pemesanan.id)
        .join(Pemesanan, Pemesanan.orang_id == Permohonan.orang_id)
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .join(Skema, Skema.id == Permohonan.skema_id)
        .join(_SKEMA_JADWAL, _SKEMA_JADWAL.id == Jadwal.skema_id)
        .where(
            Permohonan.keadaan == K.MEMENUHI_SYARAT,
            Pemesanan.keadaan == KeadaanPemesanan.DIKONFIRMASI,
            Jadwal.jenis == JenisJadwal.ASESMEN,
            Jadwal.lembaga_kode == Permohonan.lembaga_kode,
            _SKEMA_JADWAL.kode == Skema.kode,
            Pemesanan.jalur_kode.is_not_distinct_from(Permohonan.jalur_kode),
            ~exists().where(_LAIN.pemesanan_id == Pemesanan.id),
        )
        .order_by(Permohonan.id, Jadwal.mulai_pada, Pemesanan.id)
    )


def kursi_dikonfirmasi(session: Session, pemesanan: Collection[uuid.UUID]) -> None:
    """Give these seats, just confirmed, to the applications that wait for one."""
    _tahan(session, pemesanan)
    sudah: set[uuid.UUID] = set()
    for permohonan_id, pemesanan_id in session.execute(
        _pasangan().where(dalam(Pemesanan.id, pemesanan))
    ).all():
        if permohonan_id not in sudah:
            sudah.add(permohonan_id)
            _dudukkan(session, SISTEM, _baca(session, permohonan_id), pemesanan_id)


def dudukkan(session: Session, permohonan: BarisPermohonan) -> BarisPermohonan:
    """Give an application that has just met the requirements the seat its person has already, if any."""
    row = session.execute(_pasangan().where(Permohonan.id == permohonan.id).limit(1)).first()
    return permohonan if row is None else _dudukkan(session, SISTEM, permohonan, row[1])


def jadwalkan(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID) -> uuid.UUID:
    """Join an application with its person's confirmed seat, where that did not happen by itself.

    Raises `Ditolak`, `TidakDitemukan` permohonan, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or BELUM_BERKURSI.
    """
    permohonan = ambil(session, aktor, permohonan_id, T.JADWALKAN)
    session.execute(select(Permohonan.id).where(Permohonan.id == permohonan_id).with_for_update()).all()
    row = session.execute(_pasangan().where(Permohonan.id == permohonan_id).limit(1)).first()
    if row is None:
        raise KeadaanMenolak(
            "BELUM_BERKURSI",
            "Orang ini belum mempunyai kursi terkonfirmasi pada jadwal asesmen untuk skema, jalur, dan LSP yang sama. "
            "Pesan kursinya, atau ajukan dalam permintaan yang dihimpun provinsi.",
        )
    _dudukkan(session, aktor, permohonan, row[1])
    return permohonan_id


def kursi_dilepas(session: Session, pemesanan: Collection[uuid.UUID]) -> None:
    """Take these seats, just ended, from the applications that had them; they wait for another one, and for an asesor."""
    for permohonan in _berkursi(session, pemesanan):
        session.execute(
            delete(Asesmen).where(
                Asesmen.permohonan_id == permohonan.id,
                Asesmen.putaran == permohonan.putaran,
                Asesmen.mulai_pada.is_(None),
            ),
            execution_options=TANPA_SINKRON,
        )
        pindah(
            session,
            SISTEM,
            permohonan=permohonan,
            tindakan=T.LEPAS_JADWAL,
            pemesanan_id=None,
            asesor_orang_id=None,
        )


def kursi_tidak_dihadiri(session: Session, jadwal_id: uuid.UUID) -> None:
    """End the applications of those who never came, now that the schedule is over."""
    kosong = session.scalars(
        select(Pemesanan.id).where(
            Pemesanan.jadwal_id == jadwal_id, Pemesanan.keadaan == KeadaanPemesanan.TIDAK_HADIR
        )
    ).all()
    for permohonan in _berkursi(session, kosong):
        pindah(session, SISTEM, permohonan=permohonan, tindakan=T.CATAT_TIDAK_HADIR)


def _tahan(session: Session, pemesanan: Collection[uuid.UUID]) -> None:
    """Hold the open applications of the people in these seats, which this unit has just changed.

    An application that takes a seat is held before it looks for one (`dudukkan`, `jadwalkan`): so what is joined in
    this very moment is seen by the next statement here, or sees the changed seat there.
    """
    session.execute(
        select(Permohonan.id)
        .join(Pemesanan, Pemesanan.orang_id == Permohonan.orang_id)
        .where(dalam(Pemesanan.id, pemesanan), Permohonan.keadaan.not_in(SELESAI))
        .order_by(Permohonan.id)
        .with_for_update(of=Permohonan)
    ).all()


def _berkursi(session: Session, pemesanan: Collection[uuid.UUID]) -> list[BarisPermohonan]:
    _tahan(session, pemesanan)
    rows = session.scalars(
        select(Permohonan.id)
        .where(dalam(Permohonan.pemesanan_id, pemesanan), Permohonan.keadaan == K.TERJADWAL)
        .order_by(Permohonan.id)
    ).all()
    return [_baca(session, id_) for id_ in rows]


def _dudukkan(
    session: Session, aktor: Aktor, permohonan: BarisPermohonan, pemesanan_id: uuid.UUID
) -> BarisPermohonan:
    return pindah(session, aktor, permohonan=permohonan, tindakan=T.JADWALKAN, pemesanan_id=pemesanan_id)


def _baca(session: Session, permohonan_id: uuid.UUID) -> BarisPermohonan:
    row = baca_baris(session, permohonan_id)
    assert row is not None
    return row
