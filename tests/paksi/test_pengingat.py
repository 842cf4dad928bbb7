"""Who is told of lapsing holds, gained seats, decided pools and invitations; and how often."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan import penyelesaian
from forum_paksi.jadwal.rules import Mode
from forum_paksi.pemesanan.pekerjaan import lepaskan_yang_lewat
from forum_paksi.pemesanan.service import batalkan, konfirmasi, pesan_slot
from forum_paksi.pengingat import jenis
from forum_paksi.pengingat.jenis import JENIS
from forum_paksi.pengingat.pekerjaan import ingatkan
from forum_paksi.pengingat.service import kabari_undangan
from forum_server.plugin import Database, bebas_jejak
from forum_server.testing.pernyataan import Pernyataan
from tests.paksi.bahan import LSP, OPERATOR, PONTIANAK, SISTEM, dasar, isi, jadwal, orang, tabel
from tests.paksi.bahan_himpunan import himpunan, tetapkan, ubah_baris

TEKS = {j.nama: j for j in JENIS}
PERAN = {
    "op.6171": ("paksi.operator_pemda", "wilayah_kode", PONTIANAK),
    "op.6101": ("paksi.operator_pemda", "wilayah_kode", "61.01"),
    "koor.61": ("paksi.koordinator", "wilayah_kode", "61"),
    "koor.62": ("paksi.koordinator", "wilayah_kode", "62"),
    "op.lsp": ("paksi.operator_lsp", "lembaga_kode", LSP),
    "op.lain": ("paksi.operator_lsp", "lembaga_kode", "lsp-lain"),
}
DUA = ((PONTIANAK, 2), ("61.01", 2))


def _akun(session: Session) -> None:
    """An account per role of the plugin."""
    bebas_jejak(session, "a test's own data")
    for nama, (peran, tempat, kode) in PERAN.items():
        id_ = uuid.uuid4()
        session.execute(
            insert(tabel("akun")).values(id=id_, nama_pengguna=nama, wilayah_kode=PONTIANAK, aktif=True)
        )
        hibah: dict[str, Any] = {
            "id": uuid.uuid4(),
            "akun_id": id_,
            "peran": peran,
            tempat: kode,
            "mulai": datetime(2020, 1, 1, tzinfo=UTC).date(),
            "tolak": False,
        }
        session.execute(insert(tabel("hibah")).values(**hibah))


async def kabar(db: Database, nama: str | None = None) -> list[tuple[str, str, str]]:
    """(account, kind, sentence) of everything told so far, or of one kind."""
    p, a = tabel("pemberitahuan"), tabel("akun")
    rows = await db.all(
        select(a.c.nama_pengguna, p.c.jenis, p.c.data)
        .join(a, a.c.id == p.c.akun_id)
        .order_by(a.c.nama_pengguna)
    )
    return [
        (r.nama_pengguna, r.jenis, TEKS[r.jenis].kalimat(r.data))
        for r in rows
        if nama is None or r.jenis == nama
    ]


async def siapa(db: Database, nama: str) -> list[str]:
    """The accounts told of a kind, as often as they were."""
    return [satu for satu, _, _ in await kabar(db, nama)]


async def duduk(db: Database, banyak: int = 1, *, menit: int = 60) -> list[uuid.UUID]:
    """Held seats of the open share, a schedule's each, whose hold lapses after so many minutes."""
    hasil: list[uuid.UUID] = []
    id_ = await db.write(jadwal, mode=Mode.JARAK_JAUH, tuk_nama=None, tuk_wilayah=None, kode="UJI-INGAT")
    for siti in await db.write(orang, banyak):
        kursi = await db.write(
            pesan_slot, OPERATOR, jadwal_id=id_, orang_id=siti, wilayah=PONTIANAK, jalur="DIKLAT"
        )
        sampai = datetime.now(UTC) + timedelta(minutes=menit)
        await db.write(ubah_baris, "paksi_pemesanan", kursi.pemesanan_id, ditahan_sampai=sampai)
        hasil.append(kursi.pemesanan_id)
    return hasil


def _setel(session: Session, jam: int, kode: str = PONTIANAK) -> None:
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("plugin_wilayah")).values(
            kode=kode,
            plugin="paksi",
            aktif=True,
            setelan={"ingatkan_jam": jam},
            diubah_pada=datetime.now(UTC),
        )
    )


# --- holds ----------------------------------------------------------------------------------------------------


