"""The queries of `benchmarks.kueri` by hand: a few statements each, and rows put into the answer's shape."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Final

from benchmarks.tangan.mesin import Mesin, id_teks, instan_teks

__all__ = ["KUERI", "kursi"]

_SATU = "SELECT kode, nama, tingkat, otonom FROM wilayah WHERE kode = $1"

_JADWAL = """
SELECT j.id, j.kode, j.mode, j.mulai_pada, j.kapasitas, l.kode, l.nama, s.kode, s.nama
FROM paksi_jadwal j JOIN lembaga l ON l.kode = j.lembaga_kode JOIN paksi_skema s ON s.id = j.skema_id
WHERE j.keadaan <> 'DRAF' ORDER BY j.mulai_pada, j.id LIMIT 50
"""
_BAGIAN = """
SELECT b.jadwal_id, b.kapasitas, b.terisi,
  (SELECT count(*) FROM paksi_pemesanan p WHERE p.bagian_id = b.id AND p.keadaan = 'DAFTAR_TUNGGU')
FROM paksi_bagian b JOIN (SELECT id FROM paksi_jadwal WHERE keadaan <> 'DRAF' ORDER BY mulai_pada, id LIMIT 50) j
  ON j.id = b.jadwal_id
ORDER BY b.himpunan_id IS NOT NULL, b.id
"""
_SERTIFIKAT = """
SELECT c.id, c.nomor, c.terbit, c.berakhir, o.id, o.nama, s.kode, s.nama, l.kode, l.nama
FROM paksi_sertifikat c JOIN orang o ON o.id = c.orang_id JOIN paksi_skema s ON s.id = c.skema_id
JOIN lembaga l ON l.kode = c.lembaga_kode
WHERE c.wilayah_kode = $1 OR c.wilayah_kode > $1 || '.' AND c.wilayah_kode < $1 || '/'
ORDER BY c.terbit DESC, c.id DESC LIMIT 1000
"""
_ANAK = "SELECT kode, nama FROM wilayah WHERE induk_kode = $1 AND berlaku_sampai IS NULL ORDER BY kode"
_KURSI = """
SELECT wilayah_kode, sum(CASE WHEN keadaan IN ('DITAHAN', 'DIKONFIRMASI') THEN 1 ELSE 0 END),
  sum(CASE WHEN keadaan = 'DAFTAR_TUNGGU' THEN 1 ELSE 0 END)
FROM paksi_pemesanan WHERE wilayah_kode > $1 || '.' AND wilayah_kode < $1 || '/' GROUP BY wilayah_kode
"""
_MINTA = """
SELECT p.wilayah_kode, count(DISTINCT p.id), count(c.orang_id)
FROM paksi_permintaan p LEFT JOIN paksi_calon c ON c.permintaan_id = p.id
WHERE p.wilayah_kode > $1 || '.' AND p.wilayah_kode < $1 || '/'
  AND p.keadaan IN ('DIAJUKAN', 'DIHIMPUN', 'DIALOKASIKAN')
GROUP BY p.wilayah_kode
"""
_OPD = """
SELECT wilayah_kode, id, nama, jenis FROM (
  SELECT wilayah_kode, id, nama, jenis, nama_cari,
    row_number() OVER (PARTITION BY wilayah_kode ORDER BY nama_cari, id) AS nomor
  FROM perangkat_daerah
  WHERE wilayah_kode > $1 || '.' AND wilayah_kode < $1 || '/' AND dinonaktifkan_pada IS NULL) semua
WHERE nomor <= 40 ORDER BY wilayah_kode, nomor
"""


_BANYAK = """
SELECT wilayah_kode, count(*) FROM perangkat_daerah
WHERE wilayah_kode > $1 || '.' AND wilayah_kode < $1 || '/' AND dinonaktifkan_pada IS NULL GROUP BY wilayah_kode
"""


_KURSI_SATU = """
SELECT b.kapasitas, b.terisi,
  (SELECT count(*) FROM paksi_pemesanan p WHERE p.bagian_id = b.id AND p.keadaan = 'DAFTAR_TUNGGU')
