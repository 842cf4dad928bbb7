"""Cohorts for tests: a pemda with offices and people, its operator, a member's own account."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_server.plugin import Aktor, bebas_jejak
from forum_server.testing import aktor_uji
from tests.paksi.bahan import PONTIANAK, tabel

PENGELOLA = aktor_uji("paksi:angkatan", "paksi:lihat", "inti:orang", wilayah=PONTIANAK)


def pengelola(wilayah: str, *lain: str) -> Aktor:
    """Who looks after the cohorts of one pemda."""
    return aktor_uji("paksi:angkatan", "paksi:lihat", *lain, wilayah=wilayah)


def sendiri(orang_id: uuid.UUID) -> Aktor:
    """A person's own account, without any role."""
    return aktor_uji(orang_id=orang_id)


def kecamatan(session: Session, *kode: str) -> None:
    """These kecamatan; only pemda ship with the server."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("wilayah")),
        [
            {
                "kode": k,
                "nama": f"Contoh {k}",
                "nama_cari": f"contoh {k}",
                "tingkat": "KECAMATAN",
                "induk_kode": k[:5],
                "zona": "WIB",
                "otonom": False,
                "sumber": "uji",
            }
            for k in kode
        ],
    )


def kantor(session: Session, *jenis: str, wilayah: str = PONTIANAK) -> list[uuid.UUID]:
    """An office of each of these kinds; a UPTD stands under the first of them."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in jenis]
    for ke, (id_, j) in enumerate(zip(ids, jenis, strict=True)):
        di_bawah = j in {"UPTD", "KELURAHAN"}
        session.execute(
            insert(tabel("perangkat_daerah")).values(
                id=id_,
                wilayah_kode=wilayah,
                jenis=j,
                nama=f"Kantor Contoh {ke}",
                nama_cari=f"kantor contoh {ke}",
                induk_id=ids[0] if di_bawah else None,
                induk_kedalaman=0 if di_bawah else None,
                kedalaman=int(di_bawah),
            )
        )
    return ids


def pegawai(
    session: Session, opd: Sequence[uuid.UUID | None], *, wilayah: str = PONTIANAK
) -> list[uuid.UUID]:
    """A person of each of these offices."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in opd]
    rows: list[dict[str, Any]] = [
        {
            "id": id_,
            "nama": f"Pegawai Contoh {ke}",
            "nama_cari": f"pegawai contoh {ke}",
            "kepegawaian": "NON_ASN",
            "wilayah_kode": wilayah,
            "perangkat_daerah_id": satu,
        }
        for ke, (id_, satu) in enumerate(zip(ids, opd, strict=True))
    ]
    session.execute(insert(tabel("orang")), rows)
    return ids
