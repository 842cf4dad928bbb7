"""Who is told of overdue tasks of a cohort, and that they are told once."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.angkatan import service
from forum_paksi.angkatan.jenis import JENIS, TUGAS_JATUH_TEMPO, TUGAS_TERLAMBAT, TUNGGAKAN
from forum_paksi.angkatan.pekerjaan import tagih, tagihan_laporan
from forum_paksi.hari import hari_ini
from forum_server.plugin import Database, bebas_jejak, tanggal_panjang
from tests.paksi.bahan import PONTIANAK, SISTEM, isi, orang, potret, tabel
from tests.paksi.bahan_angkatan import KEMARIN, satu_tugas, siapkan

TEKS = {j.nama: j for j in JENIS}
BATAS = KEMARIN - timedelta(days=1)
"""Over in every zone."""


def _akun(session: Session, nama: str, orang_id: uuid.UUID | None, wilayah: str | None) -> None:
    """An account of a person, or of who looks after a region's cohorts."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(
        insert(tabel("akun")).values(
            id=id_, nama_pengguna=nama, orang_id=orang_id, wilayah_kode=wilayah or PONTIANAK, aktif=True
        )
    )
    if wilayah is not None:
        session.execute(
            insert(tabel("hibah")).values(
                id=uuid.uuid4(),
                akun_id=id_,
                peran="paksi.operator_pemda",
                wilayah_kode=wilayah,
                mulai=datetime(2020, 1, 1, tzinfo=UTC).date(),
                tolak=False,
            )
        )


async def kabar(db: Database) -> list[tuple[str, str, str]]:
    """(account, kind, sentence) of everything told so far."""
    p, a = tabel("pemberitahuan"), tabel("akun")
    rows: Any = await db.all(select(a.c.nama_pengguna, p.c.jenis, p.c.data).join(a, a.c.id == p.c.akun_id))
    return sorted((r.nama_pengguna, r.jenis, TEKS[r.jenis].kalimat(r.data)) for r in rows)


async def test_members_and_their_pemda_are_told_once(db: Database) -> None:
    angkatan, (_, _, keluar), (siti, _, _) = await siapkan(db, 3)
    await db.write(service.keluarkan_anggota, SISTEM, anggota_id=keluar, alasan="Mutasi")
    for nama, siapa, wilayah in (
        ("siti", siti, None),
        ("op.6171", None, PONTIANAK),
        ("op.6101", None, "61.01"),
    ):
        await db.write(_akun, nama, siapa, wilayah)
    terlambat = await satu_tugas(db, angkatan, BATAS)
    await satu_tugas(db, angkatan, KEMARIN + timedelta(days=5))
    (baru,) = await db.write(orang, 1)  # joins after it was due
    await db.write(service.tambah_anggota, SISTEM, angkatan_id=angkatan, orang=[baru])
    await asyncio.gather(tagih(db), tagih(db))
    hari = tanggal_panjang(BATAS)
    sekali = [
        (
            "op.6171",
            TUNGGAKAN,
            (
                f"2 anggota angkatan belum menyerahkan tugas yang batasnya {hari}. "
                "Lihat daftarnya pada tunggakan angkatan, lalu ingatkan mereka."
            ),
        ),
        (
            "siti",
            TUGAS_TERLAMBAT,
            (
                f"Sebuah tugas angkatan Anda lewat batasnya, {hari}. Serahkan hasilnya beserta buktinya secepatnya,"
                " atau hubungi pengelola angkatan."
            ),
        ),
    ]
    assert await kabar(db) == sekali
    assert {t for t, _ in await isi(db, "paksi_angkatan_tagihan", "tugas_id", "anggota_id")} == {terlambat}
    sebelum = await potret(db)
    await tagih(db)
    assert await db.write(tagihan_laporan, PONTIANAK) == 0
    assert await kabar(db) == sekali
    assert await potret(db) == sebelum


async def test_nobody_is_told_of_what_is_over_or_switched_off(db: Database) -> None:
    angkatan, _, _ = await siapkan(db, aktif=("61",))
    await satu_tugas(db, angkatan, BATAS)
    await db.write(_akun, "op.6171", None, PONTIANAK)

    def atur(session: Session, *, aktif: bool) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("plugin_wilayah")
        session.execute(t.update().values(aktif=aktif))

    await db.write(atur, aktif=False)
    await tagih(db)
    await db.write(atur, aktif=True)
    await db.write(service.selesaikan_angkatan, SISTEM, angkatan_id=angkatan)
    await tagih(db)
    assert await kabar(db) == await isi(db, "paksi_angkatan_tagihan", "tugas_id") == []


async def test_a_report_is_asked_for_from_the_end_of_its_span_and_a_task_on_its_last_day(
    db: Database,
) -> None:
    angkatan, _, (siti,) = await siapkan(db)
    await db.write(_akun, "siti", siti, None)
    await db.write(_akun, "op.6171", None, PONTIANAK)
    hari = await db.write(hari_ini, PONTIANAK)
    besok = hari + timedelta(days=1)
    await satu_tugas(db, angkatan, hari, nama="Hari ini")
    await satu_tugas(db, angkatan, besok, nama="Besok")
    await db.write(_laporan, angkatan, hari, besok)
    await db.write(_laporan, angkatan, besok, besok)
    await asyncio.gather(tagih(db), tagih(db))
    sekali = [
        (
            "siti",
            TUGAS_JATUH_TEMPO,
            f"{apa} angkatan Anda ditunggu. Serahkan hasilnya beserta buktinya paling lambat {tanggal_panjang(batas)}.",
        )
        for apa, batas in (("Laporan berkala", besok), ("Sebuah tugas", hari))
    ]
    assert await kabar(db) == sorted(sekali)
    await tagih(db)
    assert await kabar(db) == sorted(sekali)


async def test_who_was_told_that_a_task_is_due_is_told_again_when_it_is_late(db: Database) -> None:
    angkatan, _, (siti,) = await siapkan(db)
    await db.write(_akun, "siti", siti, None)
    tugas = await satu_tugas(db, angkatan, await db.write(hari_ini, PONTIANAK))
    await tagih(db)

    def lewat(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_angkatan_tugas")
        session.execute(t.update().where(t.c.id == tugas).values(batas=BATAS))

    await db.write(lewat)
    await tagih(db)
    assert [jenis for _, jenis, _ in await kabar(db)] == [TUGAS_JATUH_TEMPO, TUGAS_TERLAMBAT]


def _laporan(session: Session, angkatan: uuid.UUID, selesai: date, batas: date) -> None:
    """A report about one day."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("paksi_angkatan_tugas")).values(
            id=uuid.uuid4(),
            angkatan_id=angkatan,
            jenis="LAPORAN_BERKALA",
            nama="Laporan",
            mulai=selesai,
            selesai=selesai,
            batas=batas,
        )
    )
