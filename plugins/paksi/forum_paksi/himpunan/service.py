"""What a coordinator does with a pool, one unit of work each; its seats are divided in `alokasi`, its end is in `penyelesaian`."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.keadaan import KeadaanHimpunan, TindakanHimpunan
from forum_paksi.himpunan.kunci import OBJEK, PERISTIWA_HIMPUNAN, kunci_untuk, majukan, umumkan
from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.models import Himpunan, KebijakanUbah
from forum_paksi.jadwal.bagian import cadangkan_bagian
from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalWilayah
from forum_paksi.jadwal.rules import Cakupan
from forum_paksi.pelaku import IZIN_HIMPUN
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.permintaan.rules import ALASAN_MAKS, KeadaanPermintaan, periksa_teks
from forum_paksi.permintaan.service import OBJEK as OBJEK_PERMINTAAN
from forum_paksi.permintaan.service import PERISTIWA_PERMINTAAN
from forum_paksi.skema.models import Skema
from forum_paksi.skema.service import skema_berlaku
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import LEMBAGA, WILAYAH
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    di_bawah,
    sekarang,
    siarkan,
    wajib_aktif,
)

__all__ = [
    "buka_himpunan",
    "cadangkan_untuk",
    "himpun_permintaan",
    "kunci_himpunan",
    "lepas_permintaan",
    "ubah_kebijakan",
]

NAMA_MAKS = 200
T = TindakanHimpunan


def buka_himpunan(
    session: Session,
    aktor: Aktor,
    *,
    wilayah: str,
    nama: str,
    skema: str,
    lembaga: str,
    kebijakan: Kebijakan,
    wajib_kelayakan: bool = False,
) -> uuid.UUID:
    """Open a pool of the province `wilayah` for one skema at one LSP; its policy stands from now on.

    `wajib_kelayakan`: only candidates whose application meets the requirements are seated; never changed after.

    Raises `Ditolak`; `TidakDitemukan` wilayah, skema or lembaga; `IsianTidakSah`; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    aktor.wajib(IZIN_HIMPUN, wilayah=wilayah, apa="wilayah")
    tingkat = session.scalar(
        select(WILAYAH.c.tingkat).where(WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if tingkat is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if tingkat != "PROVINSI":
        raise IsianTidakSah(
            "BUKAN_PROVINSI",
            "Himpunan dibuka oleh provinsi. Pakai kode provinsi, misalnya 61.",
            letak=["wilayah"],
        )
    wajib_aktif(session, "paksi", wilayah)
    judul = periksa_teks(nama, letak="nama", maks=NAMA_MAKS, wajib=True)
    skema_id = skema_berlaku(session, skema, sekarang(session).date())
    jenis = session.scalar(
        select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == lembaga, LEMBAGA.c.dinonaktifkan_pada.is_(None))
    )
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    if jenis != "LSP":
        raise IsianTidakSah(
            "BUKAN_LSP", "Himpunan ditujukan kepada lembaga sertifikasi profesi (LSP).", letak=["lembaga"]
        )
    himpunan_id = uuid.uuid4()
    session.execute(
        insert(Himpunan).values(
            id=himpunan_id,
            wilayah_kode=wilayah,
            lembaga_kode=lembaga,
            skema_id=skema_id,
            nama=judul,
            kebijakan=kebijakan,
            wajib_kelayakan=wajib_kelayakan,
            keadaan=KeadaanHimpunan.TERBUKA,
        )
    )
    catat(
        session,
        aktor,
        "paksi.himpunan_buka",
        objek=OBJEK,
        objek_id=str(himpunan_id),
        wilayah=wilayah,
        bidang=["keadaan", "kebijakan"],
    )
    siarkan(session, PERISTIWA_HIMPUNAN, kunci=str(himpunan_id), wilayah=wilayah)
    return himpunan_id


def himpun_permintaan(
    session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, permintaan_id: uuid.UUID
) -> uuid.UUID:
    """Take a handed-in request of a pemda of the province into the pool.

    Raises `TidakDitemukan` himpunan or permintaan; `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, TIDAK_SEJENIS (other skema
    or LSP), PLUGIN_TIDAK_AKTIF.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.HIMPUN)
    row = session.execute(
        select(Permintaan.wilayah_kode, Permintaan.lembaga_kode, Skema.kode, Permintaan.keadaan)
        .join(Skema, Skema.id == Permintaan.skema_id)
        .where(
            Permintaan.id == permintaan_id,
            di_bawah(Permintaan.wilayah_kode, himpunan.wilayah),
            Permintaan.keadaan != KeadaanPermintaan.DRAF,
        )
    ).first()
    if row is None:
        raise TidakDitemukan("permintaan", letak=["permintaan"])
    wilayah, lembaga, skema, keadaan = row
    aktor.wajib(IZIN_HIMPUN, wilayah=wilayah, apa="permintaan")
    wajib_aktif(session, "paksi", wilayah)
    if (lembaga, skema) != (himpunan.lembaga, himpunan.skema_kode):
        raise KeadaanMenolak(
            "TIDAK_SEJENIS",
            f"Himpunan ini untuk {himpunan.skema_kode} di {himpunan.lembaga}; permintaan itu untuk {skema} di {lembaga}. "
            "Pilih himpunan yang sesuai.",
            letak=["permintaan"],
        )
    _alihkan(
        session,
        aktor,
        permintaan_id,
        wilayah,
        dari=KeadaanPermintaan.DIAJUKAN,
        ke=KeadaanPermintaan.DIHIMPUN,
        semula=None,
        menjadi=himpunan_id,
        kini=keadaan,
        aksi="paksi.himpun_permintaan",
    )
    umumkan(session, aktor, himpunan, T.HIMPUN, bidang=["permintaan"])
    return himpunan_id


def lepas_permintaan(
    session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, permintaan_id: uuid.UUID
) -> uuid.UUID:
    """Let a request out of the pool; it is DIAJUKAN again, with its old time of submission.

    Raises `TidakDitemukan` himpunan or permintaan, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.LEPAS)
    row = session.execute(
        select(Permintaan.wilayah_kode, Permintaan.keadaan).where(
            Permintaan.id == permintaan_id, Permintaan.himpunan_id == himpunan_id
        )
    ).first()
    if row is None:
        raise TidakDitemukan("permintaan", letak=["permintaan"])
    _alihkan(
        session,
        aktor,
        permintaan_id,
        row[0],
        dari=KeadaanPermintaan.DIHIMPUN,
        ke=KeadaanPermintaan.DIAJUKAN,
        semula=himpunan_id,
        menjadi=None,
        kini=row[1],
        aksi="paksi.lepas_permintaan",
    )
    umumkan(session, aktor, himpunan, T.LEPAS, bidang=["permintaan"])
    return himpunan_id


