"""Applications from the draft to the verifier's decision, on both engines."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from forum_paksi.permohonan.isian import JawabanUnit, buat_permohonan, isi_apl01, jawab_apl02
from forum_paksi.permohonan.mundur import batalkan, tarik
from forum_paksi.permohonan.pengajuan import ajukan_permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.permohonan.verifikasi import (
    PutusanVerifikasi,
    catat_temuan,
    mulai_verifikasi,
    putuskan_verifikasi,
)
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, aktor, dasar, hibah, isi, orang, potret, tabel
from tests.paksi.bahan_permohonan import (
    BARU,
    HARI_INI,
    KUNCI,
    PEMDA,
    bukti,
    calon,
    diajukan,
    diri,
    disusun,
    diverifikasi,
    kegiatan,
    petugas,
    sertifikat,
    syarat,
    unit,
)

K = KeadaanPermohonan
P = PutusanVerifikasi
J = JenisPermohonan


def dunia(session: Session) -> tuple[uuid.UUID, list[uuid.UUID], Aktor, Aktor]:
    """Somebody who has everything, the units, and two verifiers."""
    dasar(session)
    syarat(session)
    satu, dua = orang(session, 2)
    return calon(session), unit(session), petugas(satu, "paksi:verifikasi"), petugas(dua, "paksi:verifikasi")


async def ditolak(db: Database, kode: str, layanan: Callable[..., Any], *a: Any, **k: Any) -> GalatDomain:
    """The service refuses with this code and writes nothing."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as salah:
        await db.write(layanan, *a, **k)
    assert salah.value.kode == kode, salah.value
    assert await potret(db) == sebelum
    return salah.value


async def terlarang(db: Database, layanan: Callable[..., Any], *a: Any, **k: Any) -> None:
    """The actor holds nothing that could ever allow it, and nothing is written."""
    sebelum = await potret(db)
    with pytest.raises(Ditolak):
        await db.write(layanan, *a, **k)
    assert await potret(db) == sebelum


def menolak(kode: str) -> Callable[..., Any]:
    """Which of the two a code means."""
    return terlarang if kode == "DITOLAK" else partial(_dengan_kode, kode)


async def _dengan_kode(kode: str, db: Database, layanan: Callable[..., Any], *a: Any, **k: Any) -> None:
    await ditolak(db, kode, layanan, *a, **k)


async def keadaan(db: Database, permohonan: uuid.UUID) -> KeadaanPermohonan:
    ((kini,),) = await isi(db, "paksi_permohonan", "keadaan", id=permohonan)
    return kini


async def terpakai(db: Database, permohonan: uuid.UUID) -> set[uuid.UUID]:
    return {
        row[0] for row in await isi(db, "paksi_kegiatan_pemakaian", "kegiatan_id", permohonan_id=permohonan)
    }


async def langkah(db: Database, permohonan: uuid.UUID) -> list[tuple[Any, ...]]:
    return [
        row[1:]
        for row in await isi(
            db, "paksi_permohonan_riwayat", "urutan", "dari", "ke", "alasan", permohonan_id=permohonan
        )
    ]


async def test_a_draft_keeps_the_requirements_in_force_when_it_was_written(db: Database) -> None:
    await db.write(dasar)
    lama = await db.write(syarat, dari=HARI_INI - timedelta(1))
    await db.write(syarat, dari=HARI_INI + timedelta(1))
    satu, dua = await db.write(orang, 2)
    pertama = await db.write(buat_permohonan, diri(satu), orang=satu, isian=BARU)
    baru = await db.write(syarat, dari=HARI_INI)
    kedua = await db.write(buat_permohonan, PEMDA, orang=dua, isian=BARU)
    t = "paksi_permohonan"
    kolom = ("nomor", "persyaratan_id", "keadaan", "wilayah_kode", "jenis_skema")
    tahun = HARI_INI.year
    assert await isi(db, t, *kolom) == [
        (f"PS-{PONTIANAK}-{tahun}-001", lama, "DRAF", PONTIANAK, "PAKSI"),
        (f"PS-{PONTIANAK}-{tahun}-002", baru, "DRAF", PONTIANAK, "PAKSI"),
    ]
    for id_ in (pertama, kedua):
        assert await langkah(db, id_) == [(None, "DRAF", None)]
        assert await isi(db, "jejak", "aksi", objek_id=str(id_)) == [("paksi.permohonan_buat",)]
        assert await isi(db, "peristiwa", "jenis", kunci=str(id_)) == [("paksi.permohonan",)]


