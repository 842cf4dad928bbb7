"""Scenes the stories share, each made of the steps of `bahan_cerita_langkah`: what no story is about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from tests.paksi.bahan_cerita import KINI, LSP, PEMDA, PROVINSI, Tokoh
from tests.paksi.bahan_cerita_langkah import HIMPUNAN, Cerita
from tests.paksi.bahan_kegiatan import terlaksana

HARI_ASESMEN = [KINI + timedelta(30 + n) for n in range(2)]


async def laporkan(
    c: Cerita, siapa: Tokoh, hari: Iterable[date], *, oleh: Tokoh | None = None, **ganti: Any
) -> list[str]:
    """Report what was done on each of these days, with its photo, until the LSP has accepted it."""
    pelapor, hasil = oleh or siapa, list[str]()
    for satu in hari:
        kegiatan = await c.catat_kegiatan(siapa, satu, oleh=pelapor, **ganti)
        await c.lampirkan_foto(pelapor, kegiatan)
        await c.ajukan_kegiatan(pelapor, kegiatan)
        assert (await c.periksa_kegiatan(kegiatan))["keadaan"] == "DITERIMA"
        hasil.append(kegiatan)
    return hasil


async def diminta_menyuluh(c: Cerita, penyuluh: Tokoh, opd: str) -> str:
    """An OPD asks for a speaker, the inspectorate sends this one, who reports what was done; gives the accepted report."""
    dari_opd = (await c.daftarkan(f"Operator {opd}", opd=opd)).berperan(
        "paksi.operator_opd", perangkat_daerah=c.opd[opd]
    )
    pokok = "PaksiPermintaanPenyuluh { id keadaan }"
    permintaan = await c.lakukan(
        dari_opd.aktor,
        "paksiMintaPenyuluh",
        "wilayah: String!, isian: PaksiPermintaanPenyuluhIsian!",
        pokok,
        wilayah=PEMDA,
        isian={
            "perangkatDaerah": str(c.opd[opd]),
            "materi": "Gratifikasi dalam layanan publik",
            "sasaran": "Pegawai layanan",
            "jumlahPeserta": 40,
            "tempat": "Aula Contoh",
            "tanggal": f"{KINI + timedelta(7)}",
        },
    )
    tugas = await c.lakukan(
        c.operator.aktor,
        "paksiTugaskanPenyuluh",
        "permintaan: ID!, penyuluh: ID!, nomorSurat: String!, tanggalSurat: Date!",
        pokok,
        permintaan=permintaan["id"],
        penyuluh=penyuluh.id,
        nomorSurat="800/1/INSP",
        tanggalSurat=f"{KINI}",
    )
    assert tugas["keadaan"] == "DITUGASKAN"
    await c.server.db.write(terlaksana, uuid.UUID(permintaan["id"]))
    kegiatan = (
        await c.lakukan(
            penyuluh.aktor,
            "paksiLaporkanPenyuluhan",
            "permintaan: ID!, isian: PaksiLaporanPenyuluhanIsian!",
            "PaksiKegiatan { id }",
            permintaan=permintaan["id"],
            isian={
                "lembaga": LSP,
                "ruangLingkup": "Instansi pemerintah",
                "tujuan": "Mengenal dan menolak gratifikasi",
                "deskripsi": "Ceramah dan studi kasus",
                "jumlahPeserta": 38,
            },
        )
    )["id"]
    await c.lampirkan_foto(penyuluh, kegiatan)
    await c.ajukan_kegiatan(penyuluh, kegiatan)
    assert (await c.periksa_kegiatan(kegiatan))["keadaan"] == "DITERIMA"
    selesai = await c.lakukan(
        dari_opd.aktor, "paksiKonfirmasiPenyuluhan", "permintaan: ID!", pokok, permintaan=permintaan["id"]
    )
    assert selesai["keadaan"] == "SELESAI"
    return kegiatan


async def isi_permohonan(
    c: Cerita, oleh: Tokoh, p: str, *, unit: Sequence[str], dokumen: Sequence[str] = ()
) -> None:
    """APL-01, APL-02 and the files of an application."""
    await c.isi_apl01(oleh, p)
    await c.jawab_apl02(oleh, p, unit)
    for butir in dokumen:
        await c.lampirkan(oleh, p, butir)


async def verifikasi(c: Cerita, p: str) -> str:
    """Every item of an application that was handed in is found in order; gives the state it is in then."""
    await c.mulai_verifikasi(p)
    for butir in [b["kode"] for b in (await c.lihat(p, c.verifikator))["kelayakan"]["butir"]]:
        await c.catat_temuan(p, butir)
    return (await c.putuskan_verifikasi(p))["keadaan"]


async def jadwal(
    c: Cerita, skema: str, *, jalur: Sequence[str] = (), kursi: int = 5, terbuka: int | None = None
) -> str:
    """The LSP opens an assessment of two days in a month."""
    hasil = await c.lakukan(
        c.lsp.aktor,
        "paksiBuatJadwal",
        "lembaga: String!, isi: PaksiJadwalIsian!",
        "PaksiJadwal { id }",
        lembaga=LSP,
        isi={
            "jenis": "ASESMEN",
            "skema": skema,
            "jalur": list(jalur),
            "mode": "TATAP_MUKA",
            "tukNama": "BPSDM Contoh",
            "tukWilayah": PEMDA,
            "sesi": [{"tanggal": f"{h}"} for h in HARI_ASESMEN],
            "batasDaftar": f"{KINI + timedelta(20)}T16:00",
            "jumlahAsesor": 2,
            "batasPerAsesor": 5,
            "kapasitas": kursi,
            "kapasitasTerbuka": terbuka,
        },
    )
    await c.lakukan(c.lsp.aktor, "paksiBukaJadwal", "id: ID!", "PaksiJadwal { keadaan }", id=hasil["id"])
    return hasil["id"]


async def kursi_terbuka(c: Cerita, siapa: Tokoh, skema: str, jalur: str | None = None) -> str:
    """The pemda takes a seat of the open share, and the LSP confirms it; gives the schedule."""
    jadwal_ = await jadwal(c, skema, jalur=[jalur] if jalur else [])
    pesan = await c.lakukan(
        c.operator.aktor,
        "paksiPesanSlot",
        "jadwal: ID!, orang: ID!, wilayah: String!, jalur: String",
        "PaksiPemesanan { id keadaan }",
        jadwal=jadwal_,
        orang=siapa.id,
        wilayah=PEMDA,
        jalur=jalur,
    )
    assert pesan["keadaan"] == "DITAHAN"
    kursi = await c.lakukan(
        c.lsp.aktor,
        "paksiKonfirmasiSlot",
        "pemesanan: ID!",
        "PaksiPemesanan { keadaan }",
        pemesanan=pesan["id"],
    )
    assert kursi["keadaan"] == "DIKONFIRMASI"
    return jadwal_


async def minta_kursi(
    c: Cerita, operator: Tokoh, wilayah: str, calon: Sequence[Tokoh], skema: str, jalur: str | None = None
) -> str:
    """A pemda writes to the LSP for its candidates; gives the request."""
    hasil = await c.lakukan(
        operator.aktor,
        "paksiBuatPermintaan",
        "wilayah: String!, isian: PaksiPermintaanIsian!",
        "PaksiPermintaan { id }",
        wilayah=wilayah,
        isian={
            "skema": skema,
            "lembaga": LSP,
            "jalur": jalur,
            "calon": [s.id for s in calon],
            "nomorSurat": f"700/{wilayah}/INSP",
            "tanggalSurat": f"{KINI}",
        },
    )
    await c.lakukan(
        operator.aktor,
        "paksiAjukanPermintaan",
        "permintaan: ID!",
        "PaksiPermintaan { keadaan }",
        permintaan=hasil["id"],
    )
    return hasil["id"]


async def himpun(
    c: Cerita,
    permintaan: Sequence[str],
    skema: str,
    *,
    jalur: str | None = None,
    kursi: int = 1,
    kebijakan: str = "URUT_WAKTU",
    wajib_kelayakan: bool = False,
) -> str:
    """The province pools requests, the LSP sets seats aside, they are allocated, sent and confirmed; gives the pool."""
    himpunan = (
        await c.lakukan(
            c.koordinator.aktor,
            "paksiBukaHimpunan",
            "wilayah: String!, lembaga: String!, nama: String!, skema: String!, kebijakan: PaksiKebijakan!,"
            " wajibKelayakan: Boolean!",
            "PaksiHimpunan { id }",
            wilayah=PROVINSI,
            lembaga=LSP,
            nama="Himpunan provinsi",
            skema=skema,
            kebijakan=kebijakan,
            wajibKelayakan=wajib_kelayakan,
        )
    )["id"]
    pokok = "PaksiHimpunan { id keadaan }"
    for satu in permintaan:
        await c.lakukan(
            c.koordinator.aktor,
            "paksiHimpunPermintaan",
            "himpunan: ID!, permintaan: ID!",
            pokok,
            himpunan=himpunan,
            permintaan=satu,
        )
    await c.lakukan(
        c.lsp.aktor,
        "paksiCadangkanBagian",
        "himpunan: ID!, jadwal: ID!, kapasitas: Int!",
        pokok,
        himpunan=himpunan,
        jadwal=await jadwal(c, skema, jalur=[jalur] if jalur else [], kursi=kursi, terbuka=0),
        kapasitas=kursi,
    )
    await c.lakukan(c.koordinator.aktor, "paksiKunciHimpunan", "himpunan: ID!", pokok, himpunan=himpunan)
    alokasi = "himpunan: ID!, pratinjau: Boolean!, sidik: String"
    tinjauan = await c.lakukan(
        c.koordinator.aktor,
        "paksiAlokasikan",
        alokasi,
        "PaksiAlokasi { sidik ditetapkan }",
        himpunan=himpunan,
        pratinjau=True,
    )
    await c.lakukan(
        c.koordinator.aktor,
        "paksiAlokasikan",
        alokasi,
        "PaksiAlokasi { sidik ditetapkan }",
        himpunan=himpunan,
        pratinjau=False,
        sidik=tinjauan["sidik"],
    )
    await c.lakukan(c.koordinator.aktor, "paksiKirimHimpunan", "himpunan: ID!", pokok, himpunan=himpunan)
    selesai = await c.lakukan(
        c.lsp.aktor, "paksiKonfirmasiHimpunan", "himpunan: ID!", pokok, himpunan=himpunan
    )
    assert selesai["keadaan"] == "DIKONFIRMASI"
    return himpunan


async def keputusan(c: Cerita, oleh: Tokoh, himpunan: str) -> set[tuple[str, str, str, str | None]]:
    """What became of each candidate of a pool, as somebody reads it: pemda, result, why, name where it is theirs."""
    hasil = await c.tanya(oleh.aktor, HIMPUNAN, h=himpunan)
    return {
        (
            n["wilayah"]["kode"],
            n["hasil"],
            n["alasanKode"],
            None if n["orang"] is None else n["orang"]["nama"],
        )
        for n in (e["node"] for e in hasil["keputusan"]["edges"])
    }


async def diases(
    c: Cerita, p: str, asesor: Tokoh, hasil: dict[str, str], *, tanggal: date | None = None
) -> str:
    """Given to an asesor, assessed unit by unit and recommended: K when every unit is; gives the state."""
    await c.tugaskan_asesor(p, await c.daftarkan_asesor(asesor), tanggal)
    await c.mulai_asesmen(asesor, p)
    await c.catat_hasil(asesor, p, hasil)
    nilai = "K" if set(hasil.values()) == {"K"} else "BK"
    return (await c.rekomendasikan(asesor, p, nilai, "Wawancara dan portofolio"))["keadaan"]


async def diputus(c: Cerita, p: str, nomor: str, nilai: str = "K", alasan: str | None = None) -> str:
    """Decided by a pleno of its own; gives the state."""
    await c.masukkan_pleno(await c.buat_pleno(nomor), p)
    return (await c.putuskan(p, nilai, alasan))["keadaan"]


async def sampai_terbit(c: Cerita, p: str, unit: Sequence[str], nomor: str) -> None:
    """From the seat to the certificate, without anything special."""
    assert await diases(c, p, c.asesor, dict.fromkeys(unit, "K")) == "DIREKOMENDASIKAN"
    assert await diputus(c, p, f"BA/{nomor}") == "KOMPETEN"
    assert (await c.terbitkan(p, nomor))["keadaan"] == "SERTIFIKAT_TERBIT"