def _alihkan(
    session: Session,
    aktor: Aktor,
    permintaan_id: uuid.UUID,
    wilayah: str,
    *,
    dari: KeadaanPermintaan,
    ke: KeadaanPermintaan,
    semula: uuid.UUID | None,
    menjadi: uuid.UUID | None,
    kini: KeadaanPermintaan,
    aksi: str,
) -> None:
    """Move one request into or out of a locked pool, by one conditional statement."""
    jadi = session.scalar(
        update(Permintaan)
        .where(
            Permintaan.id == permintaan_id,
            Permintaan.keadaan == dari,
            Permintaan.himpunan_id.is_not_distinct_from(semula),
        )
        .values(keadaan=ke, himpunan_id=menjadi)
        .returning(Permintaan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            f"Permintaan itu sedang {kini.value}, bukan {dari.value}. Muat ulang lalu pilih permintaan yang sesuai.",
            letak=["permintaan"],
        )
    catat(
        session,
        aktor,
        aksi,
        objek=OBJEK_PERMINTAAN,
        objek_id=str(permintaan_id),
        wilayah=wilayah,
        bidang=["keadaan", "himpunan_id"],
    )
    siarkan(session, PERISTIWA_PERMINTAAN, kunci=str(permintaan_id), wilayah=wilayah)


def ubah_kebijakan(
    session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, kebijakan: Kebijakan, alasan: str
) -> uuid.UUID:
    """Change the policy of an open pool, with a reason that every pemda of the pool reads.

    Raises `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or TIDAK_BERUBAH.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.UBAH_KEBIJAKAN)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    if kebijakan is himpunan.kebijakan:
        raise KeadaanMenolak(
            "TIDAK_BERUBAH", f"Kebijakan himpunan ini sudah {kebijakan.value}.", letak=["kebijakan"]
        )
    session.execute(
        update(Himpunan).where(Himpunan.id == himpunan_id).values(kebijakan=kebijakan),
        execution_options=TANPA_SINKRON,
    )
    session.execute(
        update(Bagian).where(Bagian.himpunan_id == himpunan_id).values(kebijakan=kebijakan),
        execution_options=TANPA_SINKRON,
    )
    session.execute(
        insert(KebijakanUbah).values(
            himpunan_id=himpunan_id,
            dari=himpunan.kebijakan,
            ke=kebijakan,
            alasan=sebab,
            akun_id=aktor.akun_id,
        )
    )
    umumkan(session, aktor, himpunan, T.UBAH_KEBIJAKAN, bidang=["kebijakan", "alasan"])
    return himpunan_id


def cadangkan_untuk(
    session: Session,
    aktor: Aktor,
    *,
    himpunan_id: uuid.UUID,
    jadwal_id: uuid.UUID,
    kapasitas: int,
    kembali_pada: datetime | None = None,
) -> uuid.UUID:
    """An LSP reserves seats of one of its jadwal for a pool addressed to it; returns the share.

    Raises `TidakDitemukan` himpunan or jadwal, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, TIDAK_SEJENIS (another skema or
    LSP, or a diklat beside asesmen) or DI_LUAR_CAKUPAN, and what `cadangkan_bagian` raises.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.CADANGKAN)
    jadwal = session.execute(
        select(Jadwal.lembaga_kode, Skema.kode, Jadwal.jenis, Jadwal.cakupan)
        .join(Skema, Skema.id == Jadwal.skema_id)
        .where(Jadwal.id == jadwal_id)
        .with_for_update(key_share=True, of=Jadwal)
    ).first()
    if jadwal is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    if (jadwal[0], jadwal[1]) != (himpunan.lembaga, himpunan.skema_kode):
        raise KeadaanMenolak(
            "TIDAK_SEJENIS",
            f"Himpunan ini untuk {himpunan.skema_kode} di {himpunan.lembaga}. Pilih jadwal dengan skema dan LSP itu.",
            letak=["jadwal"],
        )
    lain = session.scalar(
        select(Jadwal.jenis)
        .join(Bagian, Bagian.jadwal_id == Jadwal.id)
        .where(Bagian.himpunan_id == himpunan_id, Jadwal.jenis != jadwal[2])
        .limit(1)
    )
    if lain is not None:
        raise KeadaanMenolak(
            "TIDAK_SEJENIS",
            f"Himpunan ini membagi kursi {lain.value}; kursi {jadwal[2].value} dihimpun tersendiri.",
            letak=["jadwal"],
        )
    _wajib_terbuka(session, jadwal_id, jadwal[3], himpunan.wilayah)
    bagian_id = cadangkan_bagian(
        session,
        aktor,
        jadwal_id=jadwal_id,
        himpunan_id=himpunan_id,
        kapasitas=kapasitas,
        kembali_pada=kembali_pada,
        kebijakan=himpunan.kebijakan,
    )
    umumkan(session, aktor, himpunan, T.CADANGKAN, bidang=["bagian"])
    return bagian_id


