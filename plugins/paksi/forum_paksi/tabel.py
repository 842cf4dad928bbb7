"""The columns of core's tables that this plugin's statements join; the tables themselves belong to core."""

from __future__ import annotations

from sqlalchemy import Boolean, Date, String, Uuid, column, table

from forum_server.plugin import Instan, KodeTipe

WILAYAH = table(
    "wilayah",
    column("kode", KodeTipe()),
    column("nama", String()),
    column("tingkat", String()),
    column("induk_kode", KodeTipe()),
    column("zona", String()),
    column("otonom", Boolean()),
    column("berlaku_sampai", Date()),
)
LEMBAGA = table(
    "lembaga",
    column("kode", KodeTipe()),
    column("nama", String()),
    column("jenis", String()),
    column("dinonaktifkan_pada", Instan()),
)
PERANGKAT_DAERAH = table(
    "perangkat_daerah",
    column("id", Uuid()),
    column("wilayah_kode", KodeTipe()),
    column("jenis", String()),
    column("nama", String()),
    column("nama_cari", String()),
    column("induk_id", Uuid()),
    column("dinonaktifkan_pada", Instan()),
)
ORANG = table(
    "orang",
    column("id", Uuid()),
    column("nama", String()),
    column("wilayah_kode", KodeTipe()),
    column("lembaga_kode", KodeTipe()),
    column("perangkat_daerah_id", Uuid()),
    column("nip_sidik", String()),
    column("nik_sidik", String()),
)
AKUN = table("akun", column("id", Uuid()), column("orang_id", Uuid()), column("aktif", Boolean()))
