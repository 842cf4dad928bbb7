"""What happens to a cohort and its members, one unit of work each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.angkatan.models import Anggota, Angkatan
from forum_paksi.angkatan.rules import ANGGOTA_MAKS, KeadaanAngkatan, tolak_selesai
from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import IZIN_ANGKATAN, diri
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import WILAYAH
from forum_paksi.warga import warga_pemda
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    rapikan,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "PERISTIWA_ANGKATAN",
    "BarisAnggota",
    "BarisAngkatan",
    "IsianAngkatan",
    "ambil",
    "ambil_anggota",
    "buat_angkatan",
    "keluarkan_anggota",
    "masukkan",
    "selesaikan_angkatan",
    "tahan",
    "tambah_anggota",
    "ubah_angkatan",
    "umumkan",
]

OBJEK: Final = "paksi_angkatan"
PERISTIWA_ANGKATAN: Final = "paksi.angkatan"
"""Told with a cohort's id whenever it, a member or a task of it changed."""
NAMA_MAKS: Final = 200
PENDORONG_MAKS: Final = 500
RUJUKAN_MAKS: Final = 120
K = KeadaanAngkatan


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianAngkatan:
    """What a cohort is called and what asked for it: an action of a plan (RAPI), and how that is cited, or nothing."""

    nama: str
    tahun: int
    pendorong: str | None = None
    rujukan_pendorong: str | None = None

    def periksa(self) -> dict[str, Any]:
        """The columns, every value checked; raises `IsianTidakSah`."""
        nama = periksa_teks(rapikan(self.nama), letak="nama", maks=NAMA_MAKS, wajib=True)
        assert nama is not None
        if not 2000 <= self.tahun <= 2200:
            raise IsianTidakSah("DI_LUAR_BATAS", "Isi dengan tahun yang benar.", letak=["tahun"])
        pendorong = periksa_teks(self.pendorong, letak="pendorong", maks=PENDORONG_MAKS)
        rujukan = periksa_teks(self.rujukan_pendorong, letak="rujukanPendorong", maks=RUJUKAN_MAKS)
        if rujukan is not None and pendorong is None:
            raise IsianTidakSah(
                "WAJIB_DIISI", "Tulis juga aksi yang dirujuk, atau kosongkan rujukannya.", letak=["pendorong"]
            )
        return {
            "nama": nama,
            "nama_cari": nama.casefold()[:NAMA_MAKS],
            "tahun": self.tahun,
            "pendorong": pendorong,
            "rujukan_pendorong": rujukan,
        }


