"""Whom each step of an application is told to: once, in words that name nobody. All made up."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.permohonan.kabar import JENIS, KEPADA_LSP, KEPADA_PEMOHON
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import PERALIHAN, KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import baca_baris, pindah
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, isi, tabel
from tests.paksi.bahan_asesmen import KINI, dunia

K = KeadaanPermohonan
T = TindakanPermohonan
TEKS = {j.nama: j for j in JENIS}
PEMOHON: Final = {("pemohon", "paksi.permohonan"), ("op.6171", "paksi.permohonan")}
TAHU: Final[dict[TindakanPermohonan, set[tuple[str, str]]]] = {
    T.UBAH: set(),
    T.AJUKAN: {("verifikator", "paksi.permohonan_lsp")},
    T.TARIK: PEMOHON,
    T.MULAI_VERIFIKASI: set(),
    T.CATAT_TEMUAN: set(),
    T.NYATAKAN_MEMENUHI: PEMOHON,
    T.MINTA_PERBAIKAN: PEMOHON,
    T.NYATAKAN_TIDAK_MEMENUHI: PEMOHON,
    T.JADWALKAN: PEMOHON,
    T.LEPAS_JADWAL: PEMOHON,
    T.TUGASKAN_ASESOR: set(),
    T.MULAI_ASESMEN: set(),
    T.CATAT_TIDAK_HADIR: PEMOHON,
    T.CATAT_UNIT: set(),
    T.REKOMENDASIKAN: set(),
    T.MASUKKAN_PLENO: set(),
    T.KELUARKAN_PLENO: set(),
    T.PUTUSKAN_KOMPETEN: PEMOHON,
    T.PUTUSKAN_BELUM_KOMPETEN: PEMOHON,
    T.AJUKAN_BANDING: {("hakim", "paksi.permohonan_lsp")},
    T.TERIMA_BANDING: PEMOHON,
    T.TOLAK_BANDING: PEMOHON,
    T.TERBITKAN: PEMOHON,
    T.BATALKAN: PEMOHON,
}
"""Who is told of each action; a new action belongs in here."""
ALASAN: Final = "Ani dari Kubu Raya"


def akun(session: Session, nama: str, peran: str | None = None, **nilai: Any) -> None:
    """An account, holding a role where `nilai` says (wilayah_kode or lembaga_kode), or a person's."""
    bebas_jejak(session, "a test's own data")
    id_, orang_id = uuid.uuid4(), nilai.pop("orang_id", None)
    aktif = nilai.pop("aktif", True)
    milik = nilai or {"wilayah_kode": PONTIANAK}
    session.execute(
        insert(tabel("akun")).values(id=id_, nama_pengguna=nama, orang_id=orang_id, aktif=aktif, **milik)
    )
    if peran is not None:
        session.execute(
            insert(tabel("hibah")).values(
                id=uuid.uuid4(), akun_id=id_, peran=peran, mulai=date(2020, 1, 1), tolak=False, **nilai
            )
        )


def semua_akun(session: Session, siapa: uuid.UUID) -> None:
    """The applicant with an account that works and one that was closed, and everybody who might be told."""
    akun(session, "pemohon", orang_id=siapa)
    akun(session, "tutup", orang_id=siapa, aktif=False)
    akun(session, "op.6171", "paksi.operator_pemda", wilayah_kode=PONTIANAK)
    akun(session, "op.6101", "paksi.operator_pemda", wilayah_kode="61.01")
    akun(session, "koordinator", "paksi.koordinator", wilayah_kode="61")
    akun(session, "verifikator", "paksi.verifikator", lembaga_kode=LSP)
    akun(session, "verifikator.lain", "paksi.verifikator", lembaga_kode="lsp-lain")
    for nama, peran in (
        ("asesor", "asesor"),
        ("pemutus", "pemutus"),
        ("hakim", "pemutus_banding"),
        ("lsp", "operator_lsp"),
    ):
        akun(session, nama, f"paksi.{peran}", lembaga_kode=LSP)