async def test_a_lapsing_hold_is_told_once_to_its_pemda_and_again_when_its_deadline_moves(
    db: Database, db_url: str
) -> None:
    await db.write(dasar)
    await db.write(_akun)
    (id_,) = await duduk(db)
    lain = Database(db_url)
    await asyncio.gather(ingatkan(db), ingatkan(lain), ingatkan(db))
    await lain.tutup()
    ((nama, apa, kalimat),) = await kabar(db)
    assert (nama, apa) == ("op.6171", jenis.TAHANAN_BERAKHIR)
    assert kalimat.startswith("Satu kursi pada jadwal UJI-INGAT hanya ditahan sampai ")
    assert kalimat.split(". Konfirmasi")[0].endswith(" WIB")
    await db.write(
        ubah_baris, "paksi_pemesanan", id_, ditahan_sampai=datetime.now(UTC) + timedelta(minutes=90)
    )
    for _ in range(2):
        await ingatkan(db)
    assert await siapa(db, jenis.TAHANAN_BERAKHIR) == ["op.6171"] * 2


async def test_how_early_people_are_reminded_is_their_regions_setting(db: Database) -> None:
    await db.write(dasar)
    await db.write(_akun)
    await duduk(db, menit=25 * 60)
    await ingatkan(db)
    assert await kabar(db) == []  # 24 hours before, unless the region says otherwise
    await db.write(_setel, 26)
    await ingatkan(db)
    assert await siapa(db, jenis.TAHANAN_BERAKHIR) == ["op.6171"]


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_nobody_is_reminded_where_it_is_set_to_nought_or_the_plugin_is_off(db: Database) -> None:
    await db.write(dasar)
    await db.write(_akun)
    await duduk(db)
    await db.write(_setel, 0)
    await ingatkan(db)

    def matikan(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("plugin_wilayah")
        session.execute(update(t).where(t.c.kode == PONTIANAK).values(aktif=False, setelan={}))

    await db.write(matikan)
    await ingatkan(db)
    assert await kabar(db) == []
    assert await isi(db, "paksi_pengingat", "objek_id") == []


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_one_regions_fault_keeps_no_other_waiting(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await db.write(_akun)
    await tetapkan(db, dunia.himpunan)
    await db.write(
        ubah_baris, "paksi_himpunan", dunia.himpunan, tenggat=datetime.now(UTC) + timedelta(hours=5)
    )
    await duduk(db)
    ((rusak,),) = await isi(db, "paksi_jadwal", "id", kode="UJI-INGAT")
    await db.write(ubah_baris, "paksi_jadwal", rusak, kode="2026080100010001")  # none that is told by name
    with pytest.raises(ExceptionGroup) as salah:
        await ingatkan(db)
    assert [type(g) for g in salah.value.exceptions] == [ValueError]
    assert await siapa(db, jenis.HIMPUNAN_BERAKHIR) == ["koor.61"]
    assert await siapa(db, jenis.TAHANAN_BERAKHIR) == []
    await db.write(ubah_baris, "paksi_jadwal", rusak, kode="UJI-INGAT")
    await ingatkan(db)
    assert await siapa(db, jenis.TAHANAN_BERAKHIR) == ["op.6171"]


async def test_a_confirmed_or_lapsed_hold_needs_no_reminder(db: Database) -> None:
    await db.write(dasar)
    await db.write(_akun)
    satu, dua = await duduk(db, 2)
    await db.write(konfirmasi, OPERATOR, pemesanan_id=satu)
    await db.write(
        ubah_baris, "paksi_pemesanan", dua, ditahan_sampai=datetime.now(UTC) - timedelta(seconds=1)
    )
    await ingatkan(db)
    assert await kabar(db) == []


async def test_twenty_holds_are_reminded_of_in_the_statements_of_one(db: Database) -> None:
    hitung: list[int] = []
    await db.write(dasar)
    await db.write(_akun)
    for banyak in (1, 20):
        sebelum = len(await siapa(db, jenis.TAHANAN_BERAKHIR))
        await _bersih(db)
        await duduk(db, banyak) if banyak == 1 else await _banyak(db, banyak)
        with Pernyataan() as pernyataan:
            await ingatkan(db)
        hitung.append(len(pernyataan.daftar))
        assert len(await siapa(db, jenis.TAHANAN_BERAKHIR)) == sebelum + banyak
    assert hitung[0] == hitung[1]


async def _bersih(db: Database) -> None:
    for (id_,) in await isi(db, "paksi_pemesanan", "id", keadaan="DITAHAN"):
        await db.write(konfirmasi, OPERATOR, pemesanan_id=id_)


async def _banyak(db: Database, banyak: int) -> None:
    (jadwal_id,) = [i for (i,) in await isi(db, "paksi_jadwal", "id")]
    for siti in await db.write(orang, banyak):
        kursi = await db.write(
            pesan_slot, OPERATOR, jadwal_id=jadwal_id, orang_id=siti, wilayah=PONTIANAK, jalur="DIKLAT"
        )
        sampai = datetime.now(UTC) + timedelta(minutes=60)
        await db.write(ubah_baris, "paksi_pemesanan", kursi.pemesanan_id, ditahan_sampai=sampai)


# --- seats gained ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("oleh", ["mutasi", "pekerjaan"])
async def test_a_gained_seat_is_told_with_the_promotion_whatever_brought_it_about(
    db: Database, oleh: str
) -> None:
    await db.write(dasar)
    await db.write(_akun)
    a, b = await db.write(orang, 2)
    id_ = await db.write(jadwal, kapasitas=1)
    pa, pb = [
        await db.write(pesan_slot, OPERATOR, jadwal_id=id_, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT")
        for o in (a, b)
    ]
    if oleh == "mutasi":
        await db.write(batalkan, OPERATOR, pemesanan_id=pa.pemesanan_id)
    else:
        kemarin = datetime.now(UTC) - timedelta(days=1)
        await db.write(ubah_baris, "paksi_pemesanan", pa.pemesanan_id, ditahan_sampai=kemarin)
        for _ in range(2):
            await lepaskan_yang_lewat(db)
    ((nama, apa, kalimat),) = await kabar(db)
    assert (nama, apa) == ("op.6171", jenis.KURSI_DIDAPAT)
    assert "mendapat kursi" in kalimat
    assert await isi(db, "pemberitahuan", "kunci", "wilayah") == [(str(pb.pemesanan_id), PONTIANAK)]


async def test_a_promotion_that_is_rolled_back_is_never_told(db: Database) -> None:
    await db.write(dasar)
    await db.write(_akun)
    a, b = await db.write(orang, 2)
    id_ = await db.write(jadwal, kapasitas=1)
    pa, _ = [
        await db.write(pesan_slot, OPERATOR, jadwal_id=id_, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT")
        for o in (a, b)
    ]

    def batal_lalu_gagal(session: Session) -> None:
        assert batalkan(session, OPERATOR, pemesanan_id=pa.pemesanan_id).dipromosikan
        raise LookupError

    with pytest.raises(LookupError):
        await db.write(batal_lalu_gagal)
    assert await kabar(db) == []


# --- pools ----------------------------------------------------------------------------------------------------


async def test_a_pools_decision_deadline_and_confirmation_reach_each_side_once(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await db.write(_akun)
    await tetapkan(db, dunia.himpunan)
    dibagi = {nama: kalimat for nama, _, kalimat in await kabar(db)}
    assert sorted(dibagi) == ["koor.61", "op.6101", "op.6171"]
    assert "semua pemda bersama-sama mendapat 3 kursi, 1 calon di daftar tunggu" in dibagi["koor.61"]
    assert "pemda 61.71 mendapat 2 kursi." in dibagi["op.6171"]
    assert "pemda 61.01 mendapat 1 kursi, 1 calon di daftar tunggu" in dibagi["op.6101"]

    await ingatkan(db)  # the deadline is far away
    assert await siapa(db, jenis.HIMPUNAN_BERAKHIR) == []
    besok = datetime.now(UTC) + timedelta(hours=5)
    await db.write(ubah_baris, "paksi_himpunan", dunia.himpunan, tenggat=besok)
    for (id_,) in await isi(db, "paksi_pemesanan", "id", keadaan="DITAHAN"):
        await db.write(ubah_baris, "paksi_pemesanan", id_, ditahan_sampai=besok)
    for _ in range(2):
        await ingatkan(db)
    assert await siapa(db, jenis.HIMPUNAN_BERAKHIR) == ["koor.61"]
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    for _ in range(2):
        await ingatkan(db)
    assert await siapa(db, jenis.HIMPUNAN_BERAKHIR) == ["koor.61", "koor.61", "op.lsp"]
    assert await siapa(db, jenis.TAHANAN_BERAKHIR) == []  # the pemda can do nothing about it

    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    akhir = {nama: kalimat for nama, _, kalimat in await kabar(db, jenis.HIMPUNAN_DIKONFIRMASI)}
    assert sorted(akhir) == ["koor.61", "op.6101", "op.6171"]
    assert "pemda 61.71 mendapat 2 kursi." in akhir["op.6171"]
    assert "op.lain" not in {nama for nama, _, _ in await kabar(db)}


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_an_invitation_is_told_to_the_other_side(db: Database) -> None:
    await db.write(dasar)
    await db.write(_akun)
    for versi, (tindakan, kepada) in enumerate(
        {
            "BUAT": [],
            "UBAH": [],
            "KIRIM": ["op.lsp"],
            "TERIMA": ["koor.61"],
            "JAWAB": ["koor.61"],
            "TOLAK": ["koor.61"],
            "SETUJUI": ["op.lsp"],
            "TOLAK_JAWABAN": ["op.lsp"],
            "TARIK": ["op.lsp"],
            "GUGUR": ["koor.61", "op.lsp"],
        }.items()
    ):
        sebelum = Counter(await siapa(db, jenis.UNDANGAN))
        for _ in range(2):
            await db.write(
                kabari_undangan,
                undangan_id=uuid.UUID(int=1),
                versi=versi,
                himpunan_id=uuid.UUID(int=2),
                wilayah="61",
                lembaga=LSP,
                tindakan=tindakan,
            )
        assert Counter(await siapa(db, jenis.UNDANGAN)) - sebelum == Counter(kepada), tindakan
