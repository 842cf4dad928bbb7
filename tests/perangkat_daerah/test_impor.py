"""Offices from a file: all or nothing, and every fault with its place."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.galat import Ditolak, KeadaanMenolak, TidakDitemukan
from forum_server.impor import ImporDitolak, LaporanImpor
from forum_server.perangkat_daerah import baca
from forum_server.perangkat_daerah.impor import baca as baca_berkas
from forum_server.perangkat_daerah.impor import impor
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import tambah
from tests.perangkat_daerah.bahan import PONTIANAK, aktor, jejak, kabar, potret

SISTEM = Aktor.sistem("uji")

BAIK = """\
Nama;Jenis;Induk
UPTD Puskesmas Siantan;uptd;Dinas Kesehatan
Dinas Kesehatan;Dinas;
Kelurahan Akcaya;kelurahan;kecamatan pontianak selatan
Kecamatan Pontianak Selatan;KECAMATAN;
Sekretariat DPRD;Sekretariat DPRD;
Pustu Siantan;lainnya;UPTD Puskesmas Siantan
"""


async def muat(
    db: Database, isi: str | bytes, siapa: Aktor = SISTEM, wilayah: str = PONTIANAK
) -> LaporanImpor:
    mentah = isi.encode("utf-8-sig") if isinstance(isi, str) else isi
    return await db.write(impor, siapa, wilayah=wilayah, terbaca=baca_berkas(mentah, "opd.csv"))


async def test_a_file_in_any_order_becomes_offices_with_their_parents(db: Database) -> None:
    laporan = await muat(db, BAIK)
    assert laporan == LaporanImpor(berkas="opd.csv", dibaca=6, ditulis=6)
    rows = {r.nama: r for r in (await baca.daftar(db, wilayah=PONTIANAK)).baris}
    assert rows["UPTD Puskesmas Siantan"].induk_id == rows["Dinas Kesehatan"].id
    assert rows["Kelurahan Akcaya"].induk_id == rows["Kecamatan Pontianak Selatan"].id
    assert rows["Pustu Siantan"].induk_id == rows["UPTD Puskesmas Siantan"].id
    assert rows["Sekretariat DPRD"].jenis is JenisPerangkatDaerah.SEKRETARIAT_DPRD
    assert await jejak(db) == [("inti.impor_opd", PONTIANAK, ["induk", "jenis", "nama"])] * 6
    assert await kabar(db) == [PONTIANAK]


async def test_importing_a_file_again_adds_only_what_is_new(db: Database) -> None:
    await muat(db, BAIK)
    sebelum, entri = await potret(db), await jejak(db)
    assert await muat(db, BAIK) == LaporanImpor(berkas="opd.csv", dibaca=6, ditulis=0, sama=6)
    assert (await potret(db), await jejak(db)) == (sebelum, entri)
    lagi = BAIK + "Puskesmas Alianyang;UPTD;Dinas Kesehatan\n"
    assert await muat(db, lagi) == LaporanImpor(berkas="opd.csv", dibaca=7, ditulis=1, sama=6)


async def test_the_parent_may_be_in_the_region_already(db: Database) -> None:
    dinas = await db.write(
        tambah, SISTEM, wilayah=PONTIANAK, nama="Dinas Kesehatan", jenis=JenisPerangkatDaerah.DINAS
    )
    await muat(db, "nama,jenis,induk\nPuskesmas A,UPTD,DINAS KESEHATAN\n")
    assert [r.nama for r in (await baca.anak(db, [dinas]))[dinas]] == ["Puskesmas A"]


SALAH: dict[str, tuple[str, list[tuple[int, str | None, str]]]] = {
    "an unknown kind": ("Dinas A,Kantor,\n", [(2, "jenis", "Isi salah satu dari")]),
    "no kind": ("Dinas A,,\n", [(2, "jenis", "wajib diisi")]),
    "no name": (",DINAS,\n", [(2, "nama", "wajib diisi")]),
    "a name of signs": ("---,DINAS,\n", [(2, "nama", "tiga huruf")]),
    "a unit without parent": ("Puskesmas A,UPTD,\n", [(2, "induk", "harus punya induk")]),
    "a parent of the wrong kind": (
        "Puskesmas A,UPTD,Inspektorat\nInspektorat,INSPEKTORAT,\n",
        [(2, "induk", "tidak berada di bawah Inspektorat")],
    ),
    "a parent that is nowhere": ("Puskesmas A,UPTD,Dinas X\n", [(2, "induk", "tidak ada di berkas")]),
    "a misspelled parent": (
        "Puskesmas A,UPTD,Dinas Keshatan\nDinas Kesehatan,DINAS,\n",
        [(2, "induk", 'Maksudnya "Dinas Kesehatan"?')],
    ),
    "a circle": (
        "Unit A,LAINNYA,Unit B\nUnit B,LAINNYA,Unit A\nUnit C,LAINNYA,Unit C\n",
        [(2, "induk", "berputar"), (3, "induk", "berputar"), (4, "induk", "berputar")],
    ),
    "too deep": (
        "".join(f"Unit {n},LAINNYA,{f'Unit {n - 1}' if n else ''}\n" for n in range(5)),
        [(6, "induk", "terlalu dalam")],
    ),
    "the same row twice": ("Dinas A,DINAS,\nDINAS  A,DINAS,\n", [(3, "nama", "sama dengan baris 2")]),
    "several at once": (
        "Dinas A,x,\nDinas B,DINAS,\nPuskesmas,UPTD,\n",
        [(2, "jenis", "tidak dikenal"), (4, "induk", "harus punya induk")],
    ),
}


@pytest.mark.parametrize(("isi", "harap"), SALAH.values(), ids=SALAH)
async def test_one_wrong_row_and_nothing_is_written(
    db: Database, isi: str, harap: list[tuple[int, str | None, str]]
) -> None:
    with pytest.raises(ImporDitolak) as galat:
        await muat(db, f"nama,jenis,induk\n{isi}")
    kesalahan = galat.value.laporan.kesalahan
    assert [(k.baris, k.kolom) for k in kesalahan] == [(b, k) for b, k, _ in harap]
    for satu, (_, _, pesan) in zip(kesalahan, harap, strict=True):
        assert pesan in satu.pesan
    assert galat.value.pesan.startswith(f"opd.csv, baris {harap[0][0]}, kolom {harap[0][1]}: ")
    assert await potret(db) == []
    assert await jejak(db) == []
    assert await kabar(db) == []


@pytest.mark.parametrize(
    "isi",
    ["Dinas Kesehatan,BADAN,\n", "UPTD Puskesmas Siantan,UPTD,Dinas Lain\nDinas Lain,DINAS,\n"],
    ids=["another kind", "another parent"],
)
async def test_a_row_that_contradicts_what_is_there_is_a_fault(db: Database, isi: str) -> None:
    await muat(db, BAIK)
    sebelum = await potret(db)
    with pytest.raises(ImporDitolak) as galat:
        await muat(db, f"nama,jenis,induk\n{isi}")
    assert [(k.baris, k.kolom) for k in galat.value.laporan.kesalahan] == [(2, "nama")]
    assert "sudah terdaftar sebagai" in galat.value.pesan
    assert await potret(db) == sebelum


async def test_a_kecamatan_is_no_office_of_a_province(db: Database) -> None:
    with pytest.raises(ImporDitolak) as galat:
        await muat(db, "nama,jenis\nKecamatan A,KECAMATAN\nDinas A,DINAS\n", wilayah="61")
    assert [(k.baris, k.kolom) for k in galat.value.laporan.kesalahan] == [(2, "jenis")]
    assert await potret(db) == []


@pytest.mark.parametrize(
    ("siapa", "wilayah", "galat"),
    [
        (aktor(None), PONTIANAK, Ditolak),
        (aktor("61.72"), PONTIANAK, TidakDitemukan),
        (SISTEM, "61.98", TidakDitemukan),
        (SISTEM, "91.01", KeadaanMenolak),
    ],
    ids=["without the permission", "another region", "an unknown region", "a former region"],
)
async def test_an_import_into_a_region_one_may_not_change_is_refused(
    db: Database, siapa: Aktor, wilayah: str, galat: type[Exception]
) -> None:
    with pytest.raises(galat):
        await muat(db, BAIK, siapa, wilayah)
    assert await potret(db) == []


async def test_two_imports_of_one_file_at_once_add_it_once(db: Database) -> None:
    hasil: Any = await asyncio.gather(muat(db, BAIK), muat(db, BAIK), return_exceptions=True)
    berhasil = [h for h in hasil if isinstance(h, LaporanImpor)]
    assert sum(h.ditulis for h in berhasil) == 6
    assert all(isinstance(h, LaporanImpor) or h.kode == "BERUBAH_SAAT_IMPOR" for h in hasil)
    assert len(await potret(db)) == 6


async def test_a_large_file_is_read_and_written(db: Database) -> None:
    isi = "nama,jenis,induk\nDinas Pendidikan,DINAS,\n" + "".join(
        f"SD Negeri {n},LAINNYA,Dinas Pendidikan\n" for n in range(3000)
    )
    assert (await muat(db, isi)).ditulis == 3001