def lakukan(
    session: Session, permohonan: uuid.UUID, asesor: uuid.UUID, dari: KeadaanPermohonan, tindakan: T
) -> None:
    """Take a step from this state, as if all before had happened; all that was told before is forgotten."""
    bebas_jejak(session, "a test's own data")
    session.execute(delete(tabel("pemberitahuan")))
    pleno = uuid.uuid4()
    session.execute(
        insert(tabel("paksi_pleno")).values(
            id=pleno, lembaga_kode=LSP, nomor=f"BA-{pleno}", tanggal=KINI, tempat="Aula"
        )
    )
    session.execute(
        update(Permohonan)
        .where(Permohonan.id == permohonan)
        .values(keadaan=dari, asesor_orang_id=asesor, rekomendasi="BK", pleno_id=pleno)
    )
    row = baca_baris(session, permohonan)
    assert row is not None
    pindah(session, SISTEM, permohonan=row, tindakan=tindakan, alasan=ALASAN)


async def kabar(db: Database) -> list[tuple[str, str, dict[str, str]]]:
    """(account, kind, data) of everything told."""
    p, a = tabel("pemberitahuan"), tabel("akun")
    rows = await db.all(select(a.c.nama_pengguna, p.c.jenis, p.c.data).join(a, a.c.id == p.c.akun_id))
    return sorted((r.nama_pengguna, r.jenis, r.data) for r in rows)


async def test_every_step_is_told_to_whom_it_concerns_once_and_to_nobody_else(db: Database) -> None:
    assert TAHU.keys() == set(T)
    d = await dunia(db)
    await db.write(semua_akun, d.asesi[0])
    (permohonan,) = d.permohonan
    ((nomor,),) = await isi(db, "paksi_permohonan", "nomor")
    kunci: set[str] = set()
    for tindakan, peralihan in PERALIHAN.items():
        for dari in sorted(peralihan.dari):
            await db.write(lakukan, permohonan, d.orang["asesor"], dari, tindakan)
            semua = await kabar(db)
            apa = (tindakan, dari)
            assert [(s, j) for s, j, _ in semua] == sorted(TAHU[tindakan]), apa
            for _, jenis, data in semua:
                assert data == {"permohonan": str(permohonan), "nomor": nomor, "tindakan": tindakan}, apa
                kalimat = TEKS[jenis].kalimat(data)
                assert kalimat.startswith(f"Permohonan {nomor} "), apa
                assert not any(kata in kalimat for kata in (ALASAN, "Contoh")), apa
            baru = {k for (k,) in await isi(db, "pemberitahuan", "kunci")}
            assert len(baru) == (1 if TAHU[tindakan] else 0), apa
            assert baru.isdisjoint(kunci), apa
            kunci |= baru


def test_what_only_the_table_of_steps_knows_has_words() -> None:
    assert {t for t, siapa in TAHU.items() if siapa} == {*KEPADA_PEMOHON, *KEPADA_LSP}
    assert KEPADA_PEMOHON.keys().isdisjoint(KEPADA_LSP)
    for tindakan in (*KEPADA_PEMOHON, *KEPADA_LSP):
        assert PERALIHAN[tindakan].ke is not None, tindakan


async def test_what_is_refused_is_told_to_nobody(db: Database) -> None:
    d = await dunia(db)
    await db.write(semua_akun, d.asesi[0])
    (permohonan,) = d.permohonan

    def tanpa_alasan(session: Session) -> None:
        row = baca_baris(session, permohonan)
        assert row is not None
        pindah(session, SISTEM, permohonan=row, tindakan=T.BATALKAN)

    def lalu_gagal(session: Session) -> None:
        row = baca_baris(session, permohonan)
        assert row is not None
        pindah(session, SISTEM, permohonan=row, tindakan=T.BATALKAN, alasan=ALASAN)
        raise GalatDomain("UJI", "Sesuatu sesudahnya gagal.")

    for unit, kode in ((tanpa_alasan, "WAJIB_DIISI"), (lalu_gagal, "UJI")):
        with pytest.raises(GalatDomain) as salah:
            await db.write(unit)
        assert salah.value.kode == kode
        assert await kabar(db) == []