async def test_only_oneself_and_ones_pemda_write_an_application(db: Database) -> None:
    siapa = (await db.write(dunia))[0]
    (tetangga,) = await db.write(orang, 1, wilayah="61.01")
    for pelaku, kode in (
        (diri(tetangga), "DITOLAK"),
        (aktor(), "DITOLAK"),
        (aktor(hibah("paksi:minta", wilayah=PONTIANAK)), "DITOLAK"),
        (petugas(tetangga, "paksi:verifikasi"), "DITOLAK"),
        (aktor(hibah("paksi:mohon", wilayah="61.01")), "TIDAK_DITEMUKAN"),
        (aktor(hibah("paksi:mohon", lembaga=LSP)), "TIDAK_DITEMUKAN"),
    ):
        await menolak(kode)(db, buat_permohonan, pelaku, orang=siapa, isian=BARU)
    await ditolak(db, "TIDAK_DITEMUKAN", buat_permohonan, PEMDA, orang=uuid.uuid4(), isian=BARU)
    await terlarang(db, buat_permohonan, diri(siapa), orang=uuid.uuid4(), isian=BARU)
    provinsi = aktor(hibah("paksi:mohon", wilayah="61"))
    assert await db.write(buat_permohonan, provinsi, orang=siapa, isian=BARU)


async def test_a_draft_that_cannot_be_is_refused_and_writes_nothing(db: Database) -> None:
    siapa = (await db.write(dunia))[0]
    (lain,) = await db.write(orang)
    milik_lain = await db.write(sertifikat, lain)
    aktif = await db.write(sertifikat, siapa, kode="API")
    saya = diri(siapa)
    for ganti, kode in (
        ({"skema": "PAKSI_MAHA"}, "TIDAK_DITEMUKAN"),
        ({"lembaga": "lsp-tiada"}, "TIDAK_DITEMUKAN"),
        ({"lembaga": "badan-uji"}, "BUKAN_LSP"),
        ({"jalur": None}, "WAJIB_DIISI"),
        ({"jalur": "UNDIAN"}, "JALUR_TIDAK_SESUAI"),
        ({"skema": "PAKSI_UTAMA"}, "JALUR_TIDAK_SESUAI"),
        ({"dari_sertifikat": aktif}, "SERTIFIKAT_TIDAK_SESUAI"),
        ({"jenis": J.PERPANJANGAN}, "JALUR_TIDAK_SESUAI"),
        ({"jenis": J.PERPANJANGAN, "jalur": None}, "WAJIB_DIISI"),
        ({"jenis": J.PERPANJANGAN, "jalur": None, "dari_sertifikat": milik_lain}, "TIDAK_DITEMUKAN"),
        ({"jenis": J.PERPANJANGAN, "jalur": None, "dari_sertifikat": uuid.uuid4()}, "TIDAK_DITEMUKAN"),
        ({"jenis": J.PERPANJANGAN, "jalur": None, "dari_sertifikat": aktif}, "SERTIFIKAT_TIDAK_SESUAI"),
        ({"skema": "API", "jalur": None}, "SUDAH_BERSERTIFIKAT"),
        ({"skema": "PAKSI_UTAMA", "jalur": None}, "PERSYARATAN_BELUM_DITETAPKAN"),
    ):
        await ditolak(db, kode, buat_permohonan, saya, orang=siapa, isian=replace(BARU, **ganti))


