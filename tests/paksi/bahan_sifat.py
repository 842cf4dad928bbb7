"""A small country to try everything in: officers who hold every permission, applicants, and what must never be seen."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.kegiatan.rules import IsianKegiatan, JenisKegiatan
from forum_paksi.persyaratan.rules import (
    IsianButir,
    IsianPersyaratan,
    Jendela,
    JenisButir,
    JenisPermohonan,
)
from forum_paksi.persyaratan.service import tetapkan_persyaratan
from forum_paksi.sertifikat.penerbit import IsianPenerbit, masa_penerbit, tetapkan_penerbit
from forum_paksi.sertifikat.rangkaian import tulis
from forum_paksi.sertifikat.rules import berakhir, diakui
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import Aktor, Hibah, bebas_jejak
from tests.paksi.bahan import (
    HARI,
    LSP,
    PONTIANAK,
    RANCANGAN,
    SISTEM,
    aktor,
    dasar,
    hibah,
    jadwal,
    orang,
    tabel,
)
from tests.paksi.bahan_permohonan import skema, unit

SEMUA_IZIN = frozenset(
    {
        "paksi:mohon",
        "paksi:verifikasi",
        "paksi:asesmen",
        "paksi:pleno",
        "paksi:banding",
        "paksi:terbitkan",
        "paksi:jadwal",
        "paksi:kegiatan",
        "paksi:periksa_kegiatan",
        "paksi:minta",
    }
)
NASIONAL = aktor(hibah("paksi:acuan", wilayah="ID"))
KINI = datetime.now(UTC).date()
J = JenisPermohonan
JALAN: tuple[tuple[str, JenisPermohonan, str | None, str | None, int | None], ...] = (
    ("PAKSI_PERTAMA", J.BARU, "PENGALAMAN", None, 2),
    ("PAKSI_PERTAMA", J.PERPANJANGAN, None, None, 1),
    ("PAKSI_PERTAMA", J.SERTIFIKASI_ULANG, None, None, 1),
    ("PAKSI_MUDA", J.NAIK_JENJANG, None, "PAKSI_PERTAMA", None),
    ("API", J.BARU, None, None, 2),
)
"""Scheme, kind, jalur, scheme it starts from, and how many reports it counts (None: a verifier judges)."""


def serba_bisa(orang_id: uuid.UUID, nama: str, lembaga: str = LSP) -> Aktor:
    """A person who holds every permission there is, at an LSP and in the region: only the rules stop them."""
    return Aktor(
        akun_id=orang_id,
        orang_id=orang_id,
        nama=nama,
        hibah=(
            Hibah(peran="uji", izin=SEMUA_IZIN, lembaga=lembaga),
            Hibah(peran="uji", izin=SEMUA_IZIN, wilayah=PONTIANAK),
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Negeri:
    """Five officers, three applicants of whom the last is an officer too, and the asesor among them."""

    petugas: tuple[uuid.UUID, ...]
    pemohon: tuple[uuid.UUID, ...]
    asing: uuid.UUID
    asesor: dict[uuid.UUID, uuid.UUID]
    """By the person."""
    unit: dict[str, tuple[uuid.UUID, ...]]
    """By the code of the scheme."""

    def aktor(self, orang_id: uuid.UUID) -> Aktor:
        """The account of one of them."""
        if orang_id in self.pemohon[:-1]:
            return Aktor(akun_id=orang_id, orang_id=orang_id, nama="pemohon", hibah=())
        return serba_bisa(orang_id, "petugas", "lsp-lain" if orang_id == self.asing else LSP)

    @property
    def semua(self) -> tuple[Aktor, ...]:
        """Everybody, a nameless account of the region's operator, and the server itself."""
        tanpa_orang = replace(serba_bisa(self.asing, "tanpa orang"), orang_id=None)
        return (
            *(self.aktor(o) for o in (*self.petugas, *self.pemohon, self.asing)),
            tanpa_orang,
            SISTEM,
        )


def negeri(session: Session) -> Negeri:
    """Build it."""
    dasar(session, aktif=("ID", LSP, "lsp-lain"))
    session.execute(update(tabel("plugin_wilayah")).values(setelan={"bukti_kegiatan_min": 0}))
    semua = orang(session, 9)
    petugas, pemohon, asing = semua[:5], semua[5:8], semua[8]
    for jenis in JenisSkema:
        tetapkan_penerbit(
            session,
            NASIONAL,
            isian=IsianPenerbit(
                lembaga=LSP, jenis=jenis, berlaku_dari=date(1999, 1, 1), berlaku_sampai=None, sumber="uji"
            ),
        )
    for jalan in JALAN:
        tetapkan_persyaratan(session, NASIONAL, isian=_syarat(*jalan))
    return Negeri(
        petugas=tuple(petugas),
        pemohon=tuple(pemohon),
        asing=asing,
        asesor={
            siapa: daftarkan_asesor(
                session,
                SISTEM,
                lembaga=LSP,
                orang_id=siapa,
                no_met=f"MET.000.00{n} 2024",
                sertifikat_berakhir=date(2035, 12, 31),
            )
            for n, siapa in enumerate((*petugas[:3], pemohon[-1]), 1)
        },
        unit={kode: tuple(unit(session, kode=kode)) for kode in sorted({j[0] for j in JALAN})},
    )


