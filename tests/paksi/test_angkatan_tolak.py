"""What is refused of a cohort, to whom, and what several do at once. All made up."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from forum_paksi.angkatan import service, tugas
from forum_paksi.angkatan.elearning import IsianElearning, catat_elearning, hapus_elearning
from forum_paksi.angkatan.periksa import periksa_angkatan
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.angkatan.tugas import IsianHasil
from forum_paksi.duta.rules import IsianDuta
from forum_paksi.duta.service import tetapkan_duta
from forum_server.plugin import (
    Aktor,
    Database,
    bebas_jejak,
)
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, orang, potret, tabel
from tests.paksi.bahan_angkatan import (
    BUKTI,
    ISIAN,
    KEMARIN,
    LALU,
    PENGELOLA,
    kantor,
    kode,
    pegawai,
    pengelola,
    satu_tugas,
    sendiri,
    siapkan,
)

J = JenisTugas
SERAHKAN = """mutation($t: ID!, $a: ID!, $i: PaksiHasilTugasIsian!) {
    paksiSerahkanTugasAngkatan(tugas: $t, anggota: $a, isian: $i) { ... on Galat { kode } } }"""


async def test_what_is_refused_of_a_cohort_writes_nothing(db: Database) -> None:
    angkatan, (anggota,), (siti,) = await siapkan(db)
    (asing,) = await db.write(orang, 1, wilayah="61.01")
    t = await satu_tugas(db, angkatan)
    lain = await db.write(
        service.buat_angkatan, SISTEM, wilayah=PONTIANAK, isian=replace(ISIAN, nama="Angkatan II")
    )
    t_lain = await satu_tugas(db, lain, nama="Lain")
    await db.write(
        tugas.jadwalkan_laporan, SISTEM, angkatan_id=angkatan, mulai=date(2026, 1, 1), banyak=2, tiap_bulan=3
    )
    ((periode,),) = await isi(db, "paksi_angkatan_tugas", "id", mulai=date(2026, 1, 1))
    besok = datetime.now(UTC).date() + timedelta(days=2)
    hasil = IsianHasil(uraian="Sudah.", dilaksanakan=LALU)

    def buat(wilayah: str = PONTIANAK, **ganti: Any) -> Awaitable[Any]:
        return db.write(service.buat_angkatan, SISTEM, wilayah=wilayah, isian=replace(ISIAN, **ganti))

    def tambah(*siapa: uuid.UUID, di: uuid.UUID = angkatan) -> Awaitable[Any]:
        return db.write(service.tambah_anggota, SISTEM, angkatan_id=di, orang=siapa)

    def lapor(mulai: date, **ganti: Any) -> Awaitable[Any]:
        nilai = {"banyak": 1, "tiap_bulan": 3} | ganti
        return db.write(tugas.jadwalkan_laporan, SISTEM, angkatan_id=angkatan, mulai=mulai, **nilai)

    def serah(id_: uuid.UUID, **ganti: Any) -> Awaitable[Any]:
        isian = replace(hasil, **ganti)
        return db.write(tugas.serahkan_tugas, SISTEM, tugas_id=id_, anggota_id=anggota, isian=isian)

    def lulus(**ganti: Any) -> Awaitable[Any]:
        isian = replace(IsianElearning(kelas="Integritas", selesai=LALU), **ganti)
        return db.write(catat_elearning, SISTEM, anggota_id=anggota, isian=isian)

    sebelum = await potret(db)
    for kerja, harap in (
        (buat(), ("ANGKATAN_SUDAH_ADA", ["nama"])),
        (buat(nama="angkatan  i"), ("ANGKATAN_SUDAH_ADA", ["nama"])),
        (buat(nama=" "), ("WAJIB_DIISI", ["nama"])),
        (buat(nama="x" * 201), ("TERLALU_PANJANG", ["nama"])),
        (buat(tahun=26), ("DI_LUAR_BATAS", ["tahun"])),
        (buat(rujukan_pendorong="RAPI 1"), ("WAJIB_DIISI", ["pendorong"])),
        (buat("ID"), ("BUKAN_PEMDA", ["wilayah"])),
        (buat("99.99"), ("TIDAK_DITEMUKAN", ["wilayah"])),
        (
            db.write(service.ubah_angkatan, SISTEM, angkatan_id=lain, isian=ISIAN),
            ("ANGKATAN_SUDAH_ADA", ["nama"]),
        ),
        (tambah(), ("WAJIB_DIISI", ["orang"])),
        (tambah(siti, asing), ("TIDAK_DITEMUKAN", ["orang", "1"])),
        (tambah(siti, di=uuid.uuid4()), ("TIDAK_DITEMUKAN", ["angkatan"])),
        (tambah(*(uuid.uuid4() for _ in range(1001))), ("TERLALU_BANYAK", ["orang"])),
        (
            db.write(service.keluarkan_anggota, SISTEM, anggota_id=anggota, alasan=" "),
            ("WAJIB_DIISI", ["alasan"]),
        ),
        (
            db.write(service.keluarkan_anggota, SISTEM, anggota_id=uuid.uuid4(), alasan="x"),
            ("TIDAK_DITEMUKAN", ["anggota"]),
        ),
        (
            db.write(
                tugas.tambah_tugas,
                SISTEM,
                angkatan_id=angkatan,
                jenis=J.LAPORAN_BERKALA,
                nama="x",
                batas=LALU,
            ),
            ("JENIS_BERKALA", ["jenis"]),
        ),
        (lapor(date(2026, 6, 30)), ("PERIODE_BERIRISAN", ["mulai"])),
        (lapor(date(2025, 12, 31)), ("PERIODE_BERIRISAN", ["mulai"])),
        (lapor(date(2026, 7, 1), tiap_bulan=None), ("SELANG_BELUM_DITETAPKAN", ["tiapBulan"])),
        (lapor(date(2026, 7, 1), tiap_bulan=0), ("DI_LUAR_BATAS", ["tiapBulan"])),
        (serah(t), ("BUKTI_WAJIB", ["unggahan"])),
        (serah(t, uraian=""), ("WAJIB_DIISI", ["uraian"])),
        (serah(t, dilaksanakan=besok), ("TANGGAL_DI_MASA_DEPAN", ["dilaksanakan"])),
        (serah(periode, dilaksanakan=date(2025, 12, 31)), ("TANGGAL_TIDAK_SAH", ["dilaksanakan"])),
        (serah(t, unggahan=[uuid.uuid4()]), ("TIDAK_DITEMUKAN", ["unggahan"])),
        (serah(t, unggahan=[uuid.uuid4() for _ in range(11)]), ("TERLALU_BANYAK", ["unggahan"])),
        (serah(t_lain), ("TIDAK_DITEMUKAN", ["tugas"])),
        (lulus(kelas=""), ("WAJIB_DIISI", ["kelas"])),
        (lulus(selesai=besok), ("TANGGAL_DI_MASA_DEPAN", ["selesai"])),
        (db.write(hapus_elearning, SISTEM, elearning_id=uuid.uuid4()), ("TIDAK_DITEMUKAN", ["elearning"])),
        (db.write(tugas.hapus_tugas, SISTEM, tugas_id=uuid.uuid4()), ("TIDAK_DITEMUKAN", ["tugas"])),
        (
            db.write(tugas.kembalikan_hasil, SISTEM, hasil_id=uuid.uuid4(), catatan="x"),
            ("TIDAK_DITEMUKAN", ["hasil"]),
        ),
    ):
        assert await kode(kerja) == harap
    assert await potret(db) == sebelum


async def test_wrong_files_are_refused_and_leave_nothing(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi", aktif={})
    db = server.db
    angkatan, (anggota,), (siti,) = await siapkan(db, aktif=(PONTIANAK,))
    t = await satu_tugas(db, angkatan)
    saya = sendiri(siti)
    setel = f'mutation {{ aturPlugin(wilayah: "{PONTIANAK}", plugin: "paksi", setelan: {{bukti_maks_mb: 1}}) {{ __typename }} }}'
    assert (await server.ask(setel, aktor=aktor_uji("inti:plugin"))).errors == []
    baik = await server.unggah(saya, BUKTI, nama="foto.pdf")
    palsu = await server.unggah(saya, b"bukan gambar, hanya namanya\n", nama="foto.jpg")
    besar = await server.unggah(saya, b"%PDF-1.7\n" + b"x" * 1024 * 1024 + b"\n%%EOF\n", nama="besar.pdf")
    orang_lain = await server.unggah(aktor_uji(), BUKTI, nama="foto.pdf")
    sebelum = await potret(db), await isi(db, "unggahan", "id"), await isi(db, "berkas", "id")
    for buruk, harap in (
        (palsu, "JENIS_BERKAS_DITOLAK"),
        (besar, "BERKAS_TERLALU_BESAR"),
        (orang_lain, "TIDAK_DITEMUKAN"),
    ):
        jawab = await server.ask(
            SERAHKAN,
            aktor=saya,
            t=str(t),
            a=str(anggota),
            i={"uraian": "x", "dilaksanakan": "2026-02-01", "unggahan": [str(baik), str(buruk)]},
        )
        assert jawab.hasil["paksiSerahkanTugasAngkatan"]["kode"] == harap
    assert (await potret(db), await isi(db, "unggahan", "id"), await isi(db, "berkas", "id")) == sebelum


async def test_a_finished_cohort_and_who_left_change_no_more(db: Database) -> None:
    angkatan, (anggota, lain), (siti, budi) = await siapkan(db, 2)
    t = await satu_tugas(db, angkatan)
    lulus = IsianElearning(kelas="Integritas", selesai=LALU)
    await db.write(catat_elearning, SISTEM, anggota_id=lain, isian=lulus)
    ((elearning,),) = await isi(db, "paksi_angkatan_elearning", "id")
    await db.write(service.keluarkan_anggota, SISTEM, anggota_id=anggota, alasan="Mutasi")
    hasil = IsianHasil(uraian="x", dilaksanakan=LALU)

    def tindakan(a: uuid.UUID, aktor: Aktor) -> list[Awaitable[Any]]:
        return [
            db.write(tugas.serahkan_tugas, aktor, tugas_id=t, anggota_id=a, isian=hasil),
            db.write(catat_elearning, aktor, anggota_id=a, isian=lulus),
        ]

    sebelum = await potret(db)
    for kerja in (*tindakan(anggota, SISTEM), *tindakan(anggota, sendiri(siti))):
        assert await kode(kerja) == ("ANGGOTA_KELUAR", ["anggota"])
    keluar = db.write(service.keluarkan_anggota, SISTEM, anggota_id=anggota, alasan="Lagi")
    assert await kode(keluar) == ("ANGGOTA_KELUAR", ["anggota"])
    assert await potret(db) == sebelum
    assert await db.write(service.tambah_anggota, SISTEM, angkatan_id=angkatan, orang=[siti, budi]) == 1
    assert await isi(db, "paksi_angkatan_anggota", "keluar", "alasan") == [(None, None)] * 2
    await db.write(service.selesaikan_angkatan, SISTEM, angkatan_id=angkatan)
    sebelum = await potret(db)
    for kerja in (
        *tindakan(lain, sendiri(budi)),
        db.write(hapus_elearning, SISTEM, elearning_id=elearning),
        db.write(service.selesaikan_angkatan, SISTEM, angkatan_id=angkatan),
        db.write(service.ubah_angkatan, SISTEM, angkatan_id=angkatan, isian=replace(ISIAN, nama="Baru")),
        db.write(service.tambah_anggota, SISTEM, angkatan_id=angkatan, orang=[siti]),
        db.write(service.keluarkan_anggota, SISTEM, anggota_id=lain, alasan="x"),
        db.write(tugas.hapus_tugas, SISTEM, tugas_id=t),
        db.write(
            tugas.tambah_tugas, SISTEM, angkatan_id=angkatan, jenis=J.JARINGAN_OPD, nama="x", batas=LALU
        ),
        db.write(tugas.jadwalkan_laporan, SISTEM, angkatan_id=angkatan, mulai=LALU, banyak=1, tiap_bulan=1),
    ):
        assert await kode(kerja) == ("KEADAAN_TIDAK_SESUAI", [])
    assert await potret(db) == sebelum


async def test_evidence_comes_and_goes_with_the_class(db: Database) -> None:
    _, (anggota,), (siti,) = await siapkan(db)
    isian = IsianElearning(kelas="Integritas", selesai=KEMARIN, nomor="E-1")
    await db.write(catat_elearning, sendiri(siti), anggota_id=anggota, isian=isian)
    ((elearning,),) = await isi(db, "paksi_angkatan_elearning", "id")
    assert await isi(db, "paksi_bukti", "asal_id", "orang_id", "nomor") == [(elearning, siti, "E-1")]
    await db.write(hapus_elearning, sendiri(siti), elearning_id=elearning)
    assert await isi(db, "paksi_angkatan_elearning", "id") == await isi(db, "paksi_bukti", "id") == []


async def test_a_task_somebody_handed_in_stays(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    angkatan, (anggota,), (siti,) = await siapkan(server.db, aktif=())
    t, bebas = await satu_tugas(server.db, angkatan), await satu_tugas(server.db, angkatan, nama="Lain")
    saya = sendiri(siti)
    unggahan = await server.unggah(saya, BUKTI)
    isian = IsianHasil(uraian="x", dilaksanakan=LALU, unggahan=[unggahan])
    await server.db.write(tugas.serahkan_tugas, saya, tugas_id=t, anggota_id=anggota, isian=isian)
    sebelum = await potret(server.db)
    assert await kode(server.db.write(tugas.hapus_tugas, SISTEM, tugas_id=t)) == (
        "TUGAS_SUDAH_DIKERJAKAN",
        [],
    )
    assert await potret(server.db) == sebelum
    await server.db.write(tugas.hapus_tugas, PENGELOLA, tugas_id=bebas)
    assert await isi(server.db, "paksi_angkatan_tugas", "id") == [(t,)]
    (lama,) = await isi(server.db, "berkas", "id")
    baru = await server.unggah(PENGELOLA, BUKTI.replace(b"contoh", b"kedua!"))
    await server.db.write(
        tugas.serahkan_tugas,
        PENGELOLA,
        tugas_id=t,
        anggota_id=anggota,
        isian=replace(isian, unggahan=[baru]),
    )
    (kini,) = await isi(server.db, "berkas", "id")
    assert kini != lama
    assert await isi(server.db, "paksi_angkatan_berkas", "berkas_id") == [kini]


SIAPA = [
    ("pengelola pemda", pengelola(PONTIANAK), "jadi"),
    ("pengelola provinsi", pengelola("61"), "jadi"),
    ("pengelola pemda lain", pengelola("61.01"), "TIDAK_DITEMUKAN"),
    ("LSP", aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP), "DITOLAK"),
    ("pelihat", aktor_uji("paksi:lihat"), "DITOLAK"),
    ("orang lain", aktor_uji(orang_id=uuid.uuid4()), "DITOLAK"),
    ("tanpa akun", Aktor.anonim(), "DITOLAK"),
]


async def test_who_looks_after_a_cohort(db: Database) -> None:
    angkatan, anggota, siapa = await siapkan(db, len(SIAPA) + 1)
    lain = await db.write(orang, 1)
    semua = [*SIAPA, ("anggotanya", sendiri(siapa[-1]), "sendiri")]
    for ke, (nama, aktor, harap) in enumerate(semua):
        a = anggota[ke]
        isian = replace(ISIAN, nama=nama)
        lulus = IsianElearning(kelas=nama, selesai=LALU)
        bukan_pemda = "TIDAK_DITEMUKAN" if harap == "TIDAK_DITEMUKAN" else harap
        pengelola_saja = "DITOLAK" if harap == "sendiri" else bukan_pemda
        sebelum = await potret(db)
        for kerja in (
            db.write(service.buat_angkatan, aktor, wilayah=PONTIANAK, isian=isian),
            db.write(service.ubah_angkatan, aktor, angkatan_id=angkatan, isian=replace(ISIAN, nama=nama * 2)),
            db.write(service.tambah_anggota, aktor, angkatan_id=angkatan, orang=lain),
            db.write(
                tugas.tambah_tugas, aktor, angkatan_id=angkatan, jenis=J.JARINGAN_OPD, nama=nama, batas=LALU
            ),
            db.write(
                tugas.jadwalkan_laporan,
                aktor,
                angkatan_id=angkatan,
                mulai=date(2026 + ke, 1, 1),
                banyak=1,
                tiap_bulan=12,
            ),
        ):
            assert (await kode(kerja))[0] == pengelola_saja, nama
        if harap != "jadi":
            assert await potret(db) == sebelum, nama
        kelas = await kode(db.write(catat_elearning, aktor, anggota_id=a, isian=lulus))
        assert kelas[0] == ("jadi" if harap == "sendiri" else harap), nama
        keluar = await kode(db.write(service.keluarkan_anggota, aktor, anggota_id=a, alasan="x"))
        assert keluar[0] == pengelola_saja, nama
    assert len(await isi(db, "paksi_angkatan", "id")) == 3
    assert len(await isi(db, "paksi_angkatan_elearning", "id")) == 3


async def test_an_office_looks_after_its_own_member_only(db: Database) -> None:
    await db.write(dasar)
    dinas, badan = await db.write(kantor, "DINAS", "BADAN")
    siapa = await db.write(pegawai, [dinas, badan])
    angkatan = await db.write(service.buat_angkatan, SISTEM, wilayah=PONTIANAK, isian=ISIAN)
    await db.write(service.tambah_anggota, SISTEM, angkatan_id=angkatan, orang=siapa)
    anggota = dict(await isi(db, "paksi_angkatan_anggota", "orang_id", "id"))
    aktor = aktor_uji("paksi:angkatan", perangkat_daerah=dinas)
    lulus = IsianElearning(kelas="Integritas", selesai=KEMARIN)
    sebelum = await potret(db)
    asing = db.write(catat_elearning, aktor, anggota_id=anggota[siapa[1]], isian=lulus)
    assert await kode(asing) == ("TIDAK_DITEMUKAN", [])
    selesai = db.write(service.selesaikan_angkatan, aktor, angkatan_id=angkatan)
    assert await kode(selesai) == ("TIDAK_DITEMUKAN", [])
    assert await potret(db) == sebelum
    assert await db.write(catat_elearning, aktor, anggota_id=anggota[siapa[0]], isian=lulus)


async def test_where_the_plugin_is_off_nothing_changes(db: Database) -> None:
    angkatan, (anggota,), (siti,) = await siapkan(db, aktif=(PONTIANAK,))
    t = await satu_tugas(db, angkatan)

    def matikan(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("plugin_wilayah")).values(aktif=False))

    await db.write(matikan)
    sebelum = await potret(db)
    for kerja in (
        db.write(service.buat_angkatan, PENGELOLA, wilayah=PONTIANAK, isian=replace(ISIAN, nama="Lain")),
        db.write(service.tambah_anggota, PENGELOLA, angkatan_id=angkatan, orang=[siti]),
        db.write(tugas.hapus_tugas, PENGELOLA, tugas_id=t),
        db.write(
            catat_elearning,
            sendiri(siti),
            anggota_id=anggota,
            isian=IsianElearning(kelas="x", selesai=LALU),
        ),
    ):
        assert (await kode(kerja))[0] == "PLUGIN_TIDAK_AKTIF"
    assert await potret(db) == sebelum


# --- at once --------------------------------------------------------------------------------------------


async def test_of_several_at_once_each_thing_is_written_once(db: Database) -> None:
    angkatan, (anggota,), _ = await siapkan(db)
    (baru,) = await db.write(orang, 1)
    tambah = await asyncio.gather(
        *(db.write(service.tambah_anggota, SISTEM, angkatan_id=angkatan, orang=[baru]) for _ in range(4))
    )
    assert sorted(tambah) == [0, 0, 0, 1]
    lapor = await asyncio.gather(
        *(
            kode(
                db.write(
                    tugas.jadwalkan_laporan,
                    SISTEM,
                    angkatan_id=angkatan,
                    mulai=date(2026, 1 + ke, 1),
                    banyak=2,
                    tiap_bulan=6,
                )
            )
            for ke in range(4)
        )
    )
    assert sorted(k for k, _ in lapor) == ["PERIODE_BERIRISAN"] * 3 + ["jadi"]
    kelas = IsianElearning(kelas="Integritas", selesai=KEMARIN)
    await asyncio.gather(
        *(db.write(catat_elearning, SISTEM, anggota_id=anggota, isian=kelas) for _ in range(4))
    )
    assert (
        len(await isi(db, "paksi_angkatan_elearning", "id")) == len(await isi(db, "paksi_bukti", "id")) == 1
    )
    assert await db.write(periksa_angkatan) == []


async def test_what_only_a_hand_in_the_data_could_break_is_found(db: Database) -> None:
    angkatan, (anggota,), (siti,) = await siapkan(db)
    for mulai in (date(2026, 1, 1), date(2026, 3, 1)):
        await db.write(
            tugas.jadwalkan_laporan, SISTEM, angkatan_id=angkatan, mulai=mulai, banyak=1, tiap_bulan=1
        )
    for dari in (date(2026, 1, 1), date(2026, 3, 1)):
        isian = IsianDuta(orang=siti, wilayah=PONTIANAK, dari=dari, sampai=dari + timedelta(days=9))
        await db.write(tetapkan_duta, SISTEM, isian=isian)
    assert await db.write(periksa_angkatan) == []
    (satu, lain) = sorted(await isi(db, "paksi_angkatan_tugas", "id"))
    (duta, duta_lain) = sorted(await isi(db, "paksi_duta", "id"))
    kelas, hasil = uuid.uuid4(), uuid.uuid4()

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        ubah = {"selesai": date(2026, 6, 30), "batas": date(2026, 6, 30)}
        session.execute(update(tabel("paksi_angkatan_tugas")).values(**ubah))
        session.execute(update(tabel("paksi_duta")).values(sampai=date(2026, 12, 31)))
        session.execute(
            insert(tabel("paksi_angkatan_elearning")).values(
                id=kelas, anggota_id=anggota, kelas="x", kelas_cari="x", selesai=LALU
            )
        )
        session.execute(
            insert(tabel("paksi_angkatan_hasil")).values(
                id=hasil,
                angkatan_id=angkatan,
                tugas_id=satu[0],
                anggota_id=anggota,
                keadaan="DISERAHKAN",
                uraian="x",
                dilaksanakan=LALU,
            )
        )

    await db.write(rusak)
    assert await db.write(periksa_angkatan) == [
        f"angkatan {angkatan}: periode laporan {satu[0]} dan {lain[0]} beririsan",
        f"elearning {kelas}: tidak mempunyai bukti",
        f"hasil tugas {hasil}: tidak mempunyai berkas",
        f"orang {siti}: duta {duta[0]} dan {duta_lain[0]} di tempat yang sama beririsan",
    ]
