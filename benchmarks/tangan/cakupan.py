"""The queries of `benchmarks.cakupan` by hand, with the policy of the default written into them: one holder per OPD."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from benchmarks.tangan.mesin import Mesin, id_teks

__all__ = ["CAKUPAN"]

# What is in force is counted, not filtered: a filter sends SQLite through the certificates of the whole country.
_AKTIF = "s.keadaan = 'AKTIF' AND s.diakui AND s.terbit <= current_date AND s.berakhir >= current_date"
# $1 to below $2: the region and all beneath it; $3 signs tell the regions of a level apart.
_DI = "wilayah_kode >= $1 AND {0}.wilayah_kode < $2"
_OPD = "p.dinonaktifkan_pada IS NULL AND p.jenis NOT IN ('UPTD', 'KELURAHAN', 'LAINNYA')"
_PUNYA = f"""
LEFT JOIN (SELECT o.perangkat_daerah_id AS opd, sum(CASE WHEN s.jenis = 'PAKSI' AND {_AKTIF} THEN 1 ELSE 0 END) AS paksi,
    count(DISTINCT CASE WHEN s.jenis = 'API' AND {_AKTIF} THEN o.id END) AS api
  FROM orang o JOIN paksi_sertifikat s ON s.orang_id = o.id
  WHERE o.{_DI.format("o")} GROUP BY o.wilayah_kode, o.perangkat_daerah_id) x ON x.opd = p.id
"""
_PEMEGANG = f"""
SELECT substr(wilayah, 1, $3), sum(paksi), count(DISTINCT api),
  count(DISTINCT CASE WHEN paksi = 1 AND length(wilayah) >= 8 THEN substr(wilayah, 1, 8) END),
  count(DISTINCT CASE WHEN paksi = 1 AND length(wilayah) = 13 THEN wilayah END)
FROM (SELECT o.wilayah_kode AS wilayah, CASE WHEN s.jenis = 'PAKSI' AND {_AKTIF} THEN 1 ELSE 0 END AS paksi,
    CASE WHEN s.jenis = 'API' AND {_AKTIF} THEN o.id END AS api
  FROM orang o JOIN paksi_sertifikat s ON s.orang_id = o.id WHERE o.{_DI.format("o")}) x
GROUP BY 1
"""
_DUTA = f"""
SELECT substr(d.wilayah_kode, 1, $3), count(DISTINCT d.orang_id), count(DISTINCT d.perangkat_daerah_id)
FROM paksi_duta d WHERE d.{_DI.format("d")} AND d.dari <= current_date
  AND (d.sampai IS NULL OR d.sampai >= current_date) GROUP BY 1
"""
_LENGKAP = "coalesce(x.paksi, 0) >= 1 AND (p.jenis <> 'INSPEKTORAT' OR coalesce(x.api, 0) >= 1)"
_KOSONG = "coalesce(x.paksi, 0) = 0 AND (p.jenis <> 'INSPEKTORAT' OR coalesce(x.api, 0) = 0)"
_ANGKA_OPD = f"""
SELECT substr(p.wilayah_kode, 1, $3), count(*), sum(CASE WHEN {_LENGKAP} THEN 1 ELSE 0 END),
  sum(CASE WHEN {_KOSONG} THEN 1 ELSE 0 END), sum(CASE WHEN p.jenis = 'INSPEKTORAT' THEN 1 ELSE 0 END),
  sum(CASE WHEN p.jenis = 'INSPEKTORAT' AND {_LENGKAP} THEN 1 ELSE 0 END)