def _syarat(
    skema: str, jenis: JenisPermohonan, jalur: str | None, dari: str | None, jumlah: int | None
) -> IsianPersyaratan:
    def butir(kode: str, apa: JenisButir, **lain: Any) -> IsianButir:
        return IsianButir(kode=kode, jenis=apa, nama=kode, petunjuk="Lengkapi.", sumber="uji", **lain)

    isi = [
        butir("ELEARNING", JenisButir.ELEARNING, jumlah=1),
        butir(
            "PENYULUHAN",
            JenisButir.KEGIATAN,
            jumlah=jumlah,
            jendela=Jendela.KAPAN_SAJA,
            jenis_kegiatan=(JenisKegiatan.PENYULUHAN,),
        ),
    ]
    if jenis in {J.PERPANJANGAN, J.NAIK_JENJANG}:
        isi.append(butir("SERTIFIKAT", JenisButir.SERTIFIKAT_AKTIF, jumlah=1))
    return IsianPersyaratan(
        skema=skema, jenis=jenis, jalur=jalur, dari_skema=dari, berlaku_dari=KINI, sumber="uji", butir=isi
    )


def jadwal_baru(session: Session, ke: int, skema: str, jalur: str | None) -> uuid.UUID:
    """An open schedule on days of its own."""
    return jadwal(
        session,
        skema_kode=skema,
        jalur=() if jalur is None else (jalur,),
        sesi=(replace(RANCANGAN.sesi[0], tanggal=HARI + timedelta(7 * ke)),),
        jumlah_asesor=3,
        batas_per_asesor=5,
        kapasitas=12,
    )


def laporan(ke: int) -> IsianKegiatan:
    """What a report says; each is about a day of its own."""
    hari = KINI - timedelta(30 + ke)
    return IsianKegiatan(
        lembaga=LSP,
        jenis=JenisKegiatan.PENYULUHAN,
        nama=f"Penyuluhan {ke}",
        ruang_lingkup="Pendidikan",
        sasaran="Guru",
        tujuan="Contoh",
        deskripsi="Contoh",
        tempat="Aula",
        mulai=hari,
        selesai=hari,
        jumlah_peserta=20,
    )


def tahun_berlalu(session: Session, orang_id: uuid.UUID, hari: int) -> None:
    """As if a person's certificates were so many days older; nothing else in the product lets time pass."""
    bebas_jejak(session, "a test's own time")
    t = tabel("paksi_sertifikat")
    rows = session.execute(
        t.select()
        .with_only_columns(t.c.id, t.c.terbit, t.c.berakhir, t.c.berhenti_pada)
        .where(t.c.orang_id == orang_id)
    ).all()
    for r in rows:
        session.execute(
            update(t)
            .where(t.c.id == r.id)
            .values(
                terbit=r.terbit - timedelta(hari),
                berakhir=r.berakhir - timedelta(hari),
                berhenti_pada=None if r.berhenti_pada is None else r.berhenti_pada - timedelta(hari),
            )
        )


def impor_lama(session: Session, orang_id: uuid.UUID, lembaga: str, nomor: str, hari: int) -> None:
    """A PAKSI certificate of so many days ago, as a workbook brings it."""
    bebas_jejak(session, "the import's own entry")
    id_ = skema(session)
    terbit = KINI - timedelta(hari)
    tulis(
        session,
        SISTEM,
        [
            {
                "id": uuid.uuid4(),
                "orang_id": orang_id,
                "skema_id": id_,
                "jenis": JenisSkema.PAKSI,
                "lembaga_kode": lembaga,
                "nomor": nomor,
                "terbit": terbit,
                "berakhir": berakhir(terbit, 36),
                "diakui": diakui(
                    masa_penerbit(session), lembaga=lembaga, jenis=JenisSkema.PAKSI, terbit=terbit
                ),
                "wilayah_kode": PONTIANAK,
                "perangkat_daerah_id": None,
            }
        ],
        skema={id_: "PAKSI_PERTAMA"},
    )


# --- what must never be seen ------------------------------------------------------------------------------

