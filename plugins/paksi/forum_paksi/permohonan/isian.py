"""Writing an application: the draft, APL-01 and APL-02, one unit of work each (domain notes 1.3.2 and 1.3.3)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import IZIN_MOHON, diri
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.models import (
    KEBUTUHAN_KHUSUS,
    TERBUKA,
    AsesmenMandiri,
    NomorPermohonan,
    Permohonan,
)
from forum_paksi.permohonan.rules import KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import ambil, baca_baris, catat_langkah, pindah, tolak_berjalan, umumkan
from forum_paksi.permohonan.tujuan import (
    IsianPermohonan,
    asal_disebut,
    baca_tujuan,
    kolom,
    sertifikat_orang,
)
from forum_paksi.skema.models import Unit
from forum_paksi.sql import Baris, sisipkan
from forum_paksi.tabel import ORANG
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    Kunci,
    TidakDitemukan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "IsianPermohonan",
    "JawabanUnit",
    "buat_permohonan",
    "isi_apl01",
    "jawab_apl02",
    "nomor_baru",
    "unit_belum_ditetapkan",
]

TEKS_MAKS: Final = 4000
K = KeadaanPermohonan
T = TindakanPermohonan


@dataclass(frozen=True, kw_only=True, slots=True)
class JawabanUnit:
    """What the applicant says of one unit."""

    unit: uuid.UUID
    kompeten: bool
    bukti: str


def buat_permohonan(session: Session, aktor: Aktor, *, orang: uuid.UUID, isian: IsianPermohonan) -> uuid.UUID:
    """Write a draft for oneself, or for a person of one's region, by the requirements in force today.

    Raises `Ditolak`; `TidakDitemukan` (orang, skema, lembaga, sertifikat: unknown, another's or outside the scope);
    `IsianTidakSah` as `periksa_asal`, BUKAN_LSP, JALUR_TIDAK_SESUAI or WAJIB_DIISI; `KeadaanMenolak` as `periksa_asal`,
    ORANG_TANPA_WILAYAH, PLUGIN_TIDAK_AKTIF, PERSYARATAN_BELUM_DITETAPKAN, SUDAH_BERSERTIFIKAT or PERMOHONAN_BERJALAN.
    """
    siapa = _pemohon(session, aktor, orang)
    wajib_aktif(session, "paksi", siapa.wilayah_kode)
    kini = hari_ini(session, siapa.wilayah_kode)
    tujuan = baca_tujuan(session, isian, kini)
    nilai = kolom(session, tujuan, asal_disebut(tujuan, sertifikat_orang(session, [orang])[orang]))
    permohonan_id = session.scalar(
        sisipkan(session, Permohonan)
        .values(
            id=uuid.uuid4(),
            nomor=nomor_baru(session, siapa.wilayah_kode, kini.year)[0],
            orang_id=orang,
            wilayah_kode=siapa.wilayah_kode,
            perangkat_daerah_id=siapa.perangkat_daerah_id,
            keadaan=K.DRAF,
            putaran=1,
            **nilai,
        )
        .on_conflict_do_nothing(index_elements=["orang_id", "jenis_skema"], index_where=text(TERBUKA))
        .returning(Permohonan.id)
    )
    if permohonan_id is None:
        raise tolak_berjalan()
    row = baca_baris(session, permohonan_id)
    assert row is not None
    catat_langkah(session, aktor, row, dari=None)
    umumkan(session, aktor, row, "buat", ["keadaan", *nilai])
    return permohonan_id


def _pemohon(session: Session, aktor: Aktor, orang: uuid.UUID) -> Baris:
    siapa = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.perangkat_daerah_id).where(ORANG.c.id == orang)
    ).first()
    sendiri = diri(aktor, orang)
    if not sendiri and not aktor.punya(IZIN_MOHON):
        raise Ditolak(IZIN_MOHON)
    terjangkau = siapa is not None and (
        sendiri
        or aktor.serba_boleh
        or (
            siapa.wilayah_kode is not None
            and aktor.boleh(
                IZIN_MOHON, wilayah=siapa.wilayah_kode, perangkat_daerah=siapa.perangkat_daerah_id
            )
        )
    )
    if siapa is None or not terjangkau:
        raise TidakDitemukan("orang", letak=["orang"])
    if siapa.wilayah_kode is None:
        raise KeadaanMenolak(
            "ORANG_TANPA_WILAYAH",
            "Orang ini terdaftar pada sebuah lembaga, bukan pada wilayah. "
            "Minta administrator mendaftarkannya di wilayah tempatnya berkegiatan.",
            letak=["orang"],
        )
    return siapa


def nomor_baru(session: Session, wilayah: str, tahun: int, banyak: int = 1) -> list[str]:
    """The next numbers of a region in a year; others who write there wait until this unit ends."""
    n = NomorPermohonan
    terakhir = session.scalar(
        sisipkan(session, n)
        .values(wilayah_kode=wilayah, tahun=tahun, terakhir=banyak)
        .on_conflict_do_update(
            index_elements=["wilayah_kode", "tahun"], set_={"terakhir": n.terakhir + banyak}
        )
        .returning(n.terakhir)
    )
    assert terakhir is not None
    return [f"PS-{wilayah}-{tahun}-{ke:03}" for ke in range(terakhir - banyak + 1, terakhir + 1)]


def isi_apl01(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    permohonan_id: uuid.UUID,
    informasi_pendukung: str | None = None,
    kebutuhan_khusus: str | None = None,
    setuju: bool,
) -> uuid.UUID:
    """Fill APL-01 anew: supporting information, special needs, and whether the applicant agrees.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` TERLALU_PANJANG, `KeadaanMenolak` as `ambil`.
    """
    row = ambil(session, aktor, permohonan_id, T.UBAH)
    pendukung = periksa_teks(informasi_pendukung, letak="informasiPendukung", maks=TEKS_MAKS)
    kebutuhan = periksa_teks(kebutuhan_khusus, letak="kebutuhanKhusus", maks=TEKS_MAKS)
    nilai: dict[str, Any] = {
        "informasi_pendukung": pendukung,
        "disetujui_pada": waktu_db() if setuju else None,
        **KEBUTUHAN_KHUSUS.nilai(session, kunci, permohonan_id, kebutuhan),
    }
    pindah(session, aktor, permohonan=row, tindakan=T.UBAH, **nilai)
    return permohonan_id


def jawab_apl02(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, jawaban: Sequence[JawabanUnit]
) -> uuid.UUID:
    """Answer units of the scheme, or answer them anew; units left out stay as they were.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` UNIT_BUKAN_SKEMA, UNIT_GANDA, WAJIB_DIISI or TERLALU_PANJANG,
    `KeadaanMenolak` UNIT_BELUM_DITETAPKAN and as `ambil`.
    """
    row = ambil(session, aktor, permohonan_id, T.UBAH)
    # Held: who sets the list anew at this moment sees the answers, or is seen here.
    milik = select(Unit.id).where(Unit.skema_id == row.skema_id).order_by(Unit.id)
    unit = set(session.scalars(milik.with_for_update(read=True, key_share=True)))
    if not unit:
        raise unit_belum_ditetapkan()
    if not jawaban:
        raise IsianTidakSah("WAJIB_DIISI", "Jawab paling sedikit satu unit.", letak=["jawaban"])
    nilai: dict[uuid.UUID, dict[str, Any]] = {}
    for ke, satu in enumerate(jawaban):
        letak = ["jawaban", str(ke), "unit"]
        if satu.unit not in unit:
            raise IsianTidakSah(
                "UNIT_BUKAN_SKEMA",
                "Unit ini bukan unit skema yang dimohonkan. Pakai unit dari PaksiSkema.unit skema itu.",
                letak=letak,
            )
        if satu.unit in nilai:
            raise IsianTidakSah("UNIT_GANDA", "Unit ini dijawab dua kali. Hapus salah satunya.", letak=letak)
        nilai[satu.unit] = {
            "permohonan_id": permohonan_id,
            "unit_id": satu.unit,
            "kompeten": satu.kompeten,
            "bukti": _bukti(satu.bukti, ke),
        }
    pindah(session, aktor, permohonan=row, tindakan=T.UBAH, bidang=["apl02"])
    sisip = sisipkan(session, AsesmenMandiri).values(list(nilai.values()))
    session.execute(
        sisip.on_conflict_do_update(
            index_elements=["permohonan_id", "unit_id"],
            set_={"kompeten": sisip.excluded.kompeten, "bukti": sisip.excluded.bukti},
        )
    )
    return permohonan_id


def _bukti(teks: str, ke: int) -> str | None:
    try:
        return periksa_teks(teks, letak="bukti", maks=TEKS_MAKS, wajib=True)
    except IsianTidakSah as galat:
        raise IsianTidakSah(galat.kode, galat.pesan, letak=["jawaban", str(ke), "bukti"]) from None


def unit_belum_ditetapkan() -> KeadaanMenolak:
    """The refusal of a self-assessment for a scheme whose units nobody has set."""
    return KeadaanMenolak(
        "UNIT_BELUM_DITETAPKAN",
        "Unit kompetensi skema ini belum ditetapkan. Minta operator nasional PAKSI menetapkannya.",
    )