FROM perangkat_daerah p {_PUNYA} WHERE p.{_DI.format("p")} AND {_OPD} GROUP BY 1
"""
_CELAH = f"""
SELECT p.id, p.nama, coalesce(x.paksi, 0), coalesce(x.api, 0), p.jenis FROM perangkat_daerah p {_PUNYA}
WHERE p.{_DI.format("p")} AND {_OPD} AND NOT ({_LENGKAP}) ORDER BY p.wilayah_kode, p.nama_cari, p.id LIMIT 50
"""
_BANYAK = f"""
SELECT count(*) FROM perangkat_daerah p {_PUNYA} WHERE p.{_DI.format("p")} AND {_OPD} AND NOT ({_LENGKAP})
"""
_SATU = "SELECT kode, nama FROM wilayah WHERE kode = $1 AND berlaku_sampai IS NULL"
_ANAK = (
    "SELECT kode, nama FROM wilayah WHERE induk_kode = $1 AND berlaku_sampai IS NULL ORDER BY kode LIMIT 50"
)


def _batas(kode: str) -> tuple[str, str]:
    return ("0", "A") if kode == "ID" else (kode, f"{kode}/")


def _seluruh(sql: str, kode: str) -> str:
    """Without a range where it is the whole country, which a range would only make slower."""
    if kode != "ID":
        return sql
    return re.sub(
        r"(\w)\.wilayah_kode >= \$1 AND \1\.wilayah_kode < \$2", "CAST($1 AS text) <> CAST($2 AS text)", sql
    )


async def _angka(mesin: Mesin, kode: str, panjang: int) -> dict[str, dict[str, Any]]:
    dari, sampai = _batas(kode)
    pemegang = {r[0]: r for r in await _baca(mesin, _seluruh(_PEMEGANG, kode), dari, sampai, panjang)}
    duta = {r[0]: r for r in await _baca(mesin, _seluruh(_DUTA, kode), dari, sampai, panjang)}
    opd = {r[0]: r for r in await _baca(mesin, _seluruh(_ANGKA_OPD, kode), dari, sampai, panjang)}
    hasil: dict[str, dict[str, Any]] = {}
    for k in pemegang.keys() | duta.keys() | opd.keys():
        p, d, o = pemegang.get(k, _NOL), duta.get(k, _NOL), opd.get(k, _NOL)
        hasil[k] = {
            "pemegang": {"paksi": p[1], "api": p[2], "kecamatan": p[3], "kelurahan": p[4]},
            "duta": {"orang": d[1], "perangkatDaerah": d[2]},
            "perangkatDaerah": {
                "jumlah": o[1],
                "terpenuhi": o[2],
                "diBawahKuota": o[1] - o[2] - o[3],
                "belumAda": o[3],
                "inspektorat": o[4],
                "inspektoratLengkap": o[5],
            },
        }
    return hasil


_NOL: Final = ("", 0, 0, 0, 0, 0)
_KOSONG_SEMUA: Final = {
    "pemegang": {"paksi": 0, "api": 0, "kecamatan": 0, "kelurahan": 0},
    "duta": {"orang": 0, "perangkatDaerah": 0},
    "perangkatDaerah": {
        "jumlah": 0,
        "terpenuhi": 0,
        "diBawahKuota": 0,
        "belumAda": 0,
        "inspektorat": 0,
        "inspektoratLengkap": 0,
    },
}


async def _cakupan(mesin: Mesin, kode: str) -> dict[str, Any]:
    (akar,) = await _baca(mesin, _SATU, kode)
    sendiri = await _angka(mesin, kode, 0 if kode == "ID" else len(kode))
    anak = await _angka(mesin, kode, 2 if kode == "ID" else 5)
    turunan = [
        {"node": {"kode": a[0], "nama": a[1], **anak.get(a[0], _KOSONG_SEMUA)}}
        for a in await _baca(mesin, _ANAK, kode)
    ]
    angka = sendiri.get("" if kode == "ID" else kode, _KOSONG_SEMUA)
    isi = {"kode": akar[0], "nama": akar[1], **angka, "turunan": {"edges": turunan}}
    return {"paksiCakupanWilayah": isi}


async def _baca(mesin: Mesin, sql: str, *nilai: Any) -> Sequence[Any]:
    """With today in the nation's zone, as the product has it, in the place of the engine's own."""
    return await mesin.baca(sql.replace("current_date", f"'{_hari(1)[0]}'"), *nilai)


def _hari(banyak: int) -> list[date]:
    hari = [datetime.now(timezone(timedelta(hours=7))).date()]
    while len(hari) < banyak:
        hari.append(hari[-1].replace(day=1) - timedelta(days=1))
    return hari[::-1]


async def _tren(mesin: Mesin, kode: str) -> dict[str, Any]:
    hari = _hari(12)
    kolom = ", ".join(
        f"sum(CASE WHEN s.jenis = '{jenis}' AND s.terbit <= '{h}' AND s.berakhir >= '{h}'"
        f" AND (s.berhenti_pada IS NULL OR s.berhenti_pada > '{h}') THEN 1 ELSE 0 END)"
        for h in hari
        for jenis in ("PAKSI", "API")
    )
    sql = f"""SELECT {kolom} FROM orang o JOIN paksi_sertifikat s ON s.orang_id = o.id
      WHERE o.{_DI.format("o")} AND s.diakui"""
    (baris,) = await _baca(mesin, sql, *_batas(kode))
    titik = [{"tanggal": str(h), "paksi": baris[2 * n], "api": baris[2 * n + 1]} for n, h in enumerate(hari)]
    return {"paksiCakupanWilayah": {"tren": titik}}


async def _celah(mesin: Mesin, kode: str) -> dict[str, Any]:
    batas = _batas(kode)
    edges = [
        {
            "node": {
                "paksi": r[2],
                "api": r[3],
                "keadaan": "DI_BAWAH_KUOTA" if r[2] or (r[3] and r[4] == "INSPEKTORAT") else "BELUM_ADA",
                "kurangPaksi": max(0, 1 - r[2]),
                "opd": {"id": id_teks(r[0]), "nama": r[1]},
            }
        }
        for r in await _baca(mesin, _CELAH, *batas)
    ]
    ((banyak,),) = await _baca(mesin, _BANYAK, *batas)
    return {"paksiDaftarCakupanOpd": {"totalCount": banyak, "edges": edges}}


CAKUPAN: Final[dict[str, Callable[[Mesin, str], Awaitable[dict[str, Any]]]]] = {
    "cakupan": _cakupan,
    "tren": _tren,
    "celah": _celah,
}
