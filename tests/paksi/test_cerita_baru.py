"""First certificates, told from the first evidence to the public check: every jalur of PAKSI, and API; all through GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_server.plugin import bebas_jejak
from forum_server.testing import GraphQLWith
from tests.paksi.bahan import tabel
from tests.paksi.bahan_cerita import KINI, PEMDA, PROVINSI, TETANGGA, Tertolak, Tokoh, geser, lalu, pdf, tolak
from tests.paksi.bahan_cerita_adegan import (
    himpun,
    isi_permohonan,
    keputusan,
    kursi_terbuka,
    laporkan,
    minta_kursi,
    sampai_terbit,
    verifikasi,
)
from tests.paksi.bahan_cerita_langkah import Cerita, menurut_butir

DOKUMEN = ("EKTP", "NPWP", "FOTO", "RENCANA_AKSI")
BELUM = ("KURANG", 0, 1)
ADA = ("TERPENUHI", 1, 1)


async def test_by_experience_three_reports_one_of_them_revised_and_a_photo_sent_again(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    siti = await c.daftarkan("Siti Contoh", opd="Inspektorat")
    unit = await c.tetapkan_unit("PAKSI_PERTAMA")
    kosong = await c.cakupan()
    assert kosong == {
        "pemegang": {"paksi": 0, "api": 0},
        "perangkatDaerah": {
            "jumlah": 2,
            "belumAda": 2,
            "diBawahKuota": 0,
            "terpenuhi": 0,
            "inspektoratLengkap": 0,
        },
    }
    dokumen = dict.fromkeys(DOKUMEN, BELUM)
    assert await c.kelayakan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN") == {
        **dokumen,
        "ELEARNING": BELUM,
        "PENYULUHAN": ("KURANG", 0, 3),
    }

    # She prepares: e-learning and three reports, the last of which the LSP sends back once.
    await c.catat_bukti(siti, "ELEARNING", "Pengetahuan Dasar Antikorupsi dan Integritas", lalu(90))
    laporan = await laporkan(c, siti, [lalu(60), lalu(50)])
    ketiga = await c.catat_kegiatan(siti, lalu(40))
    assert await tolak(c.ajukan_kegiatan(siti, ketiga)) == "BELUM_LENGKAP"
    await c.lampirkan_foto(siti, ketiga)
    assert await c.ajukan_kegiatan(siti, ketiga) == {"keadaan": "BELUM"}
    assert await c.periksa_kegiatan(ketiga, "PERLU_REVISI", "Sebut jumlah pesertanya.") == {
        "keadaan": "PERLU_REVISI",
        "catatan": "Sebut jumlah pesertanya.",
    }
    assert await c.kelayakan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN") == {
        **dokumen,
        "ELEARNING": ADA,
        "PENYULUHAN": ("KURANG", 2, 3),
    }
    assert await c.ajukan_kegiatan(siti, ketiga) == {"keadaan": "SUDAH_REVISI"}
    assert await c.periksa_kegiatan(ketiga) == {"keadaan": "DITERIMA", "catatan": None}
    laporan.append(ketiga)

    # She applies with her own account; the LSP knows of nothing before she hands it in.
    p = await c.buat_permohonan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN")
    assert await c.isi_apl01(siti, p, "Kursi roda") == {"kebutuhanKhusus": "Kursi roda"}
    await c.jawab_apl02(siti, p, unit)
    for butir in ("EKTP", "FOTO", "RENCANA_AKSI"):
        await c.lampirkan(siti, p, butir)
    with pytest.raises(Tertolak, match=r"BELUM_LENGKAP: .*dahulu: Salinan NPWP\. Lihat"):
        await c.ajukan(siti, p)
    assert await c.lihat(p, c.verifikator) is None
    await c.lampirkan(siti, p, "NPWP")
    lengkap = (await c.lihat(p, siti))["kelayakan"]
    assert lengkap["lengkap"] is True
    assert menurut_butir(lengkap) == {
        **dict.fromkeys(DOKUMEN, ADA),
        "ELEARNING": ADA,
        "PENYULUHAN": ("TERPENUHI", 3, 3),
    }
    assert {b["kode"]: b["kegiatan"] for b in lengkap["butir"]}["PENYULUHAN"] == laporan
    assert (await c.ajukan(siti, p))["keadaan"] == "DIAJUKAN"

    # The verifier reads the e-KTP, which nobody else at the LSP does, and wants another photo.
    await c.mulai_verifikasi(p)
    dilihat = {d["butir"]: d["berkas"]["id"] for d in (await c.lihat(p, c.verifikator))["dokumen"]}
    assert await c.unduh(c.verifikator, "tautanBerkas", "id: ID!", id=dilihat["EKTP"]) == pdf("EKTP")
    for lain in (c.lsp, c.operator_tetangga, c.asesor):
        assert await tolak(c.unduh(lain, "tautanBerkas", "id: ID!", id=dilihat["EKTP"])) == "TIDAK_DITEMUKAN"
    for butir in (*DOKUMEN, "ELEARNING", "PENYULUHAN"):
        await c.catat_temuan(p, butir, "Terlalu gelap." if butir == "FOTO" else None)
    assert await tolak(c.putuskan_verifikasi(p)) == "TEMUAN_BELUM_LENGKAP"
    assert (await c.putuskan_verifikasi(p, "PERLU_PERBAIKAN"))["keadaan"] == "PERLU_PERBAIKAN"
    assert [t["catatan"] for t in (await c.lihat(p, siti))["temuan"] if not t["sesuai"]] == ["Terlalu gelap."]
    await c.lampirkan(siti, p, "FOTO", pdf("foto terang"))
    await c.ajukan(siti, p)
    await c.mulai_verifikasi(p)
    for butir in (*DOKUMEN, "ELEARNING", "PENYULUHAN"):
        await c.catat_temuan(p, butir)
    assert (await c.putuskan_verifikasi(p))["keadaan"] == "MEMENUHI_SYARAT"

    # A seat of the open share; then the asesor, who meets her needs but doesn't see her papers.
    await kursi_terbuka(c, siti, "PAKSI_PERTAMA", "PENGALAMAN")
    assert (await c.lihat(p, siti))["keadaan"] == "TERJADWAL"
    assert await c.lihat(p, c.asesor) is None
    await c.tugaskan_asesor(p, await c.daftarkan_asesor(c.asesor))
    assert await c.tugas(c.asesor) == [p]
    assert await c.tugas(c.asesor_lain) == []
    tugas = await c.lihat(p, c.asesor)
    assert (tugas["kebutuhanKhusus"], tugas["dokumen"], [u["kode"] for u in tugas["apl02"]]) == (
        "Kursi roda",
        None,
        ["O.8401", "O.8402"],
    )
    await c.mulai_asesmen(c.asesor, p)
    await c.catat_hasil(c.asesor, p, {unit[0]: "K"})
    assert await tolak(c.rekomendasikan(c.asesor, p, "K")) == "UNIT_BELUM_DINILAI"
    await c.catat_hasil(c.asesor, p, {unit[1]: "K"})
    assert (await c.rekomendasikan(c.asesor, p, "K"))["keadaan"] == "DIREKOMENDASIKAN"
    assert await c.tugas(c.asesor) == []
    pleno = await c.buat_pleno("BA/1/2026")
    await c.masukkan_pleno(pleno, p)
    assert await tolak(c.putuskan(p, "K", oleh=c.asesor)) == "DITOLAK"
    assert (await c.putuskan(p, "K"))["keadaan"] == "KOMPETEN"
    assert await tolak(c.terbitkan(p, "")) == "WAJIB_DIISI"
    assert (await c.terbitkan(p, "NSP-001"))["keadaan"] == "SERTIFIKAT_TERBIT"

    # How it ended, for her, for anybody, and for the region.
    akhir = await c.lihat(p, siti)
    assert [r["ke"] for r in akhir["riwayat"]] == [
        "DRAF",
        "DIAJUKAN",
        "VERIFIKASI",
        "PERLU_PERBAIKAN",
        "DIAJUKAN",
        "VERIFIKASI",
        "MEMENUHI_SYARAT",
        "TERJADWAL",
        "DIASES",
        "DIREKOMENDASIKAN",
        "PLENO",
        "KOMPETEN",
        "SERTIFIKAT_TERBIT",
    ]
    assert akhir["sertifikat"] == {"nomor": "NSP-001"}
    assert await c.kabar(siti) == [
        "JADWALKAN",
        "MINTA_PERBAIKAN",
        "NYATAKAN_MEMENUHI",
        "PUTUSKAN_KOMPETEN",
        "TERBITKAN",
    ]
    (s,) = await c.sertifikatnya(siti)
    assert (s["nomor"], s["skema"]["kode"], s["keadaan"], s["berlaku"], s["terbit"]) == (
        "NSP-001",
        "PAKSI_PERTAMA",
        "AKTIF",
        True,
        f"{KINI}",
    )
    assert s["berakhir"] == f"{geser(KINI, 3) - (KINI - lalu(1))}"
    assert await c.periksa_sertifikat(s["kodePeriksa"]) == {
        "berlaku": True,
        "keadaan": "AKTIF",
        "nama": "Siti Contoh",
        "skema": "Penyuluh Antikorupsi Pertama",
        "wilayah": "Kota Pontianak",
    }
    qr = await c.unduh(siti, "paksiUnduhQrSertifikat", "sertifikat: ID!", sertifikat=s["id"])
    assert qr.startswith((b"<?xml", b"<svg"))
    assert await c.cakupan() == {
        "pemegang": {"paksi": 1, "api": 0},
        "perangkatDaerah": {
            "jumlah": 2,
            "belumAda": 1,
            "diBawahKuota": 1,
            "terpenuhi": 0,
            "inspektoratLengkap": 0,
        },
    }
    assert await tolak(c.buat_permohonan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN")) == "SUDAH_BERSERTIFIKAT"
    assert await c.periksa_data() == []


def lewatkan(session: Session, gelombang: uuid.UUID, hari: int) -> None:
    """Let so many days go by for a wave: what it had planned lies that much earlier, with everybody's days."""
    bebas_jejak(session, "the clock moves on")
    g, h, o = tabel("paksi_gelombang"), tabel("paksi_gelombang_hari"), tabel("paksi_orang_hari")
    mundur = timedelta(hari)
    lama = session.execute(select(h).where(h.c.gelombang_id == gelombang)).all()
    baru = [{"gelombang_id": gelombang, "tanggal": x.tanggal - mundur, "jenis": x.jenis} for x in lama]
    session.execute(insert(h), baru)
    for x in lama:
        di = (o.c.gelombang_id == gelombang, o.c.tanggal == x.tanggal)
        session.execute(update(o).where(*di).values(tanggal=x.tanggal - mundur))
        session.execute(h.delete().where(h.c.gelombang_id == gelombang, h.c.tanggal == x.tanggal))
    satu = session.execute(select(g.c.mulai, g.c.selesai).where(g.c.id == gelombang)).one()
    nilai = {"mulai": satu.mulai - mundur, "selesai": satu.selesai - mundur}
    session.execute(update(g).where(g.c.id == gelombang).values(**nilai))