def buat_angkatan(session: Session, aktor: Aktor, *, wilayah: str, isian: IsianAngkatan) -> uuid.UUID:
    """Begin a cohort of a pemda.

    Raises `Ditolak`, `TidakDitemukan` (wilayah), `IsianTidakSah` BUKAN_PEMDA and as `IsianAngkatan.periksa`,
    `KeadaanMenolak` ANGKATAN_SUDAH_ADA or PLUGIN_TIDAK_AKTIF.
    """
    wajib_punya(aktor)
    aktor.wajib(IZIN_ANGKATAN, wilayah=wilayah, apa="wilayah")
    otonom = session.scalar(
        select(WILAYAH.c.otonom).where(WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if otonom is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if not otonom:
        raise IsianTidakSah(
            "BUKAN_PEMDA",
            "Angkatan milik sebuah pemda. Isi kode provinsi, kabupaten, atau kotanya.",
            letak=["wilayah"],
        )
    wajib_aktif(session, "paksi", wilayah)
    angkatan_id = session.scalar(
        sisipkan(session, Angkatan)
        .values(id=uuid.uuid4(), wilayah_kode=wilayah, keadaan=K.BERJALAN, **isian.periksa())
        .on_conflict_do_nothing(index_elements=["wilayah_kode", "tahun", "nama_cari"])
        .returning(Angkatan.id)
    )
    if angkatan_id is None:
        raise _sudah_ada()
    umumkan(session, aktor, "paksi.buat_angkatan", angkatan_id, wilayah, ["nama", "tahun"])
    return angkatan_id


def ubah_angkatan(
    session: Session, aktor: Aktor, *, angkatan_id: uuid.UUID, isian: IsianAngkatan
) -> uuid.UUID:
    """Say anew what a running cohort is called and what asked for it. Raises as `buat_angkatan`, KEADAAN_TIDAK_SESUAI."""
    row = ambil(session, aktor, angkatan_id)
    nilai = isian.periksa()
    tahan(session, angkatan_id)
    try:
        with session.begin_nested():
            session.execute(
                update(Angkatan).where(Angkatan.id == angkatan_id).values(**nilai),
                execution_options=TANPA_SINKRON,
            )
    except IntegrityError:
        raise _sudah_ada() from None
    umumkan(session, aktor, "paksi.ubah_angkatan", angkatan_id, row.wilayah_kode, sorted(nilai))
    return angkatan_id


def selesaikan_angkatan(session: Session, aktor: Aktor, *, angkatan_id: uuid.UUID) -> uuid.UUID:
    """End a cohort: nothing is handed in or asked for any more.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or PLUGIN_TIDAK_AKTIF.
    """
    row = ambil(session, aktor, angkatan_id)
    jadi = session.scalar(
        update(Angkatan)
        .where(Angkatan.id == angkatan_id, Angkatan.keadaan == K.BERJALAN)
        .values(keadaan=K.SELESAI, selesai_pada=waktu_db())
        .returning(Angkatan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise tolak_selesai()
    umumkan(session, aktor, "paksi.selesaikan_angkatan", angkatan_id, row.wilayah_kode, ["keadaan"])
    return angkatan_id


def tambah_anggota(
    session: Session, aktor: Aktor, *, angkatan_id: uuid.UUID, orang: Sequence[uuid.UUID]
) -> int:
    """Take people of the pemda into a running cohort; who left comes back. Returns how many were no members yet.

    Raises `Ditolak`, `TidakDitemukan` (angkatan, orang), `IsianTidakSah` TERLALU_BANYAK or WAJIB_DIISI,
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or PLUGIN_TIDAK_AKTIF.
    """
    row = ambil(session, aktor, angkatan_id)
    if not orang:
        raise IsianTidakSah("WAJIB_DIISI", "Sebut paling sedikit satu orang.", letak=["orang"])
    if len(orang) > ANGGOTA_MAKS:
        raise terlalu_banyak("orang")
    tahan(session, angkatan_id)
    warga = warga_pemda(session, aktor, IZIN_ANGKATAN, pemda=row.wilayah_kode, orang=orang)
    for ke, satu in enumerate(orang):
        if satu not in warga:
            raise TidakDitemukan("orang", letak=["orang", str(ke)])
    baru = masukkan(session, row, warga, letak="orang")
    umumkan(session, aktor, "paksi.tambah_anggota_angkatan", angkatan_id, row.wilayah_kode, ["anggota"])
    return baru


def keluarkan_anggota(session: Session, aktor: Aktor, *, anggota_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Take somebody out of a running cohort; what they did stays on the record. Returns the cohort.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG, `KeadaanMenolak`
    ANGGOTA_KELUAR, KEADAAN_TIDAK_SESUAI or PLUGIN_TIDAK_AKTIF.
    """
    row = ambil_anggota(session, aktor, anggota_id, sendiri=False)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    tahan(session, row.angkatan_id)
    kini = hari_ini(session, row.wilayah_kode)
    jadi = session.scalar(
        update(Anggota)
        .where(Anggota.id == anggota_id, Anggota.keluar.is_(None))
        .values(keluar=kini, alasan=sebab)
        .returning(Anggota.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise _keluar()
    umumkan(
        session, aktor, "paksi.keluarkan_anggota_angkatan", row.angkatan_id, row.wilayah_kode, ["anggota"]
    )
    return row.angkatan_id


# --- for the other modules of this subject ------------------------------------------------------------------


class BarisAngkatan(NamedTuple):
    """A cohort as it was read."""

    id: uuid.UUID
    wilayah_kode: str


class BarisAnggota(NamedTuple):
    """A member as they were read, with the pemda of the cohort."""

    id: uuid.UUID
    angkatan_id: uuid.UUID
    orang_id: uuid.UUID
    perangkat_daerah_id: uuid.UUID | None
    wilayah_kode: str


def wajib_punya(aktor: Aktor) -> None:
    """Raise `Ditolak` unless the actor looks after cohorts somewhere."""
    if not aktor.punya(IZIN_ANGKATAN):
        raise Ditolak(IZIN_ANGKATAN)


def ambil(session: Session, aktor: Aktor, angkatan_id: uuid.UUID) -> BarisAngkatan:
    """A cohort the actor looks after. Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF."""
    wajib_punya(aktor)
    wilayah = session.scalar(select(Angkatan.wilayah_kode).where(Angkatan.id == angkatan_id))
    if wilayah is None:
        raise TidakDitemukan("angkatan", letak=["angkatan"])
    aktor.wajib(IZIN_ANGKATAN, wilayah=wilayah, apa="angkatan")
    wajib_aktif(session, "paksi", wilayah)
    return BarisAngkatan(angkatan_id, wilayah)


def ambil_anggota(session: Session, aktor: Aktor, anggota_id: uuid.UUID, *, sendiri: bool) -> BarisAnggota:
    """A member the actor looks after, or (`sendiri`) is themself; who left can do nothing but is found.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or, for oneself, ANGGOTA_KELUAR.
    """
    row = session.execute(
        select(
            Anggota.id,
            Anggota.angkatan_id,
            Anggota.orang_id,
            Anggota.perangkat_daerah_id,
            Angkatan.wilayah_kode,
            Anggota.keluar,
        )
        .join(Angkatan, Angkatan.id == Anggota.angkatan_id)
        .where(Anggota.id == anggota_id)
    ).first()
    saya = sendiri and row is not None and diri(aktor, row.orang_id)
    if not saya:
        wajib_punya(aktor)
        if row is None:
            raise TidakDitemukan("anggota", letak=["anggota"])
        aktor.wajib(
            IZIN_ANGKATAN,
            wilayah=row.wilayah_kode,
            perangkat_daerah=row.perangkat_daerah_id,
            apa="anggota",
        )
    assert row is not None
    wajib_aktif(session, "paksi", row.wilayah_kode)
    if sendiri and row.keluar is not None:
        raise _keluar()
    return BarisAnggota(*row[:5])


def tahan(session: Session, angkatan_id: uuid.UUID) -> None:
    """Hold a running cohort as it is until this unit ends: of two changes one comes first.

    Raises `KeadaanMenolak` KEADAAN_TIDAK_SESUAI once it is over.
    """
    ada = session.scalar(
        update(Angkatan)
        .where(Angkatan.id == angkatan_id, Angkatan.keadaan == K.BERJALAN)
        .values(keadaan=Angkatan.keadaan)
        .returning(Angkatan.id),
        execution_options=TANPA_SINKRON,
    )
    if ada is None:
        raise tolak_selesai()


def masukkan(
    session: Session,
    row: BarisAngkatan,
    orang: Mapping[uuid.UUID, uuid.UUID | None],
    *,
    letak: str,
) -> int:
    """Make these people (with their offices) members of the cohort, which is held; returns how many were none yet."""
    kini = hari_ini(session, row.wilayah_kode)
    tambah = sisipkan(session, Anggota)
    masuk = session.scalars(
        tambah.on_conflict_do_update(
            index_elements=["angkatan_id", "orang_id"],
            set_={
                "keluar": None,
                "alasan": None,
                "masuk": tambah.excluded.masuk,
                "perangkat_daerah_id": tambah.excluded.perangkat_daerah_id,
            },
            where=Anggota.keluar.is_not(None),
        ).returning(Anggota.id),
        [
            {
                "id": uuid.uuid4(),
                "angkatan_id": row.id,
                "orang_id": satu,
                "perangkat_daerah_id": opd,
                "masuk": kini,
            }
            for satu, opd in sorted(orang.items())
        ],
    ).all()
    banyak = session.scalar(
        select(func.count())
        .select_from(Anggota)
        .where(Anggota.angkatan_id == row.id, Anggota.keluar.is_(None))
    )
    if (banyak or 0) > ANGGOTA_MAKS:
        raise terlalu_banyak(letak)
    return len(masuk)


def terlalu_banyak(letak: str) -> IsianTidakSah:
    """The refusal of more members than a cohort may have."""
    return IsianTidakSah(
        "TERLALU_BANYAK",
        f"Paling banyak {ANGGOTA_MAKS} anggota. Bagi menjadi beberapa angkatan.",
        letak=[letak],
    )


def umumkan(
    session: Session, aktor: Aktor, aksi: str, angkatan_id: uuid.UUID, wilayah: str, bidang: list[str]
) -> None:
    """Put on the record what was done to a cohort, and tell who listens."""
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(angkatan_id), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA_ANGKATAN, kunci=str(angkatan_id), wilayah=wilayah)


def _sudah_ada() -> KeadaanMenolak:
    return KeadaanMenolak(
        "ANGKATAN_SUDAH_ADA",
        "Pemda ini sudah mempunyai angkatan dengan nama itu pada tahun itu. Pakai angkatan itu, atau beri nama lain.",
        letak=["nama"],
    )


def _keluar() -> KeadaanMenolak:
    return KeadaanMenolak(
        "ANGGOTA_KELUAR",
        "Orang ini sudah keluar dari angkatan. Tambahkan lagi sebagai anggota bila ia melanjutkan.",
        letak=["anggota"],
    )
