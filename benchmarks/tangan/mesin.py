"""The two engines by hand: reading rows, and one booking as one durable transaction."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

import asyncpg

__all__ = ["Ditolak", "Mesin", "MesinPostgresql", "MesinSqlite", "Pesanan", "id_teks", "instan_teks"]

KELOMPOK_MAKS = 64
"""Bookings in one commit on SQLite, as in the product."""
KUMPULAN = 4
"""Connections per pool on PostgreSQL, as in the product."""

KINI_SQLITE = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
KINI_POSTGRESQL = "clock_timestamp()"

PERIKSA = """
SELECT j.lembaga_kode, j.tahanan_menit, j.mulai_pada, b.id, b.terisi >= b.kapasitas, o.perangkat_daerah_id
FROM paksi_jadwal j
JOIN paksi_bagian b ON b.jadwal_id = j.id AND b.himpunan_id IS NULL
JOIN orang o ON o.id = $2
  AND (o.wilayah_kode = $3 OR o.wilayah_kode > $3 || '.' AND o.wilayah_kode < $3 || '/')
JOIN wilayah w ON w.kode = $3 AND w.otonom AND w.berlaku_sampai IS NULL
WHERE j.id = $1 AND b.diterima_sampai > {kini}
  AND (j.cakupan = 'NASIONAL' OR EXISTS (
    SELECT 1 FROM paksi_jadwal_wilayah t WHERE t.jadwal_id = j.id
      AND (t.wilayah_kode = $3 OR j.cakupan = 'PROVINSI' AND t.wilayah_kode = substr($3, 1, 2))))
  AND EXISTS (SELECT 1 FROM paksi_jadwal_jalur d JOIN paksi_jalur l ON l.id = d.jalur_id
    WHERE d.jadwal_id = j.id AND l.kode = $4)
  AND (SELECT p.aktif FROM plugin_wilayah p
    WHERE p.plugin = 'paksi' AND p.aktif IS NOT NULL AND p.kode IN ($3, substr($3, 1, 2), 'ID')
    ORDER BY p.kode = 'ID', length(p.kode) DESC LIMIT 1)
"""
POSISI = """
SELECT count(*) FROM paksi_pemesanan
WHERE bagian_id = $1 AND keadaan = 'DAFTAR_TUNGGU' AND nomor_antre <= $2
"""


class Ditolak(Exception):
    """The booking is not possible; by hand nobody says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pesanan:
    """Who books where."""

    akun: Any
    jadwal: uuid.UUID
    orang: uuid.UUID
    wilayah: str
    jalur: str


class Mesin(Protocol):
    """What the application needs of an engine."""

    kini: str
    """SQL of the database's clock."""

    async def buka(self) -> None: ...
    async def tutup(self) -> None: ...
    async def baca(self, sql: str, *nilai: Any) -> Sequence[Any]: ...
    async def pesan(self, pesanan: Pesanan) -> dict[str, Any]: ...


def id_teks(nilai: Any) -> str:
    """An id as JSON shows it."""
    if isinstance(nilai, str):
        return f"{nilai[:8]}-{nilai[8:12]}-{nilai[12:16]}-{nilai[16:20]}-{nilai[20:]}"
    return str(nilai)


def instan_teks(nilai: Any) -> str | None:
    """An instant as JSON shows it."""
    if nilai is None:
        return None
    if isinstance(nilai, str):
        return nilai.replace(" ", "T").removesuffix(".000000") + "+00:00"
    return cast("datetime", nilai).isoformat()


def _hasil(id_: Any, keadaan: str, posisi: int | None, sampai: Any) -> dict[str, Any]:
    return {
        "id": id_teks(id_),
        "keadaan": keadaan,
        "posisi": posisi,
        "ditahanSampai": instan_teks(sampai),
    }


# --- SQLite ----------------------------------------------------------------------------------------------

_JEJAK_SQLITE = """
INSERT INTO jejak (akun_id, pelaku, aksi, objek, objek_id, wilayah, bidang)
VALUES (?, 'akun', 'paksi.pesan_slot', 'paksi_pemesanan', ?, ?, '["ditahan_sampai", "keadaan"]')
"""
_PERISTIWA_SQLITE = "INSERT INTO peristiwa (jenis, kunci, wilayah, isi) VALUES ('paksi.slot', ?, ?, '{}')"
_DUDUK_SQLITE = f"""
UPDATE paksi_bagian SET terisi = terisi + 1
WHERE id = ? AND terisi < kapasitas AND diterima_sampai > {KINI_SQLITE} RETURNING NULL
"""
_ANTRE_SQLITE = f"""
UPDATE paksi_bagian SET antre_terakhir = antre_terakhir + 1
WHERE id = ? AND terisi >= kapasitas AND diterima_sampai > {KINI_SQLITE} RETURNING antre_terakhir
"""
_PEMESANAN_SQLITE = """
INSERT INTO paksi_pemesanan (id, jadwal_id, bagian_id, orang_id, wilayah_kode, perangkat_daerah_id, jalur_kode,
  keadaan, nomor_antre, ditahan_sampai) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SESI_SQLITE = """