_KEPUTUSAN_TERAKHIR = """
    SELECT 1 FROM paksi_pleno_keputusan k JOIN paksi_pleno s ON s.id = k.pleno_id
    WHERE k.permohonan_id = p.id AND k.putaran = p.putaran AND k.keputusan = 'K' AND s.lembaga_kode = p.lembaga_kode
"""
MUSTAHIL: dict[str, str] = {
    "two active certificates of one person": """
        SELECT orang_id FROM paksi_sertifikat WHERE jenis = 'PAKSI' AND diakui AND keadaan = 'AKTIF'
        GROUP BY orang_id HAVING count(*) > 1""",
    "competent without a pleno": f"""
        SELECT p.id FROM paksi_permohonan p WHERE p.keadaan IN ('KOMPETEN', 'SERTIFIKAT_TERBIT')
        AND NOT EXISTS ({_KEPUTUSAN_TERAKHIR})""",
    "a certificate without a pleno": f"""
        SELECT s.id FROM paksi_sertifikat s JOIN paksi_permohonan p ON p.id = s.permohonan_id
        WHERE NOT EXISTS ({_KEPUTUSAN_TERAKHIR})""",
    "decided by an asesor of it": """
        SELECT k.permohonan_id FROM paksi_pleno_keputusan k JOIN paksi_asesmen a
        ON a.permohonan_id = k.permohonan_id WHERE a.asesor_orang_id = k.pemutus_orang_id""",
    "decided by the applicant or the verifier": """
        SELECT p.id FROM paksi_pleno_keputusan k JOIN paksi_permohonan p ON p.id = k.permohonan_id
        WHERE k.pemutus_orang_id IN (p.orang_id, p.verifikator_orang_id)""",
    "an appeal judged by who took part": """
        SELECT b.permohonan_id FROM paksi_banding b JOIN paksi_permohonan p ON p.id = b.permohonan_id
        WHERE b.hakim_orang_id IN (p.orang_id, p.verifikator_orang_id)
        OR b.hakim_orang_id IN (SELECT asesor_orang_id FROM paksi_asesmen a
            WHERE a.permohonan_id = b.permohonan_id AND a.putaran <= b.putaran)
        OR b.hakim_orang_id IN (SELECT pemutus_orang_id FROM paksi_pleno_keputusan k
            WHERE k.permohonan_id = b.permohonan_id AND k.putaran <= b.putaran)""",
    "verified or assessed by the applicant": """
        SELECT p.id FROM paksi_permohonan p LEFT JOIN paksi_asesmen a ON a.permohonan_id = p.id
        WHERE p.orang_id IN (p.verifikator_orang_id, a.asesor_orang_id)""",
    "a report counted twice": """
        SELECT kegiatan_id FROM paksi_kegiatan_pemakaian GROUP BY kegiatan_id HAVING count(*) > 1""",
    "a report counted that does not count": """
        SELECT u.kegiatan_id FROM paksi_kegiatan_pemakaian u JOIN paksi_kegiatan k ON k.id = u.kegiatan_id
        JOIN paksi_permohonan p ON p.id = u.permohonan_id
        WHERE k.orang_id <> p.orang_id OR k.keadaan <> 'DITERIMA'""",
    "a certificate on fewer reports than it takes": """
        SELECT p.id FROM paksi_permohonan p JOIN paksi_persyaratan_butir b ON b.persyaratan_id = p.persyaratan_id
        WHERE b.jenis = 'KEGIATAN' AND b.wajib AND b.jumlah IS NOT NULL
        AND p.keadaan NOT IN ('DRAF', 'PERLU_PERBAIKAN', 'TIDAK_MEMENUHI_SYARAT', 'BELUM_KOMPETEN', 'MUNDUR',
            'DIBATALKAN', 'TIDAK_HADIR')
        AND b.jumlah > (SELECT count(*) FROM paksi_kegiatan_pemakaian u
            WHERE u.permohonan_id = p.id AND u.butir_kode = b.kode)""",
}
"""What no sequence of actions may lead to, each as a statement of its own that trusts no code of the product."""


def terlihat(koneksi: sqlite3.Connection) -> list[str]:
    """The names of what is there although it must not be."""
    return [nama for nama, stmt in MUSTAHIL.items() if koneksi.execute(stmt).fetchone() is not None]


def tabel_isi(koneksi: sqlite3.Connection) -> list[str]:
    """Every table that anything could be written to."""
    rows: Iterable[Sequence[Any]] = koneksi.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'wilayah'"
    )
    return sorted(str(r[0]) for r in rows)


def cap(koneksi: sqlite3.Connection, tabel_: Sequence[str]) -> dict[str, int]:
    """A fingerprint of the content of each of these tables."""
    return {t: hash(frozenset(koneksi.execute(f'SELECT rowid, * FROM "{t}"').fetchall())) for t in tabel_}
