"""Charts of a region's coverage: what they show, in numbers for the template and in words for who can't see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.orm import Session

from forum_paksi.cakupan import baca, rules
from forum_paksi.cakupan.baca import Kebijakan
from forum_paksi.cakupan.rules import KeadaanCakupan
from forum_paksi.pelaku import IZIN_LIHAT
from forum_server.plugin import (
    Aktor,
    BentukGambar,
    JenisUnduhan,
    KonteksUnduhan,
    TautanSiap,
    Templat,
    TidakDitemukan,
    Unduhan,
    catat,
    tanggal_panjang,
    terbitkan_unduhan,
)

__all__ = ["NAMA", "UNDUH", "BentukGrafik", "JenisGrafik", "terbitkan_grafik"]

NAMA: Final = "paksi.unduh_grafik"
BULAN: Final = 24
TEMPLAT: Final = Templat(folder=Path(__file__).parent / "templat", berkas="grafik.typ")
_PUTIH, _HITAM = "#ffffff", "#1a1a1a"
# Told apart by who sees few colours, too: they differ in lightness.
_PAKSI: Final = {"nama": "PAKSI", "warna": "#0b5394", "teks": _PUTIH}
_API: Final = {"nama": "API", "warna": "#e69138", "teks": _HITAM}
_KEADAAN: Final = {
    KeadaanCakupan.TERPENUHI: {"nama": "Terpenuhi", "warna": "#0b5394", "teks": _PUTIH},
    KeadaanCakupan.DI_BAWAH_KUOTA: {"nama": "Di bawah kuota", "warna": "#f6b26b", "teks": _HITAM},
    KeadaanCakupan.BELUM_ADA: {"nama": "Belum ada", "warna": "#990000", "teks": _PUTIH},
}


class JenisGrafik(StrEnum):
    """What a chart shows."""

    TREN = "TREN"
    OPD = "OPD"
    PEMEGANG = "PEMEGANG"


class BentukGrafik(StrEnum):
    """As which file."""

    SVG = "SVG"
    PNG = "PNG"


def terbitkan_grafik(
    session: Session, aktor: Aktor, *, wilayah: str, grafik: JenisGrafik, bentuk: BentukGrafik
) -> TautanSiap:
    """A link to a chart of a region; raises `Ditolak`, `TidakDitemukan`."""
    _wajib(aktor, wilayah)
    catat(session, aktor, NAMA, objek="wilayah", objek_id=wilayah, wilayah=wilayah)
    isi = {"wilayah": wilayah, "grafik": grafik.value, "bentuk": bentuk.value}
    return terbitkan_unduhan(session, aktor, jenis=NAMA, isi=isi, wilayah=wilayah)


def _wajib(aktor: Aktor, wilayah: str) -> None:
    """The whole of the region, for a chart tells of all of it."""
    aktor.wajib(IZIN_LIHAT, wilayah=wilayah, apa="wilayah")
    if not aktor.meliputi(IZIN_LIHAT, wilayah=wilayah):
        raise TidakDitemukan("wilayah")


async def _buat(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    _wajib(konteks.aktor, isi["wilayah"])
    wilayah = await baca.satu(konteks.db, isi["wilayah"])
    if wilayah is None:
        raise TidakDitemukan("wilayah")
    jenis, bentuk = JenisGrafik(isi["grafik"]), BentukGambar(isi["bentuk"])
    pada = baca.hari_ini()
    data = await _ISI[jenis](konteks, wilayah, pada)
    data = {
        "keterangan": f"Keadaan {tanggal_panjang(pada)}",
        "kosong": "Tidak ada yang dapat ditampilkan.",
        **data,
    }
    gambar = await konteks.pencetak.gambar(TEMPLAT, data, bentuk, judul=data["judul"], keterangan=_kata(data))
    nama = f"{jenis.value.lower()}-{wilayah.kode}.{bentuk.value.lower()}"
    return Unduhan(nama=nama, media=bentuk.media, isi=gambar)


async def _tren(konteks: KonteksUnduhan, wilayah: Row[Any], pada: date) -> dict[str, Any]:
    hari = rules.akhir_bulan(pada, BULAN)
    titik = (await baca.tren(konteks.db, [wilayah.kode], hari))[wilayah.kode]
    return {
        "judul": f"Pemegang sertifikat aktif di {wilayah.nama}",
        "seri": [_PAKSI, _API],
        "garis": {
            "label": [f"{t.tanggal:%m/%y}" for t in titik],
            "nilai": [[t.paksi for t in titik], [t.api for t in titik]],
        },
    }


async def _bagian(konteks: KonteksUnduhan, wilayah: Row[Any]) -> list[Row[Any]]:
    """The region itself and those right beneath it."""
    return [wilayah, *await baca.anak(konteks.db, wilayah.kode)]


def _batang(bagian: Sequence[Row[Any]], angka: Mapping[str, Sequence[int]]) -> list[dict[str, Any]]:
    """A bar for each region beneath, and first one for what the region has itself rather than through them."""
    wilayah, *anak = bagian
    langsung = [jumlah - sum(angka[w.kode][n] for w in anak) for n, jumlah in enumerate(angka[wilayah.kode])]
    batang = [{"label": w.nama, "nilai": list(angka[w.kode])} for w in anak]
    if any(langsung):
        batang.insert(0, {"label": f"{wilayah.nama} (langsung)", "nilai": langsung})
    return batang


async def _opd(konteks: KonteksUnduhan, wilayah: Row[Any], pada: date) -> dict[str, Any]:
    bagian = await _bagian(konteks, wilayah)
    angka = await baca.angka_opd(konteks.db, Kebijakan(konteks.aktif), [w.kode for w in bagian], pada)
    nilai = {k: [a.keadaan[satu] for satu in _KEADAAN] for k, a in angka.items()}
    return {
        "judul": f"Cakupan OPD di {wilayah.nama}",
        "seri": list(_KEADAAN.values()),
        # A region without an OPD of its own has none to cover: most kecamatan.
        "batang": [b for b in _batang(bagian, nilai) if any(b["nilai"])],
    }


async def _pemegang(konteks: KonteksUnduhan, wilayah: Row[Any], pada: date) -> dict[str, Any]:
    bagian = await _bagian(konteks, wilayah)
    angka = await baca.angka_pemegang(konteks.db, [w.kode for w in bagian], pada)
    return {
        "judul": f"Pemegang sertifikat aktif per wilayah di {wilayah.nama}",
        "seri": [_PAKSI, _API],
        "batang": _batang(bagian, {k: [r.paksi, r.api] if r else [0, 0] for k, r in angka.items()}),
    }


_ISI: Final = {JenisGrafik.TREN: _tren, JenisGrafik.OPD: _opd, JenisGrafik.PEMEGANG: _pemegang}


def _kata(data: Mapping[str, Any]) -> str:
    """Every number of the chart in a sentence."""
    seri = [s["nama"] for s in data["seri"]]
    if "garis" in data:
        garis = data["garis"]
        baris = zip(garis["label"], zip(*garis["nilai"], strict=True), strict=True)
    else:
        baris = ((b["label"], b["nilai"]) for b in data["batang"])
    isi = "; ".join(
        f"{label}: {', '.join(f'{n} {v}' for n, v in zip(seri, nilai, strict=True))}"
        for label, nilai in baris
    )
    return f"{data['keterangan']}. {isi}."


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
