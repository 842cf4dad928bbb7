"""Writing certificates in the order of their days: a later one of the same line supersedes the earlier.

Everything that could give a person a second certificate that lives goes through here, with the person locked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from forum_paksi.sertifikat.models import RiwayatSertifikat, Sertifikat
from forum_paksi.sertifikat.rules import HIDUP, Baris, KeadaanSertifikat, pengganti
from forum_paksi.skema.models import Skema
from forum_paksi.sql import sisipkan, tabel
from forum_paksi.tabel import ORANG
from forum_server.plugin import Aktor, IsianTidakSah, catat, dalam, siarkan

__all__ = ["OBJEK", "PERISTIWA_SERTIFIKAT", "kunci_orang", "milik", "susun", "tulis", "umumkan"]

OBJEK: Final = "paksi_sertifikat"
PERISTIWA_SERTIFIKAT: Final = "paksi.sertifikat"
"""Told with a certificate's id whenever it was issued or its state changed."""
K = KeadaanSertifikat


def kunci_orang(session: Session, orang: Iterable[uuid.UUID]) -> None:
    """Let no other unit change the certificates of these people until this one ends; always in the same order."""
    session.execute(
        select(ORANG.c.id)
        .where(dalam(ORANG.c.id, set(orang)))
        .order_by(ORANG.c.id)
        .with_for_update(key_share=True)
    ).all()


def milik(session: Session, orang: Iterable[uuid.UUID]) -> list[Baris]:
    """Every certificate of these people."""
    rows = session.execute(
        select(
            Sertifikat.id,
            Sertifikat.orang_id,
            Sertifikat.jenis,
            Skema.kode.label("skema_kode"),
            Sertifikat.nomor,
            Sertifikat.terbit,
            Sertifikat.berakhir,
            Sertifikat.diakui,
            Sertifikat.keadaan,
        )
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .where(dalam(Sertifikat.orang_id, set(orang)))
    )
    return [Baris(**r) for r in rows.mappings()]


def tulis(
    session: Session, aktor: Aktor, baru: Sequence[dict[str, Any]], *, skema: dict[uuid.UUID, str]
) -> None:
    """Write new certificates (columns of `Sertifikat` without state); `skema` gives the code of each scheme's id.

    Those that are not the latest of their line stand there as superseded from the first. Raises `IsianTidakSah`
    NOMOR_TERPAKAI when an issuer's number is in use.
    """
    if not baru:
        return
    orang = {b["orang_id"] for b in baru}
    kunci_orang(session, orang)
    calon = [
        Baris(
            keadaan=K.AKTIF,
            skema_kode=skema[b["skema_id"]],
            **{k: b[k] for k in ("id", "orang_id", "jenis", "nomor", "terbit", "berakhir", "diakui")},
        )
        for b in baru
    ]
    ganti = pengganti([*milik(session, orang), *calon])
    _gantikan(session, aktor, {id_: p for id_, p in ganti.items() if id_ not in {b.id for b in calon}})
    isi: list[dict[str, Any]] = [
        {
            **b,
            "keadaan": K.DIGANTIKAN if b["id"] in ganti else K.AKTIF,
            "berhenti_pada": ganti[b["id"]].terbit if b["id"] in ganti else None,
        }
        for b in baru
    ]
    tertulis = session.scalars(
        sisipkan(session, Sertifikat)
        .on_conflict_do_nothing(index_elements=["lembaga_kode", "nomor"])
        .returning(Sertifikat.id),
        isi,
    ).all()
    if len(tertulis) != len(isi):
        raise IsianTidakSah(
            "NOMOR_TERPAKAI",
            "Nomor ini sudah dipakai sertifikat lain dari penerbit yang sama. Periksa nomornya.",
            letak=["nomor"],
        )
    _tunjuk(session, ganti)
    _riwayat(session, aktor, [(b["id"], None, b["keadaan"], None) for b in isi])
    for b in isi:
        siarkan(session, PERISTIWA_SERTIFIKAT, kunci=str(b["id"]), wilayah=b["wilayah_kode"])


def susun(session: Session, aktor: Aktor, orang: Iterable[uuid.UUID], diakui: dict[uuid.UUID, bool]) -> None:
    """Change whether certificates of these people count, and let later ones supersede earlier anew.

    The people must be locked (`kunci_orang`).
    """
    semua = [replace(b, diakui=diakui.get(b.id, b.diakui)) for b in milik(session, orang)]
    ganti = pengganti(semua)
    _gantikan(session, aktor, ganti)
    t = tabel(Sertifikat)
    if diakui:
        session.execute(
            t.update().where(t.c.id == bindparam("yang")).values(diakui=bindparam("baru")),
            [{"yang": id_, "baru": nilai} for id_, nilai in sorted(diakui.items())],
        )
    _tunjuk(session, ganti)


def _gantikan(session: Session, aktor: Aktor, ganti: dict[uuid.UUID, Baris]) -> None:
    """Mark certificates as superseded; by which is said once the later one stands there."""
    if not ganti:
        return
    t = tabel(Sertifikat)
    dari = {
        r.id: r
        for r in session.execute(
            select(Sertifikat.id, Sertifikat.keadaan, Sertifikat.wilayah_kode).where(
                dalam(Sertifikat.id, set(ganti))
            )
        )
    }
    session.execute(
        t.update()
        .where(t.c.id == bindparam("yang"), t.c.keadaan.in_(sorted(HIDUP)))
        .values(keadaan=K.DIGANTIKAN, berhenti_pada=bindparam("hari")),
        [{"yang": id_, "hari": oleh.terbit} for id_, oleh in sorted(ganti.items())],
    )
    _riwayat(session, aktor, [(id_, dari[id_].keadaan, K.DIGANTIKAN, None) for id_ in sorted(ganti)])
    for id_ in sorted(ganti):
        umumkan(
            session,
            aktor,
            "paksi.gantikan_sertifikat",
            id_,
            dari[id_].wilayah_kode,
            ["keadaan", "berhenti_pada", "pengganti"],
        )


def _tunjuk(session: Session, ganti: dict[uuid.UUID, Baris]) -> None:
    if ganti:
        t = tabel(Sertifikat)
        session.execute(
            t.update().where(t.c.id == bindparam("yang")).values(pengganti_id=bindparam("oleh")),
            [{"yang": id_, "oleh": oleh.id} for id_, oleh in sorted(ganti.items())],
        )


def _riwayat(
    session: Session,
    aktor: Aktor,
    langkah: Sequence[tuple[uuid.UUID, KeadaanSertifikat | None, KeadaanSertifikat, str | None]],
) -> None:
    session.execute(
        insert(RiwayatSertifikat),
        [
            {
                "id": uuid.uuid4(),
                "sertifikat_id": id_,
                "dari": dari,
                "ke": ke,
                "alasan": alasan,
                "akun_id": aktor.akun_id,
            }
            for id_, dari, ke, alasan in langkah
        ],
    )


def umumkan(
    session: Session, aktor: Aktor, aksi: str, id_: uuid.UUID, wilayah: str, bidang: Sequence[str]
) -> None:
    """The audit entry and the event of a change to one certificate."""
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(id_), wilayah=wilayah, bidang=list(bidang))
    siarkan(session, PERISTIWA_SERTIFIKAT, kunci=str(id_), wilayah=wilayah)