async def diklat(c: Cerita, pengajar: Tokoh, peserta: list[Tokoh]) -> date:
    """The province's wave of two days asynchronous and three synchronous, which everybody passes; gives its last day."""
    hari = [KINI + timedelta(2 + n) for n in range(5)]
    pokok = "PaksiGelombang { id keadaan }"
    kelola = c.koordinator.aktor

    async def lakukan(nama: str, isian: str = "", hasil: str = pokok, /, **variabel: Any) -> Any:
        semua = ", ".join(s for s in ("gelombang: ID!", isian) if s)
        return await c.lakukan(kelola, nama, semua, hasil, gelombang=gelombang, **variabel)

    buat = await c.lakukan(
        kelola,
        "paksiBuatGelombang",
        "wilayah: String!, isian: PaksiGelombangIsian!",
        pokok,
        wilayah=PROVINSI,
        isian={
            "nama": "PELOPOR gelombang 1",
            "penyelenggara": "KPK dan BPSDM Contoh",
            "hari": [
                {"tanggal": f"{h}", "jenis": "ASINKRON" if n < 2 else "SINKRON"} for n, h in enumerate(hari)
            ],
        },
    )
    gelombang = buat["id"]
    await lakukan("paksiTetapkanPelatih", "orang: [ID!]!", orang=[pengajar.id])
    await lakukan("paksiBukaGelombang")
    await c.lakukan(
        c.operator.aktor,
        "paksiDaftarkanPeserta",
        "gelombang: ID!, orang: [ID!]!",
        pokok,
        gelombang=gelombang,
        orang=[s.id for s in peserta],
    )
    assert await tolak(lakukan("paksiMulaiGelombang")) == "BELUM_WAKTUNYA"
    await c.server.db.write(lewatkan, uuid.UUID(gelombang), 60)
    await lakukan("paksiMulaiGelombang")
    daftar = await c.tanya(
        kelola, "query($g: ID!) { paksiGelombang(id: $g) { peserta { edges { node { id } } } } }", g=gelombang
    )
    ids = [e["node"]["id"] for e in daftar["peserta"]["edges"]]
    for h in hari:
        await lakukan(
            "paksiCatatKehadiranDiklat",
            "tanggal: Date!, hadir: [PaksiKehadiranDiklatIsian!]!",
            tanggal=f"{h - timedelta(60)}",
            hadir=[{"peserta": id_, "hadir": True} for id_ in ids],
        )
    for n, id_ in enumerate(ids, 1):
        await c.lakukan(
            kelola,
            "paksiNilaiPeserta",
            "peserta: ID!, hasil: PaksiHasilDiklat!, nomorSertifikat: String",
            "PaksiPesertaGelombang { hasil }",
            peserta=id_,
            hasil="LULUS",
            nomorSertifikat=f"DIK-{n}",
        )
    assert (await lakukan("paksiSelesaikanGelombang"))["keadaan"] == "SELESAI"
    return hari[-1] - timedelta(60)


