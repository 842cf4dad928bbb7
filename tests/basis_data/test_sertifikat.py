"""Certificates of before get states, codes and successors when the tables change, on both engines."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, table, text
from sqlalchemy.sql import column

from forum_server.database import Base
from forum_server.database.engine import url_dari
from forum_server.database.migrate import INTI, jalankan, naik, naik_ke, turun
from forum_server.persiapan import lini
from forum_server.plugin.manager import Plugins

PONTIANAK = "61.71"
ANI, BUDI = uuid.uuid4(), uuid.uuid4()
LAMA = (
    ("PT-1", ANI, "PAKSI_PERTAMA", "lsp-kpk", date(2019, 3, 1), date(2022, 2, 28)),
    ("MD-1", ANI, "PAKSI_MUDA", "lsp-kpk", date(2022, 1, 10), date(2025, 1, 9)),
    ("LN-1", ANI, "PAKSI_UTAMA", "lsp-pib", date(2023, 1, 10), date(2026, 1, 9)),
    ("AP-1", ANI, "API", "lsp-kpk", date(2018, 1, 10), date(2021, 1, 9)),
    ("AP-2", ANI, "API", "lsp-kpk", date(2021, 1, 10), date(2024, 1, 9)),
    ("PT-2", BUDI, "PAKSI_PERTAMA", "lsp-kpk", date(2024, 3, 1), date(2027, 2, 28)),
)


def _isi(connection: Connection) -> None:
    """As revision 0006 knew them; columns of core's tables are those of today."""
    core = Base.metadata.tables
    connection.execute(
        insert(core["wilayah"]),
        [
            {
                "kode": k,
                "nama": k,
                "nama_cari": k,
                "tingkat": t,
                "induk_kode": i,
                "zona": "WIB",
                "otonom": False,
                "sumber": "uji",
            }
            for k, t, i in (("ID", "NASIONAL", None), ("61", "PROVINSI", "ID"), (PONTIANAK, "KOTA", "61"))
        ],
    )
    connection.execute(
        insert(core["lembaga"]),
        [{"kode": k, "nama": k, "nama_cari": k, "jenis": "LSP"} for k in ("lsp-kpk", "lsp-pib")],
    )
    connection.execute(
        insert(core["orang"]),
        [
            {"id": o, "nama": "C", "nama_cari": "c", "kepegawaian": "NON_ASN", "wilayah_kode": PONTIANAK}
            for o in (ANI, BUDI)
        ],
    )
    kode = sorted({baris[2] for baris in LAMA})
    skema = {k: uuid.uuid4() for k in kode}
    connection.execute(
        insert(core["paksi_skema"]),
        [
            {
                "id": skema[k],
                "kode": k,
                "nama": k,
                "jenis": "API" if k == "API" else "PAKSI",
                "jenjang": None if k == "API" else k.removeprefix("PAKSI_"),
                "urutan": n,
                "berlaku_dari": date(2016, 1, 1),
                "sumber": "uji",
                "masa_bulan": 36,
            }
            for n, k in enumerate(kode)
        ],
    )
    kolom = ("id", "orang_id", "skema_id", "lembaga_kode", "nomor", "terbit", "berakhir", "wilayah_kode")
    t = core["paksi_sertifikat"]
    dulu = table("paksi_sertifikat", *(column(k, t.c[k].type) for k in kolom))
    connection.execute(
        insert(dulu),
        [
            dict(zip(kolom, (uuid.uuid4(), o, skema[s], lsp, n, dari, sampai, PONTIANAK), strict=True))
            for n, o, s, lsp, dari, sampai in LAMA
        ],
    )


def _baca(connection: Connection) -> list[Any]:
    t = Base.metadata.tables["paksi_sertifikat"]
    baru = t.alias()
    return list(
        connection.execute(
            select(t.c.nomor, t.c.jenis, t.c.keadaan, t.c.diakui, t.c.berhenti_pada, baru.c.nomor)
            .outerjoin(baru, baru.c.id == t.c.pengganti_id)
            .order_by(t.c.nomor)
        )
    )


def test_certificates_of_before_keep_one_that_lives_per_person(db_kosong_url: str) -> None:
    url = url_dari(db_kosong_url)
    plugins = Plugins(strict=True)
    plugins.load()
    (paksi,) = (satu for satu in lini(plugins) if satu.pemilik == "paksi")
    jalankan(url, lambda c: naik(c, [INTI]))
    jalankan(url, lambda c: naik_ke(c, paksi, "0006"))
    jalankan(url, _isi)
    jalankan(url, lambda c: naik_ke(c, paksi, "0007"))
    assert [tuple(r) for r in jalankan(url, _baca)] == [
        ("AP-1", "API", "DIGANTIKAN", True, date(2021, 1, 10), "AP-2"),
        ("AP-2", "API", "AKTIF", True, None, None),
        ("LN-1", "PAKSI", "AKTIF", False, None, None),
        ("MD-1", "PAKSI", "AKTIF", True, None, None),
        ("PT-1", "PAKSI", "DIGANTIKAN", True, date(2022, 1, 10), "MD-1"),
        ("PT-2", "PAKSI", "AKTIF", True, None, None),
    ]
    kode = jalankan(
        url, lambda c: c.execute(text("SELECT kode_periksa FROM paksi_sertifikat")).scalars().all()
    )
    assert {len(k) for k in kode} == {32}
    assert len(set(kode)) == len(LAMA)
    jalankan(url, lambda c: turun(c, paksi, "0006"))
    assert jalankan(url, lambda c: c.execute(text("SELECT count(*) FROM paksi_sertifikat")).scalar()) == 6