def _wajib_terbuka(session: Session, jadwal_id: uuid.UUID, cakupan: Cakupan, provinsi: str) -> None:
    """Raise `KeadaanMenolak` DI_LUAR_CAKUPAN when the LSP opened the schedule to nobody of this province."""
    if cakupan is Cakupan.NASIONAL:
        return
    kode = session.scalar(
        select(JadwalWilayah.wilayah_kode)
        .where(JadwalWilayah.jadwal_id == jadwal_id, di_bawah(JadwalWilayah.wilayah_kode, provinsi))
        .limit(1)
    )
    if kode is None:
        raise KeadaanMenolak(
            "DI_LUAR_CAKUPAN",
            "Jadwal ini tidak dibuka untuk provinsi himpunan itu. Pilih jadwal lain, atau buka jadwalnya lebih luas.",
            letak=["jadwal"],
        )


def kunci_himpunan(session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID) -> uuid.UUID:
    """Lock a pool's requests and policy. Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, HIMPUNAN_KOSONG."""
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.KUNCI)
    if session.scalar(select(Permintaan.id).where(Permintaan.himpunan_id == himpunan_id).limit(1)) is None:
        raise KeadaanMenolak(
            "HIMPUNAN_KOSONG", "Himpunan ini belum berisi permintaan. Himpun paling sedikit satu, lalu kunci."
        )
    majukan(session, aktor, himpunan, T.KUNCI)
    return himpunan_id
