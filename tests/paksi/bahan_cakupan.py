"""A pemda with offices, small regions and holders, for tests of coverage. Nobody in it exists."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forum_server.plugin import bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, tabel

LAMA = date(2020, 1, 1)
JAUH = date(2999, 1, 1)
KINI = datetime(2020, 1, 1, 12, tzinfo=UTC)
NOMOR = itertools.count(1)


def _tulis(session: Session, ke: str, /, **nilai: Any) -> uuid.UUID:
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(insert(tabel(ke)).values(id=id_, **nilai))
    return id_


def wilayah(session: Session, *kode: str) -> None:
    """Kecamatan and kelurahan that the shipped regions don't have."""
    bebas_jejak(session, "a test's own data")
    for k in kode:
        kecamatan = len(k) == 8
        desa = "KELURAHAN" if k.rpartition(".")[2].startswith("1") else "DESA"
        session.execute(
            insert(tabel("wilayah")).values(
                kode=k,
                nama=f"Contoh {k}",
                nama_cari=f"contoh {k}",
                tingkat="KECAMATAN" if kecamatan else desa,
                induk_kode=k.rpartition(".")[0],
                zona="WIB",
                otonom=False,
                sumber="uji",
            )
        )


def opd(
    session: Session,
    nama: str,
    *,
    di: str = PONTIANAK,
    jenis: str = "DINAS",
    induk: uuid.UUID | None = None,
    tutup: bool = False,
) -> uuid.UUID:
    """An office."""
    return _tulis(
        session,
        "perangkat_daerah",
        wilayah_kode=di,
        jenis=jenis,
        nama=nama,
        nama_cari=nama.casefold(),
        induk_id=induk,
        induk_kedalaman=None if induk is None else 0,
        kedalaman=0 if induk is None else 1,
        dinonaktifkan_pada=KINI if tutup else None,
    )


def orang(session: Session, kantor: uuid.UUID | None = None, *, di: str = PONTIANAK) -> uuid.UUID:
    """Somebody of an office."""
    return _tulis(
        session,
        "orang",
        nama="Contoh",
        nama_cari="contoh",
        kepegawaian="NON_ASN",
        wilayah_kode=di,
        perangkat_daerah_id=kantor,
    )


def sertifikat(
    session: Session,
    siapa: uuid.UUID,
    *,
    skema: str = "PAKSI_PERTAMA",
    terbit: date = LAMA,
    berakhir: date = JAUH,
    keadaan: str = "AKTIF",
    berhenti: date | None = None,
    diakui: bool = True,
    di: str = PONTIANAK,
) -> uuid.UUID:
    """A certificate of somebody."""
    s = tabel("paksi_skema")
    id_skema, jenis = session.execute(select(s.c.id, s.c.jenis).where(s.c.kode == skema)).one()
    return _tulis(
        session,
        "paksi_sertifikat",
        orang_id=siapa,
        skema_id=id_skema,
        jenis=jenis,
        lembaga_kode=LSP,
        nomor=f"UJI-{next(NOMOR)}",
        terbit=terbit,
        berakhir=berakhir,
        keadaan=keadaan,
        diakui=diakui,
        berhenti_pada=berhenti,
        wilayah_kode=di,
    )


def pemegang(
    session: Session, kantor: uuid.UUID | None = None, *, di: str = PONTIANAK, **lain: Any
) -> uuid.UUID:
    """Somebody of an office with a certificate."""
    siapa = orang(session, kantor, di=di)
    sertifikat(session, siapa, di=di, **lain)
    return siapa


def duta(
    session: Session, siapa: uuid.UUID, di: str, kantor: uuid.UUID | None = None, **lain: Any
) -> uuid.UUID:
    """A duta integritas of a place."""
    nilai: dict[str, Any] = {"dari": LAMA, "sampai": None, **lain}
    return _tulis(session, "paksi_duta", orang_id=siapa, wilayah_kode=di, perangkat_daerah_id=kantor, **nilai)


def kepala(session: Session, kantor: uuid.UUID, siapa: uuid.UUID, **lain: Any) -> uuid.UUID:
    """The head of an office."""
    nilai: dict[str, Any] = {"dari": LAMA, "sampai": None, **lain}
    return _tulis(session, "paksi_kepala_opd", perangkat_daerah_id=kantor, orang_id=siapa, **nilai)


def melayani(session: Session, kantor: uuid.UUID, kode: str) -> None:
    """The office serves this small region."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("paksi_wilayah_kerja")).values(perangkat_daerah_id=kantor, wilayah_kode=kode)
    )


def atur(session: Session, kode: str, **setelan: Any) -> None:
    """What a region sets for the plugin."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("plugin_wilayah")).values(
            kode=kode, plugin="paksi", aktif=None, setelan=setelan, diubah_pada=KINI
        )
    )


def riwayat(session: Session, id_: uuid.UUID, *perubahan: tuple[str, date]) -> None:
    """Changes of a certificate, each on a day."""
    dari = None
    for menit, (ke, hari) in enumerate(perubahan):
        _tulis(
            session,
            "paksi_sertifikat_riwayat",
            sertifikat_id=id_,
            dari=dari,
            ke=ke,
            alasan="uji",
            pada=KINI.replace(year=hari.year, month=hari.month, day=hari.day, minute=menit),
        )
        dari = ke


def kemarin(hari: date, banyak: int = 1) -> date:
    """So many days before."""
    return hari - timedelta(days=banyak)


def hapus(session: Session, nama: str) -> None:
    """Every row of a table."""
    bebas_jejak(session, "a test's own data")
    session.execute(delete(tabel(nama)))