async def test_where_the_plugin_is_off_nothing_is_begun_and_nothing_goes_on(db: Database) -> None:
    siapa, unit_, verifikator, _ = await db.write(dunia)
    permohonan = await db.write(diajukan, siapa, unit_)

    def matikan(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("plugin_wilayah")
        session.execute(t.update().values(aktif=False))

    await db.write(matikan)
    (lain,) = await db.write(orang)
    await ditolak(db, "PLUGIN_TIDAK_AKTIF", buat_permohonan, PEMDA, orang=lain, isian=BARU)
    await ditolak(db, "PLUGIN_TIDAK_AKTIF", tarik, diri(siapa), permohonan_id=permohonan)
    await ditolak(db, "PLUGIN_TIDAK_AKTIF", mulai_verifikasi, verifikator, permohonan_id=permohonan)


async def test_of_four_drafts_begun_at_once_one_is_written_and_another_kind_stands_beside_it(
    db: Database,
) -> None:
    siapa = (await db.write(dunia))[0]
    hasil = await asyncio.gather(
        *(db.write(buat_permohonan, diri(siapa), orang=siapa, isian=BARU) for _ in range(4)),
        return_exceptions=True,
    )
    jadi = [h for h in hasil if isinstance(h, uuid.UUID)]
    assert len(jadi) == 1
    assert {h.kode for h in hasil if isinstance(h, GalatDomain)} == {"PERMOHONAN_BERJALAN"}
    assert [row[0] for row in await isi(db, "paksi_permohonan", "id")] == jadi
    assert len(await isi(db, "paksi_permohonan_riwayat", "urutan")) == 1
    await db.write(syarat, kode="API", jalur=None)
    assert await db.write(buat_permohonan, PEMDA, orang=siapa, isian=replace(BARU, skema="API", jalur=None))
    await db.write(tarik, diri(siapa), permohonan_id=jadi[0])
    assert await db.write(buat_permohonan, diri(siapa), orang=siapa, isian=BARU)


async def test_the_self_assessment_answers_units_of_its_own_scheme(db: Database) -> None:
    await db.write(dasar)
    await db.write(syarat)
    siapa = await db.write(calon)
    permohonan = await db.write(buat_permohonan, PEMDA, orang=siapa, isian=BARU)

    def jawab(*semua: JawabanUnit) -> dict[str, Any]:
        return {"permohonan_id": permohonan, "jawaban": semua}

    def satu(u: uuid.UUID, bukti: str = "Portofolio", *, kompeten: bool = True) -> JawabanUnit:
        return JawabanUnit(unit=u, kompeten=kompeten, bukti=bukti)

    await ditolak(db, "UNIT_BELUM_DITETAPKAN", jawab_apl02, PEMDA, **jawab(satu(uuid.uuid4())))
    u1, u2 = await db.write(unit)
    (asing,) = await db.write(unit, 1, kode="PAKSI_MUDA")
    galat = await ditolak(db, "UNIT_BUKAN_SKEMA", jawab_apl02, PEMDA, **jawab(satu(u1), satu(asing)))
    assert list(galat.letak) == ["jawaban", "1", "unit"]
    galat = await ditolak(db, "UNIT_GANDA", jawab_apl02, PEMDA, **jawab(satu(u1), satu(u2), satu(u1)))
    assert list(galat.letak) == ["jawaban", "2", "unit"]
    galat = await ditolak(db, "WAJIB_DIISI", jawab_apl02, PEMDA, **jawab(satu(u1, "  ")))
    assert list(galat.letak) == ["jawaban", "0", "bukti"]
    await ditolak(db, "TERLALU_PANJANG", jawab_apl02, PEMDA, **jawab(satu(u1, "x" * 4001)))
    await ditolak(db, "WAJIB_DIISI", jawab_apl02, PEMDA, **jawab())
    await db.write(jawab_apl02, PEMDA, **jawab(satu(u1), satu(u2)))
    await db.write(jawab_apl02, PEMDA, **jawab(satu(u2, "Sertifikat", kompeten=False)))
    assert set(await isi(db, "paksi_permohonan_apl02", "unit_id", "kompeten", "bukti")) == {
        (u1, True, "Portofolio"),
        (u2, False, "Sertifikat"),
    }


async def test_handing_in_names_all_that_is_missing_and_then_counts_the_reports(db: Database) -> None:
    await db.write(dasar)
    await db.write(syarat)
    unit_ = await db.write(unit)
    (siapa,) = await db.write(orang)
    saya = diri(siapa)
    permohonan = await db.write(buat_permohonan, saya, orang=siapa, isian=BARU)
    galat = await ditolak(db, "BELUM_LENGKAP", ajukan_permohonan, saya, permohonan_id=permohonan)
    assert galat.pesan == (
        "Permohonan belum lengkap. Penuhi dahulu: pernyataan persetujuan (APL-01); "
        "asesmen mandiri 2 unit (APL-02); Lulus e-learning; Laporan penyuluhan. "
        "Lihat kelayakan untuk apa yang harus dilakukan."
    )
    await db.write(isi_apl01, saya, KUNCI, permohonan_id=permohonan, setuju=True)
    jawaban = [JawabanUnit(unit=u, kompeten=True, bukti="Portofolio") for u in unit_]
    await db.write(jawab_apl02, saya, permohonan_id=permohonan, jawaban=jawaban)
    await db.write(bukti, siapa)
    (kurang,) = await db.write(kegiatan, siapa, 1)
    galat = await ditolak(db, "BELUM_LENGKAP", ajukan_permohonan, saya, permohonan_id=permohonan)
    assert "dahulu: Laporan penyuluhan. " in galat.pesan
    lebih = await db.write(kegiatan, siapa, 3)
    await db.write(ajukan_permohonan, saya, permohonan_id=permohonan)
    assert await keadaan(db, permohonan) is K.DIAJUKAN
    dihitung = await terpakai(db, permohonan)
    assert len(dihitung) == 2
    assert dihitung <= {kurang, *lebih}
    await ditolak(db, "KEADAAN_TIDAK_SESUAI", isi_apl01, saya, KUNCI, permohonan_id=permohonan, setuju=False)


async def test_without_units_nothing_is_handed_in(db: Database) -> None:
    await db.write(dasar)
    await db.write(syarat)
    siapa = await db.write(calon)
    permohonan = await db.write(buat_permohonan, PEMDA, orang=siapa, isian=BARU)
    await ditolak(db, "UNIT_BELUM_DITETAPKAN", ajukan_permohonan, PEMDA, permohonan_id=permohonan)


async def test_handed_in_four_times_at_once_it_is_handed_in_once(db: Database) -> None:
    siapa, unit_, *_ = await db.write(dunia)
    permohonan = await db.write(disusun, siapa, unit_)
    hasil = await asyncio.gather(
        *(db.write(ajukan_permohonan, diri(siapa), permohonan_id=permohonan) for _ in range(4)),
        return_exceptions=True,
    )
    assert [h for h in hasil if isinstance(h, uuid.UUID)] == [permohonan]
    assert {h.kode for h in hasil if isinstance(h, GalatDomain)} <= {"KEADAAN_TIDAK_SESUAI", "SEDANG_BERUBAH"}
    assert await langkah(db, permohonan) == [(None, "DRAF", None), ("DRAF", "DIAJUKAN", None)]
    assert len(await terpakai(db, permohonan)) == 2


async def test_a_number_nobody_knows_is_left_to_the_verifier(db: Database) -> None:
    await db.write(dasar)
    await db.write(syarat, jumlah=None)
    unit_ = await db.write(unit)
    siapa = await db.write(calon, laporan=0)
    permohonan = await db.write(disusun, siapa, unit_)
    await db.write(ajukan_permohonan, diri(siapa), permohonan_id=permohonan)
    assert await keadaan(db, permohonan) is K.DIAJUKAN


async def test_what_a_finding_relies_on_counts_and_what_is_only_shown_stays_free(db: Database) -> None:
    await db.write(dasar)
    await db.write(syarat, jumlah=None)
    unit_ = await db.write(unit)
    siapa = await db.write(calon, laporan=0)
    satu, dua, tiga = await db.write(kegiatan, siapa, 3)
    (asing,) = await db.write(kegiatan, await db.write(calon, laporan=0), 1)
    verifikator = petugas((await db.write(orang))[0], "paksi:verifikasi")
    mohon = await db.write(diverifikasi, verifikator, siapa, unit_)
    assert await terpakai(db, mohon) == set()

    async def temuan(harap: set[uuid.UUID], *, sesuai: bool = True, **lain: Any) -> None:
        catatan = None if sesuai else "Belum cukup"
        await db.write(
            catat_temuan,
            verifikator,
            permohonan_id=mohon,
            butir="PENYULUHAN",
            sesuai=sesuai,
            catatan=catatan,
            **lain,
        )
        assert await terpakai(db, mohon) == harap

    await temuan({satu, dua, tiga})
    await temuan({dua}, kegiatan=[dua, dua])
    await temuan(set(), kegiatan=[])
    await temuan({satu, tiga}, kegiatan=[satu, tiga])
    for butir, laporan, kode in (
        ("PENYULUHAN", asing, "TIDAK_DITEMUKAN"),
        ("ELEARNING", satu, "BUTIR_TIDAK_SESUAI"),
    ):
        await ditolak(
            db,
            kode,
            catat_temuan,
            verifikator,
            permohonan_id=mohon,
            butir=butir,
            sesuai=True,
            kegiatan=[laporan],
        )
    await temuan(set(), sesuai=False)
    await temuan({satu}, kegiatan=[satu])
    await db.write(
        catat_temuan, verifikator, permohonan_id=mohon, butir="ELEARNING", sesuai=False, catatan="Buram"
    )
    await db.write(putuskan_verifikasi, verifikator, permohonan_id=mohon, putusan=P.PERLU_PERBAIKAN)
    assert await terpakai(db, mohon) == {satu}
    await db.write(ajukan_permohonan, diri(siapa), permohonan_id=mohon)
    assert await terpakai(db, mohon) == set()


async def test_what_ends_without_a_certificate_frees_its_reports_for_the_next(db: Database) -> None:
    siapa, unit_, verifikator, _ = await db.write(dunia)
    lsp = aktor(hibah("paksi:jadwal", lembaga=LSP))
    sebelum: set[uuid.UUID] = set()

    async def tidak_memenuhi(p: uuid.UUID) -> None:
        await db.write(mulai_verifikasi, verifikator, permohonan_id=p)
        await ditolak(
            db,
            "WAJIB_DIISI",
            putuskan_verifikasi,
            verifikator,
            permohonan_id=p,
            putusan=P.TIDAK_MEMENUHI_SYARAT,
        )
        await db.write(
            putuskan_verifikasi,
            verifikator,
            permohonan_id=p,
            putusan=P.TIDAK_MEMENUHI_SYARAT,
            alasan="Identitas tidak cocok",
        )

    async def mundur(p: uuid.UUID) -> None:
        await db.write(tarik, PEMDA, permohonan_id=p, alasan="Pindah tugas")

    async def dibatalkan(p: uuid.UUID) -> None:
        await ditolak(db, "WAJIB_DIISI", batalkan, lsp, permohonan_id=p, alasan=" ")
        await db.write(batalkan, lsp, permohonan_id=p, alasan="Jadwal ditiadakan")

    for akhiri, akhir, alasan in (
        (mundur, "MUNDUR", "Pindah tugas"),
        (dibatalkan, "DIBATALKAN", "Jadwal ditiadakan"),
        (tidak_memenuhi, "TIDAK_MEMENUHI_SYARAT", "Identitas tidak cocok"),
    ):
        permohonan = await db.write(diajukan, siapa, unit_)
        dihitung = await terpakai(db, permohonan)
        assert len(dihitung) == 2
        assert dihitung == (sebelum or dihitung)
        sebelum = dihitung
        await akhiri(permohonan)
        assert await terpakai(db, permohonan) == set()
        assert (await langkah(db, permohonan))[-1][1:] == (akhir, alasan)
        assert await isi(db, "paksi_permohonan", "alasan", id=permohonan) == [(alasan,)]
    assert await isi(db, "paksi_kegiatan_dilepas", "kegiatan_id") == []


async def test_the_lsp_knows_nothing_of_a_draft(db: Database) -> None:
    siapa, unit_, verifikator, _ = await db.write(dunia)
    permohonan = await db.write(disusun, siapa, unit_)
    lsp = aktor(hibah("paksi:jadwal", lembaga=LSP))
    sendiri = petugas(siapa, "paksi:verifikasi")
    for pelaku in (verifikator, sendiri):
        await ditolak(db, "TIDAK_DITEMUKAN", mulai_verifikasi, pelaku, permohonan_id=permohonan)
    await ditolak(db, "TIDAK_DITEMUKAN", batalkan, lsp, permohonan_id=permohonan, alasan="Ada")


async def test_who_verifies_is_a_person_of_that_lsp_and_never_the_applicant(db: Database) -> None:
    siapa, unit_, verifikator, _ = await db.write(dunia)
    permohonan = await db.write(diajukan, siapa, unit_)
    (lain,) = await db.write(orang)
    tanpa_orang = aktor(hibah("paksi:verifikasi", lembaga=LSP))
    for pelaku, kode in (
        (tanpa_orang, "AKUN_TANPA_ORANG"),
        (SISTEM, "AKUN_TANPA_ORANG"),
        (petugas(siapa, "paksi:verifikasi"), "ASESI_BUKAN_PETUGAS"),
        (petugas(lain, "paksi:verifikasi", lembaga="lsp-lain"), "TIDAK_DITEMUKAN"),
        (petugas(lain, "paksi:pleno"), "DITOLAK"),
        (diri(siapa), "DITOLAK"),
        (PEMDA, "DITOLAK"),
    ):
        await menolak(kode)(db, mulai_verifikasi, pelaku, permohonan_id=permohonan)
    await ditolak(db, "TIDAK_DITEMUKAN", mulai_verifikasi, verifikator, permohonan_id=uuid.uuid4())
    await db.write(mulai_verifikasi, verifikator, permohonan_id=permohonan)
    assert await isi(
        db, "paksi_permohonan", "keadaan", "verifikator_orang_id", "verifikator_akun_id", id=permohonan
    ) == [("VERIFIKASI", verifikator.orang_id, verifikator.akun_id)]


async def test_a_decision_rests_on_the_findings(db: Database) -> None:
    siapa, unit_, verifikator, _ = await db.write(dunia)
    permohonan = await db.write(diverifikasi, verifikator, siapa, unit_)

    def temuan(butir: str, *, sesuai: bool = True, catatan: str | None = None) -> dict[str, Any]:
        return {"permohonan_id": permohonan, "butir": butir, "sesuai": sesuai, "catatan": catatan}

    async def putus(putusan: PutusanVerifikasi) -> None:
        await db.write(putuskan_verifikasi, verifikator, permohonan_id=permohonan, putusan=putusan)

    def tolak(kode: str, putusan: PutusanVerifikasi) -> Any:
        return ditolak(db, kode, putuskan_verifikasi, verifikator, permohonan_id=permohonan, putusan=putusan)

    await ditolak(db, "TIDAK_DITEMUKAN", catat_temuan, verifikator, **temuan("RAHASIA"))
    await ditolak(db, "WAJIB_DIISI", catat_temuan, verifikator, **temuan("ELEARNING", sesuai=False))
    await tolak("TANPA_TEMUAN", P.PERLU_PERBAIKAN)
    await db.write(catat_temuan, verifikator, **temuan("ELEARNING"))
    await tolak("TANPA_TEMUAN", P.PERLU_PERBAIKAN)
    galat = await tolak("TEMUAN_BELUM_LENGKAP", P.MEMENUHI_SYARAT)
    assert "belum dinyatakan sesuai: Laporan penyuluhan. " in galat.pesan
    await db.write(catat_temuan, verifikator, **temuan("PENYULUHAN", sesuai=False, catatan="Foto buram"))
    await tolak("TEMUAN_BELUM_LENGKAP", P.MEMENUHI_SYARAT)
    await putus(P.PERLU_PERBAIKAN)
    assert await keadaan(db, permohonan) is K.PERLU_PERBAIKAN
    assert len(await terpakai(db, permohonan)) == 2
    await db.write(isi_apl01, diri(siapa), KUNCI, permohonan_id=permohonan, setuju=True)
    pertama = await isi(db, "paksi_permohonan", "diajukan_pada", id=permohonan)
    await db.write(ajukan_permohonan, diri(siapa), permohonan_id=permohonan)
    assert await isi(db, "paksi_permohonan", "diajukan_pada", id=permohonan) == pertama
    assert len(await isi(db, "paksi_permohonan_temuan", "butir_kode")) == 2
    await db.write(mulai_verifikasi, verifikator, permohonan_id=permohonan)
    assert await isi(db, "paksi_permohonan_temuan", "butir_kode") == []
    for butir in ("ELEARNING", "PENYULUHAN"):
        await db.write(catat_temuan, verifikator, **temuan(butir))
    await db.write(catat_temuan, verifikator, **temuan("SARAN", sesuai=False, catatan="Boleh menyusul"))
    await putus(P.MEMENUHI_SYARAT)
    assert [ke for _, ke, _ in await langkah(db, permohonan)] == [
        "DRAF",
        "DIAJUKAN",
        "VERIFIKASI",
        "PERLU_PERBAIKAN",
        "DIAJUKAN",
        "VERIFIKASI",
        "MEMENUHI_SYARAT",
    ]
    await ditolak(db, "KEADAAN_TIDAK_SESUAI", catat_temuan, verifikator, **temuan("ELEARNING"))


async def test_a_verifier_who_was_relieved_finds_and_decides_nothing_more(db: Database) -> None:
    siapa, unit_, satu, dua = await db.write(dunia)
    permohonan = await db.write(diverifikasi, satu, siapa, unit_)
    temuan: dict[str, Any] = {"permohonan_id": permohonan, "butir": "ELEARNING", "sesuai": True}
    await ditolak(db, "BUKAN_VERIFIKATOR", catat_temuan, dua, **temuan)
    await db.write(catat_temuan, satu, **temuan)
    await ditolak(db, "SUDAH_VERIFIKATOR", mulai_verifikasi, satu, permohonan_id=permohonan)
    await db.write(mulai_verifikasi, dua, permohonan_id=permohonan)
    assert await isi(db, "paksi_permohonan_temuan", "butir_kode", "akun_id") == [("ELEARNING", satu.akun_id)]
    await ditolak(db, "BUKAN_VERIFIKATOR", catat_temuan, satu, **temuan)
    await ditolak(
        db,
        "BUKAN_VERIFIKATOR",
        putuskan_verifikasi,
        satu,
        permohonan_id=permohonan,
        putusan=P.TIDAK_MEMENUHI_SYARAT,
        alasan="Ada",
    )
    await db.write(catat_temuan, dua, **temuan)
    assert {o for (o,) in await isi(db, "paksi_verifikator", "orang_id", permohonan_id=permohonan)} == {
        satu.orang_id,
        dua.orang_id,
    }


async def test_only_the_applicant_and_their_pemda_change_or_withdraw(db: Database) -> None:
    siapa, unit_, verifikator, _ = await db.write(dunia)
    permohonan = await db.write(disusun, siapa, unit_)
    (lain,) = await db.write(orang)
    orang_lain: Sequence[tuple[Aktor, str]] = (
        (diri(lain), "DITOLAK"),
        (verifikator, "DITOLAK"),
        (Aktor.anonim(), "DITOLAK"),
        (aktor(hibah("paksi:lihat", wilayah=PONTIANAK)), "DITOLAK"),
        (aktor(hibah("paksi:mohon", wilayah="61.01")), "TIDAK_DITEMUKAN"),
    )
    for pelaku, kode in orang_lain:
        for layanan, k in (
            (isi_apl01, {"setuju": False}),
            (ajukan_permohonan, {}),
            (tarik, {}),
        ):
            a = (KUNCI,) if layanan is isi_apl01 else ()
            await menolak(kode)(db, layanan, pelaku, *a, permohonan_id=permohonan, **k)
    await ditolak(db, "TIDAK_DITEMUKAN", tarik, PEMDA, permohonan_id=uuid.uuid4())
    await terlarang(db, tarik, diri(siapa), permohonan_id=uuid.uuid4())
    for pelaku in (PEMDA, diri(siapa)):
        await db.write(isi_apl01, pelaku, KUNCI, permohonan_id=permohonan, setuju=True)
