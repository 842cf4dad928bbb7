"""Writing an application: the draft, APL-01 and APL-02, one unit of work each (domain notes 1.3.2 and 1.3.3)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from forum_paksi.pelaku import IZIN_MOHON, diri
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.asal import SertifikatAsal, SkemaTujuan, periksa_asal, periksa_baru
from forum_paksi.permohonan.models import (
    KEBUTUHAN_KHUSUS,
    TERBUKA,
    AsesmenMandiri,
    NomorPermohonan,
    Permohonan,
)
from forum_paksi.permohonan.rules import KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import ambil, baca_baris, catat_langkah, pindah, tolak_berjalan, umumkan
from forum_paksi.persyaratan.rules import JenisPermohonan, jalan
from forum_paksi.persyaratan.service import persyaratan_berlaku
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.skema.models import Skema, Unit
from forum_paksi.skema.service import jalur_skema, jalur_untuk, skema_berlaku
from forum_paksi.sql import Baris, sisipkan
from forum_paksi.tabel import LEMBAGA, ORANG
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    Kunci,
    TidakDitemukan,
    sekarang,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "IsianPermohonan",
    "JawabanUnit",
    "buat_permohonan",
    "isi_apl01",
    "jawab_apl02",
    "unit_belum_ditetapkan",
]

TEKS_MAKS: Final = 4000
K = KeadaanPermohonan
T = TindakanPermohonan


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPermohonan:
    """What is applied for, to whom, and from where."""

    skema: str
    lembaga: str
    jenis: JenisPermohonan
    jalur: str | None = None
    dari_sertifikat: uuid.UUID | None = None


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
    kini = sekarang(session)
    nilai = _isi(session, orang, isian, kini.date())
    permohonan_id = session.scalar(
        sisipkan(session, Permohonan)
        .values(
            id=uuid.uuid4(),
            nomor=_nomor(session, siapa.wilayah_kode, kini.year),
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


def _nomor(session: Session, wilayah: str, tahun: int) -> str:
    n = NomorPermohonan
    terakhir = session.scalar(
        sisipkan(session, n)
        .values(wilayah_kode=wilayah, tahun=tahun, terakhir=1)
        .on_conflict_do_update(index_elements=["wilayah_kode", "tahun"], set_={"terakhir": n.terakhir + 1})
        .returning(n.terakhir)
    )
    return f"PS-{wilayah}-{tahun}-{terakhir:03}"


def _isi(session: Session, orang: uuid.UUID, isian: IsianPermohonan, hari_ini: date) -> dict[str, Any]:
    """The columns that say what is applied for, every value checked."""
    skema_id = skema_berlaku(session, isian.skema, hari_ini)
    tujuan = _skema(session, skema_id)
    _wajib_lsp(session, isian.lembaga)
    _wajib_jalur(session, skema_id, isian, hari_ini)
    asal = None if isian.dari_sertifikat is None else _sertifikat(session, orang, isian.dari_sertifikat)
    periksa_asal(isian.jenis, tujuan, asal, hari_ini)
    if isian.jenis is JenisPermohonan.BARU:
        for dimiliki in _semua_sertifikat(session, orang):
            periksa_baru(tujuan, dimiliki, hari_ini)
    naik = asal if isian.jenis is JenisPermohonan.NAIK_JENJANG else None
    tempuh = jalan(isian.skema, isian.jenis, jalur=isian.jalur, dari=naik.skema.kode if naik else None)
    return {
        "skema_id": skema_id,
        "jenis_skema": tujuan.jenis,
        "jenis": isian.jenis,
        "jalur_kode": isian.jalur,
        "dari_sertifikat_id": isian.dari_sertifikat,
        "persyaratan_id": persyaratan_berlaku(session, tempuh, hari_ini),
        "lembaga_kode": isian.lembaga,
    }


def _skema(session: Session, skema_id: uuid.UUID) -> SkemaTujuan:
    row = session.execute(select(Skema.kode, Skema.jenis, Skema.urutan).where(Skema.id == skema_id)).one()
    return SkemaTujuan(kode=row.kode, jenis=row.jenis, urutan=row.urutan)


def _wajib_lsp(session: Session, lembaga: str) -> None:
    jenis = session.scalar(
        select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == lembaga, LEMBAGA.c.dinonaktifkan_pada.is_(None))
    )
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    if jenis != "LSP":
        raise IsianTidakSah(
            "BUKAN_LSP", "Permohonan ditujukan kepada lembaga sertifikasi profesi (LSP).", letak=["lembaga"]
        )


def _wajib_jalur(session: Session, skema_id: uuid.UUID, isian: IsianPermohonan, hari_ini: date) -> None:
    """A first certificate goes by one of the scheme's jalur, if it has any; everything else by none."""
    if isian.jalur is not None:
        if isian.jenis is not JenisPermohonan.BARU:
            raise IsianTidakSah(
                "JALUR_TIDAK_SESUAI",
                f"{isian.jenis.value} tidak memakai jalur. Kosongkan isian ini.",
                letak=["jalur"],
            )
        jalur_untuk(session, skema_id, [isian.jalur], hari_ini)
    elif isian.jenis is JenisPermohonan.BARU and (ada := jalur_skema(session, skema_id, hari_ini)):
        raise IsianTidakSah("WAJIB_DIISI", f"Pilih jalurnya: {', '.join(sorted(ada))}.", letak=["jalur"])


def _sertifikat(session: Session, orang: uuid.UUID, sertifikat: uuid.UUID) -> SertifikatAsal:
    for satu in _semua_sertifikat(session, orang, sertifikat):
        return satu
    raise TidakDitemukan("sertifikat", letak=["dariSertifikat"])


def _semua_sertifikat(
    session: Session, orang: uuid.UUID, sertifikat: uuid.UUID | None = None
) -> list[SertifikatAsal]:
    s = Sertifikat
    stmt = (
        select(Skema.kode, Skema.jenis, Skema.urutan, s.terbit, s.berakhir, s.keadaan, s.diakui)
        .join(Skema, Skema.id == s.skema_id)
        .where(s.orang_id == orang)
    )
    if sertifikat is not None:
        stmt = stmt.where(s.id == sertifikat)
    return [
        SertifikatAsal(
            skema=SkemaTujuan(kode=r.kode, jenis=r.jenis, urutan=r.urutan),
            terbit=r.terbit,
            berakhir=r.berakhir,
            keadaan=r.keadaan,
            diakui=r.diakui,
        )
        for r in session.execute(stmt.order_by(s.terbit, s.id))
    ]


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
    unit = set(session.scalars(select(Unit.id).where(Unit.skema_id == row.skema_id)))
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