async def test_by_diklat_with_a_pooled_seat_and_an_asesor_who_did_not_teach_her(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    ani = await c.daftarkan("Ani Contoh", opd="Dinas Pendidikan")
    budi = await c.daftarkan(
        "Budi Contoh", opd="Dinas Kesehatan", wilayah=TETANGGA, oleh=c.operator_tetangga.aktor
    )
    unit = await c.tetapkan_unit("PAKSI_PERTAMA")
    tugas: dict[str, Any] = {"jalur": "DIKLAT"}
    sebelum = await c.kelayakan(ani, "PAKSI_PERTAMA", **tugas)
    assert sebelum == {
        **dict.fromkeys(DOKUMEN, BELUM),
        "ELEARNING": BELUM,
        "DIKLAT": BELUM,
        "PENYULUHAN": ("PERLU_DINILAI", 0, None),
    }

    # A report from before the diklat doesn't count for this jalur; the diklat leaves its evidence by itself.
    await c.catat_bukti(ani, "ELEARNING", "Pengetahuan Dasar Antikorupsi dan Integritas", lalu(120))
    await laporkan(c, ani, [lalu(100)])
    selesai = await diklat(c, c.asesor, [ani])
    assert await c.kelayakan(ani, "PAKSI_PERTAMA", **tugas) == {
        **dict.fromkeys(DOKUMEN, BELUM),
        "ELEARNING": ADA,
        "DIKLAT": ADA,
        "PENYULUHAN": ("PERLU_DINILAI", 0, None),
    }
    sesudah = await laporkan(c, ani, [selesai + timedelta(10), selesai + timedelta(20)])

    p = await c.buat_permohonan(ani, "PAKSI_PERTAMA", jalur="DIKLAT")
    await isi_permohonan(c, ani, p, unit=unit, dokumen=DOKUMEN)
    milik = (await c.lihat(p, ani))["kelayakan"]
    assert menurut_butir(milik) == {
        **dict.fromkeys(DOKUMEN, ADA),
        "ELEARNING": ADA,
        "DIKLAT": ADA,
        "PENYULUHAN": ("PERLU_DINILAI", 2, None),
    }
    assert {b["kode"]: b["kegiatan"] for b in milik["butir"]}["PENYULUHAN"] == sesudah
    await c.ajukan(ani, p)
    assert await verifikasi(c, p) == "MEMENUHI_SYARAT"

    # Two pemda ask; the pool wants candidates who are eligible, and Budi has applied for nothing.
    permintaan = [
        await minta_kursi(c, c.operator, PEMDA, [ani], "PAKSI_PERTAMA", "DIKLAT"),
        await minta_kursi(c, c.operator_tetangga, TETANGGA, [budi], "PAKSI_PERTAMA", "DIKLAT"),
    ]
    himpunan = await himpun(c, permintaan, "PAKSI_PERTAMA", jalur="DIKLAT", wajib_kelayakan=True)
    assert await keputusan(c, c.operator, himpunan) == {
        (PEMDA, "KURSI", "URUT_WAKTU", "Ani Contoh"),
        (TETANGGA, "TIDAK_DAPAT", "BELUM_LAYAK", None),
    }
    assert await keputusan(c, c.operator_tetangga, himpunan) == {
        (PEMDA, "KURSI", "URUT_WAKTU", None),
        (TETANGGA, "TIDAK_DAPAT", "BELUM_LAYAK", "Budi Contoh"),
    }
    assert (await c.lihat(p, ani))["keadaan"] == "TERJADWAL"

    # The trainer may not assess her within two years; the other asesor does.
    pelatih = await c.daftarkan_asesor(c.asesor)
    assert await tolak(c.tugaskan_asesor(p, pelatih)) == "ASESOR_BUKAN_PELATIH"
    c.asesor = c.asesor_lain
    await sampai_terbit(c, p, unit, "NSP-002")
    (s,) = await c.sertifikatnya(ani)
    assert (s["keadaan"], s["skema"]["kode"]) == ("AKTIF", "PAKSI_PERTAMA")
    assert (await c.periksa_sertifikat(s["kodePeriksa"]))["nama"] == "Ani Contoh"
    assert (await c.cakupan())["perangkatDaerah"]["terpenuhi"] == 1
    assert (await c.cakupan())["pemegang"] == {"paksi": 1, "api": 0}
    assert await c.periksa_data() == []


async def test_by_teaching_agenda_1_written_by_the_pemda_and_judged_by_the_verifier(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    rina = await c.daftarkan("Rina Contoh", opd="Dinas Pendidikan")
    unit = await c.tetapkan_unit("PAKSI_PERTAMA")
    sebelum = await c.kelayakan(rina, "PAKSI_PERTAMA", jalur="MATA_KULIAH")
    assert sebelum == {
        **dict.fromkeys(("EKTP", "NPWP", "FOTO"), BELUM),
        "ELEARNING": BELUM,
        "MENGAJAR_AGENDA_1": BELUM,
        "PORTOFOLIO": ("PERLU_DINILAI", 0, None),
    }
    o = c.operator
    await c.catat_bukti(rina, "ELEARNING", "Pengetahuan Dasar Antikorupsi dan Integritas", lalu(90), oleh=o)
    await c.catat_bukti(rina, "MENGAJAR", "Agenda 1 Latsar angkatan IV", lalu(30), oleh=o)
    await laporkan(c, rina, [lalu(31), lalu(30)], oleh=o, jenis="LAINNYA")
    assert await tolak(
        c.buat_permohonan(rina, "PAKSI_PERTAMA", oleh=c.operator_tetangga, jalur="MATA_KULIAH")
    ) == ("TIDAK_DITEMUKAN")
    p = await c.buat_permohonan(rina, "PAKSI_PERTAMA", oleh=o, jalur="MATA_KULIAH")
    await isi_permohonan(c, o, p, unit=unit, dokumen=("EKTP", "NPWP", "FOTO"))
    assert menurut_butir((await c.lihat(p, rina))["kelayakan"]) == {
        **dict.fromkeys(("EKTP", "NPWP", "FOTO"), ADA),
        "ELEARNING": ADA,
        "MENGAJAR_AGENDA_1": ADA,
        "PORTOFOLIO": ("PERLU_DINILAI", 2, None),
    }
    await c.ajukan(o, p)
    await kursi_terbuka(c, rina, "PAKSI_PERTAMA", "MATA_KULIAH")
    # The seat was there first: she takes it in the moment the verifier is content.
    assert (await c.lihat(p, rina))["keadaan"] == "DIAJUKAN"
    assert await verifikasi(c, p) == "TERJADWAL"
    await sampai_terbit(c, p, unit, "NSP-003")
    (s,) = await c.sertifikatnya(rina)
    assert (s["keadaan"], s["berlaku"], s["skema"]["kode"]) == ("AKTIF", True, "PAKSI_PERTAMA")
    assert (await c.cakupan())["pemegang"] == {"paksi": 1, "api": 0}
    assert await c.periksa_data() == []


async def test_an_api_certificate_stands_beside_that_of_a_penyuluh_and_completes_the_inspectorate(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    dewi = await c.daftarkan("Dewi Contoh", opd="Inspektorat")
    unit = await c.tetapkan_unit("API", 8)
    await c.impor_sertifikat(dewi, "PAKSI_MUDA", "NSP-LAMA", geser(KINI, -1), geser(KINI, 2))
    assert (await c.cakupan())["perangkatDaerah"] == {
        "jumlah": 2,
        "belumAda": 1,
        "diBawahKuota": 1,
        "terpenuhi": 0,
        "inspektoratLengkap": 0,
    }
    dokumen = ("EKTP", "FOTO", "CV", "REKOMENDASI", "SK_JABATAN")
    assert await c.kelayakan(dewi, "API") == {
        **dict.fromkeys(dokumen, BELUM),
        "BUKTI_UNIT": ("PERLU_DINILAI", 0, None),
    }
    p = await c.buat_permohonan(dewi, "API")
    await isi_permohonan(c, dewi, p, unit=unit[:7], dokumen=(*dokumen, "BUKTI_UNIT"))
    with pytest.raises(Tertolak, match=r"BELUM_LENGKAP: .*asesmen mandiri 1 unit \(APL-02\)\."):
        await c.ajukan(dewi, p)
    await c.jawab_apl02(dewi, p, unit[7:])
    assert menurut_butir((await c.lihat(p, dewi))["kelayakan"]) == {
        **dict.fromkeys(dokumen, ADA),
        "BUKTI_UNIT": ("PERLU_DINILAI", 1, None),
    }
    await c.ajukan(dewi, p)
    assert await verifikasi(c, p) == "MEMENUHI_SYARAT"
    await kursi_terbuka(c, dewi, "API")
    await sampai_terbit(c, p, unit, "API-001")
    baru, lama = await c.sertifikatnya(dewi)
    assert [(s["nomor"], s["skema"]["kode"], s["keadaan"], s["pengganti"]) for s in (baru, lama)] == [
        ("API-001", "API", "AKTIF", None),
        ("NSP-LAMA", "PAKSI_MUDA", "AKTIF", None),
    ]
    # Its renewal is asked for year by year, on both sides.
    assert [(b["kode"], b["punya"], b["perlu"]) for b in baru["kesiapanPembaruan"]["bagian"]] == [
        ("BUKTI_TAHUNAN", 0, 1)
    ] * 6
    assert (await c.periksa_sertifikat(baru["kodePeriksa"]))["skema"] == "Ahli Pembangun Integritas"
    assert await c.cakupan() == {
        "pemegang": {"paksi": 1, "api": 1},
        "perangkatDaerah": {
            "jumlah": 2,
            "belumAda": 1,
            "diBawahKuota": 0,
            "terpenuhi": 1,
            "inspektoratLengkap": 1,
        },
    }
    assert await c.periksa_data() == []