INSERT INTO paksi_orang_sesi (orang_id, tanggal, paruh, pemesanan_id)
SELECT ?, tanggal, paruh, ? FROM paksi_jadwal_sesi WHERE jadwal_id = ?
"""


class MesinSqlite:
    """A connection that reads on the event loop, and a thread that writes, many bookings per commit."""

    kini = KINI_SQLITE

    def __init__(self, berkas: str) -> None:
        self._berkas = berkas
        self._antrean: queue.SimpleQueue[tuple[Pesanan, Future[dict[str, Any]]] | None] = queue.SimpleQueue()

    def _sambung(self) -> sqlite3.Connection:
        koneksi = sqlite3.connect(self._berkas, isolation_level=None, check_same_thread=False)
        for pragma in (
            *("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000"),
            *("cache_size=-16000", "mmap_size=134217728"),  # as the product
        ):
            koneksi.execute(f"PRAGMA {pragma}")
        return koneksi

    async def buka(self) -> None:
        self._pembaca = self._sambung()
        self._utas = threading.Thread(target=self._jalan, daemon=True)
        self._utas.start()

    async def tutup(self) -> None:
        self._antrean.put(None)
        await asyncio.to_thread(self._utas.join)
        self._pembaca.close()

    async def baca(self, sql: str, *nilai: Any) -> Sequence[Any]:
        # A read takes some ten microseconds: handing it to a thread would cost more.
        isi = [satu.hex if isinstance(satu, uuid.UUID) else satu for satu in nilai]
        return self._pembaca.execute(sql.replace("$", "?"), isi).fetchall()

    async def pesan(self, pesanan: Pesanan) -> dict[str, Any]:
        janji: Future[dict[str, Any]] = Future()
        self._antrean.put((pesanan, janji))
        hasil = await asyncio.wrap_future(janji)
        bagian, nomor = hasil.pop("_antre")
        if nomor is not None:
            hasil["posisi"] = (await self.baca(POSISI, bagian, nomor))[0][0]
        return hasil

    def _jalan(self) -> None:
        koneksi = self._sambung()
        terbuka = True
        while terbuka and (satu := self._antrean.get()) is not None:
            kelompok = [satu]
            while len(kelompok) < KELOMPOK_MAKS:
                try:
                    berikut = self._antrean.get_nowait()
                except queue.Empty:
                    break
                if berikut is None:
                    terbuka = False
                    break
                kelompok.append(berikut)
            self._kelompok(koneksi, kelompok)
        koneksi.close()

    def _kelompok(
        self, koneksi: sqlite3.Connection, kelompok: list[tuple[Pesanan, Future[dict[str, Any]]]]
    ) -> None:
        hasil: list[tuple[Future[dict[str, Any]], dict[str, Any] | Exception]] = []
        koneksi.execute("BEGIN IMMEDIATE")
        for pesanan, janji in kelompok:
            koneksi.execute("SAVEPOINT s")
            try:
                hasil.append((janji, _pesan_sqlite(koneksi, pesanan)))
            except (Ditolak, sqlite3.Error) as galat:
                koneksi.execute("ROLLBACK TO s")
                hasil.append((janji, galat))
            koneksi.execute("RELEASE s")
        koneksi.execute("COMMIT")
        for janji, satu in hasil:
            if isinstance(satu, Exception):
                janji.set_exception(satu)
            else:
                janji.set_result(satu)


_PERIKSA_SQLITE = PERIKSA.format(kini=KINI_SQLITE).replace("$", "?")


def _pesan_sqlite(koneksi: sqlite3.Connection, p: Pesanan) -> dict[str, Any]:
    jadwal, orang = p.jadwal.hex, p.orang.hex
    baris = koneksi.execute(_PERIKSA_SQLITE, (jadwal, orang, p.wilayah, p.jalur)).fetchone()
    if baris is None:
        raise Ditolak
    lembaga, menit, mulai, bagian, penuh, opd = baris
    nomor: int | None = None
    ambil = [_ANTRE_SQLITE, _DUDUK_SQLITE] if penuh else [_DUDUK_SQLITE, _ANTRE_SQLITE]
    for sql in ambil:
        if (row := koneksi.execute(sql, (bagian,)).fetchone()) is not None:
            nomor = row[0]
            break
    else:
        raise Ditolak
    id_ = uuid.uuid4()
    sampai: str | None = None
    if nomor is None:
        paling = datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=menit)
        sampai = min(paling, datetime.fromisoformat(mulai)).isoformat(" ", "microseconds")
    keadaan = "DITAHAN" if nomor is None else "DAFTAR_TUNGGU"
    koneksi.execute(
        _PEMESANAN_SQLITE,
        (id_.hex, jadwal, bagian, orang, p.wilayah, opd, p.jalur, keadaan, nomor, sampai),
    )
    if nomor is None:
        koneksi.execute(_SESI_SQLITE, (orang, id_.hex, jadwal))
    koneksi.execute(_JEJAK_SQLITE, (p.akun, str(id_), p.wilayah))
    koneksi.execute(_PERISTIWA_SQLITE, (str(p.jadwal), lembaga))
    return {**_hasil(id_, keadaan, None, sampai), "_antre": (bagian, nomor)}


# --- PostgreSQL ------------------------------------------------------------------------------------------

# One statement that takes the seat or the queue number and writes everything else: the row is locked from the
# first of its parts to the end of the commit, and there is no round trip in between.
_PESAN_POSTGRESQL = """
WITH kursi AS (
  UPDATE paksi_bagian b
  SET terisi = b.terisi + CASE WHEN lama.duduk THEN 1 ELSE 0 END,
      antre_terakhir = b.antre_terakhir + CASE WHEN lama.duduk THEN 0 ELSE 1 END
  FROM (SELECT id, terisi < kapasitas AS duduk FROM paksi_bagian
        WHERE id = $1 AND diterima_sampai > clock_timestamp() FOR UPDATE) lama
  WHERE b.id = lama.id
  RETURNING lama.duduk, b.antre_terakhir
), pesan AS (
  INSERT INTO paksi_pemesanan (id, jadwal_id, bagian_id, orang_id, wilayah_kode, perangkat_daerah_id, jalur_kode,
    keadaan, nomor_antre, ditahan_sampai)
  SELECT $2, $3, $1, $4, $5, $6, $7,
    CASE WHEN duduk THEN 'DITAHAN' ELSE 'DAFTAR_TUNGGU' END,
    CASE WHEN duduk THEN NULL ELSE antre_terakhir END,
    CASE WHEN duduk THEN least(clock_timestamp() + make_interval(mins => $8), $9) END
  FROM kursi
  RETURNING keadaan, nomor_antre, ditahan_sampai
), sesi AS (
  INSERT INTO paksi_orang_sesi (orang_id, tanggal, paruh, pemesanan_id)
  SELECT $4, s.tanggal, s.paruh, $2 FROM pesan JOIN paksi_jadwal_sesi s ON s.jadwal_id = $3
  WHERE pesan.keadaan = 'DITAHAN'
), jejak AS (
  INSERT INTO jejak (akun_id, pelaku, aksi, objek, objek_id, wilayah, bidang)
  SELECT $10, 'akun', 'paksi.pesan_slot', 'paksi_pemesanan', $11, $5, '["ditahan_sampai", "keadaan"]' FROM pesan
), peristiwa AS (
  INSERT INTO peristiwa (jenis, kunci, wilayah, isi) SELECT 'paksi.slot', $12, $13, '{}' FROM pesan
)
SELECT keadaan, nomor_antre, ditahan_sampai FROM pesan
"""
_PERIKSA_POSTGRESQL = PERIKSA.format(kini=KINI_POSTGRESQL)


class MesinPostgresql:
    """Two pools of asyncpg: many waiters on one hot row convoy, so the one that writes is small."""

    kini = KINI_POSTGRESQL

    def __init__(self, url: str) -> None:
        self._url = url

    async def buka(self) -> None:
        self._pembaca = await self._kumpulan()
        self._penulis = await self._kumpulan()

    async def _kumpulan(self) -> Any:
        return await asyncpg.create_pool(self._url, min_size=KUMPULAN, max_size=KUMPULAN)

    async def tutup(self) -> None:
        await self._pembaca.close()
        await self._penulis.close()

    async def baca(self, sql: str, *nilai: Any) -> Sequence[Any]:
        return await self._pembaca.fetch(sql, *nilai)

    async def pesan(self, pesanan: Pesanan) -> dict[str, Any]:
        p, id_ = pesanan, uuid.uuid4()
        baris = await self._pembaca.fetchrow(_PERIKSA_POSTGRESQL, p.jadwal, p.orang, p.wilayah, p.jalur)
        if baris is None:
            raise Ditolak
        lembaga, menit, mulai, bagian, _, opd = baris
        hasil = await self._penulis.fetchrow(
            _PESAN_POSTGRESQL,
            *(bagian, id_, p.jadwal, p.orang, p.wilayah, opd, p.jalur, menit, mulai),
            *(p.akun, str(id_), str(p.jadwal), lembaga),
        )
        if hasil is None:
            raise Ditolak
        keadaan, nomor, sampai = hasil
        posisi = None if nomor is None else (await self.baca(POSISI, bagian, nomor))[0][0]
        return _hasil(id_, keadaan, posisi, sampai)