FROM paksi_bagian b WHERE b.jadwal_id = $1 ORDER BY b.himpunan_id IS NOT NULL, b.id
"""


async def kursi(mesin: Mesin, jadwal: str) -> dict[str, Any]:
    """The seats of one schedule."""
    baris = await mesin.baca(_KURSI_SATU, uuid.UUID(jadwal))
    return {
        "id": jadwal,
        "bagian": [{"kapasitas": b[0], "terisi": b[1], "menunggu": b[2]} for b in baris],
    }


async def _titik(mesin: Mesin, kode: str) -> dict[str, Any]:
    (baris,) = await mesin.baca(_SATU, kode)
    return {
        "wilayah": {
            "kode": baris[0],
            "nama": baris[1],
            "tingkat": baris[2],
            "otonom": bool(baris[3]),
        }
    }


async def _daftar(mesin: Mesin, kode: str) -> dict[str, Any]:
    bagian: dict[Any, list[dict[str, Any]]] = {}
    for b in await mesin.baca(_BAGIAN):
        bagian.setdefault(b[0], []).append({"kapasitas": b[1], "terisi": b[2], "menunggu": b[3]})
    return {
        "paksiDaftarJadwal": {
            "edges": [
                {
                    "node": {
                        "id": id_teks(j[0]),
                        "kode": j[1],
                        "mode": j[2],
                        "mulaiPada": instan_teks(j[3]),
                        "kapasitas": j[4],
                        "lembaga": {"kode": j[5], "nama": j[6]},
                        "skema": {"kode": j[7], "nama": j[8]},
                        "bagian": bagian.get(j[0], []),
                    }
                }
                for j in await mesin.baca(_JADWAL)
            ]
        }
    }


async def _panjang(mesin: Mesin, kode: str) -> dict[str, Any]:
    return {
        "paksiDaftarSertifikat": {
            "edges": [
                {
                    "node": {
                        "id": id_teks(c[0]),
                        "nomor": c[1],
                        "terbit": str(c[2]),
                        "berakhir": str(c[3]),
                        "orang": {"id": id_teks(c[4]), "nama": c[5]},
                        "skema": {"kode": c[6], "nama": c[7]},
                        "penerbit": {"kode": c[8], "nama": c[9]},
                    }
                }
                for c in await mesin.baca(_SERTIFIKAT, kode)
            ]
        }
    }


async def _pohon(mesin: Mesin, kode: str) -> dict[str, Any]:
    kursi = {k[0]: k for k in await mesin.baca(_KURSI, kode)}
    minta = {m[0]: m for m in await mesin.baca(_MINTA, kode)}
    opd: dict[str, list[dict[str, Any]]] = {}
    for o in await mesin.baca(_OPD, kode):
        opd.setdefault(o[0], []).append({"node": {"id": id_teks(o[1]), "nama": o[2], "jenis": o[3]}})
    banyak = {b[0]: b[1] for b in await mesin.baca(_BANYAK, kode)}
    (akar,) = await mesin.baca(_SATU, kode)
    anak = [
        {
            "kode": a[0],
            "nama": a[1],
            "paksiRingkasan": {
                "permintaanTerbuka": minta.get(a[0], (a[0], 0, 0))[1],
                "calon": minta.get(a[0], (a[0], 0, 0))[2],
                "kursi": kursi.get(a[0], (a[0], 0, 0))[1],
                "menunggu": kursi.get(a[0], (a[0], 0, 0))[2],
            },
            "perangkatDaerah": {
                "totalCount": banyak.get(a[0], 0),
                "edges": opd.get(a[0], []),
            },
        }
        for a in await mesin.baca(_ANAK, kode)
    ]
    return {"wilayah": {"kode": akar[0], "nama": akar[1], "anak": anak}}


KUERI: Final[dict[str, Callable[[Mesin, str], Awaitable[dict[str, Any]]]]] = {
    "titik": _titik,
    "daftar": _daftar,
    "panjang": _panjang,
    "pohon": _pohon,
}
