"""Rotating the keys, each function one transaction.

The order is what keeps every value readable and every hash comparable: first all processes are given the new keys
(`mulai`), then all of them write with them and hash by both (`aktifkan`), then older rows are written anew
(`putar_sebagian`), then only the new keys are needed (`selesaikan`), and later the old ones may go (`buang`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import structlog
from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from forum_server.akses.rules import AKAR, Aktor
from forum_server.database import bebas_jejak, sekarang
from forum_server.galat import KeadaanMenolak
from forum_server.jejak.service import catat
from forum_server.kunci.keadaan import Keadaan, keadaan
from forum_server.kunci.kolom import KolomTersandi
from forum_server.kunci.kunci import Kunci, KunciBermasalah
from forum_server.kunci.models import ProsesKunci, PutaranKunci, Tahap
from forum_server.peristiwa.service import siarkan

__all__ = [
    "PERISTIWA",
    "SEKALI",
    "TUNGGU_BUANG",
    "Langkah",
    "aktifkan",
    "batalkan",
    "belum_siap",
    "berdetak",
    "berhenti",
    "buang",
    "mulai",
    "perlu",
    "putar_sebagian",
    "selesaikan",
    "sisa",
]

PERISTIWA: Final = "inti.kunci"
"""Kind of the event told when other keys come into force."""

HIDUP: Final = timedelta(seconds=60)
"""A process not heard of for longer is taken for dead."""
LUPA: Final = timedelta(hours=1)
"""A dead process's row is cleared after this."""
TUNGGU_BUANG: Final = timedelta(hours=1)
"""Between the last use of the old keys and their removal: a writer that was held up has ended by then."""
SEKALI: Final = 200
"""Rows written anew in one transaction."""

log = structlog.stdlib.get_logger("forum.kunci")


def mulai(
    session: Session, aktor: Aktor, *, kini: tuple[str, str], tambah: Callable[[], tuple[str, str]]
) -> None:
    """Begin: `tambah` adds new keys to where keys are kept and gives their ids (sandi, sidik); `kini` are today's.

    Nothing is written with the new keys yet. Raises KUNCI_SEDANG_DIPUTAR, KUNCI_LAMA_BELUM_DIBUANG.
    """
    ada = _baris(session)
    if ada.tahap is not Tahap.SELESAI:
        raise KeadaanMenolak(
            "KUNCI_SEDANG_DIPUTAR", "Pemutaran kunci sedang berjalan. Lihat: forum kunci status"
        )
    if ada.sandi_lain is not None:
        raise KeadaanMenolak(
            "KUNCI_LAMA_BELUM_DIBUANG",
            "Kunci dari pemutaran sebelumnya belum dibuang. Jalankan dahulu: forum kunci putar --buang",
        )
    sandi, sidik = tambah()
    _ubah(
        session,
        aktor,
        ada.versi,
        tahap=Tahap.SEBAR,
        sandi=ada.sandi or kini[0],
        sidik=ada.sidik or kini[1],
        sandi_lain=sandi,
        sidik_lain=sidik,
    )


def batalkan(session: Session, aktor: Aktor, *, lepas: Callable[[str, str], None]) -> None:
    """Take back a rotation nobody has written by yet; `lepas` removes its keys (sandi, sidik). Raises KUNCI_SUDAH_DIPAKAI."""
    ada = _baris(session)
    if ada.tahap is not Tahap.SEBAR:
        raise KeadaanMenolak(
            "KUNCI_SUDAH_DIPAKAI", "Hanya pemutaran yang kunci barunya belum dipakai yang dapat dibatalkan."
        )
    lepas(ada.sandi_lain, ada.sidik_lain)
    _ubah(session, aktor, ada.versi, tahap=Tahap.SELESAI, sandi_lain=None, sidik_lain=None)


def aktifkan(session: Session, aktor: Aktor) -> None:
    """Write with the new keys from now on, and hash by both. Whoever writes by the old ones alone has ended by then.

    Raises KUNCI_BELUM_TERSEBAR while a live process does not have them.
    """
    ada = _baris(session)
    if ada.tahap is not Tahap.SEBAR:
        raise KeadaanMenolak(
            "KUNCI_TIDAK_DISEBAR", "Tidak ada kunci baru yang menunggu. Lihat: forum kunci status"
        )
    if kurang := belum_siap(session):
        raise KeadaanMenolak(
            "KUNCI_BELUM_TERSEBAR",
            f"{kurang} proses server belum memuat kunci baru. Salin berkas kunci (atau pasang FORUM_KUNCI yang baru)"
            " ke setiap server, lalu jalankan lagi.",
        )
    _ubah(
        session,
        aktor,
        ada.versi,
        tahap=Tahap.PUTAR,
        sandi=ada.sandi_lain,
        sandi_lain=ada.sandi,
        sidik=ada.sidik_lain,
        sidik_lain=ada.sidik,
        kolom=3 - ada.kolom,
    )


def belum_siap(session: Session) -> int:
    """Live processes that do not have the keys to come, or do not act by the present version yet."""
    ada = session.execute(select(*PutaranKunci.__table__.c)).one()
    perlu_ = {k for k in (ada.sandi_lain, ada.sidik_lain) if k is not None and ada.tahap is Tahap.SEBAR}
    return sum(p.versi < ada.versi or not perlu_ <= set(p.kunci) for p in _hidup(session))


@dataclass(frozen=True, kw_only=True, slots=True)
class Langkah:
    """What one transaction of rewriting did: the last row it looked at (None: no more), rows changed and unreadable."""

    terakhir: Any
    diganti: int
    rusak: int


def putar_sebagian(
    session: Session, kunci: Kunci, kolom: KolomTersandi, *, sesudah: Any = None, banyak: int = SEKALI
) -> Langkah:
    """Write the next rows that are not as the keys in force would have them, after the id `sesudah`.

    A row changed by others meanwhile is left to them: they write by the same keys. Killed halfway, nothing of this
    step stands, and the next begins where it likes: what is done is told by the rows themselves.
    """
    bebas_jejak(session, "the same values under other keys")
    kini = keadaan(session, kunci, tulis=True)
    cari = select(kolom.pengenal.label("id"), kolom.kolom.label("isi")).where(perlu(kolom, kini))
    if sesudah is not None:
        cari = cari.where(kolom.pengenal > sesudah)
    rows = session.execute(cari.order_by(kolom.pengenal).limit(banyak)).all()
    ganti: list[dict[str, Any]] = []
    for row in rows:
        try:
            teks = kolom.buka(kunci, row.id, row.isi)
        except KunciBermasalah:
            log.warning("ciphertext_unreadable", kolom=str(kolom.kolom), id=str(row.id))
            continue
        baru = kolom.nilai_pada(kini, kunci, row.id, teks)
        ganti.append({"lama_id": row.id, "lama_isi": row.isi, **{f"baru_{k}": v for k, v in baru.items()}})
    if ganti:
        tabel = cast("Table", kolom.kolom.class_.__table__)
        nama = [k.removeprefix("baru_") for k in ganti[0] if k.startswith("baru_")]
        session.connection().execute(
            update(tabel)
            .where(
                tabel.c[kolom.pengenal.key] == bindparam("lama_id"),
                tabel.c[kolom.kolom.key] == bindparam("lama_isi"),
            )
            .values({n: bindparam(f"baru_{n}") for n in nama}),
            ganti,
        )
    return Langkah(
        terakhir=rows[-1].id if len(rows) == banyak else None,
        diganti=len(ganti),
        rusak=len(rows) - len(ganti),
    )


def selesaikan(session: Session, aktor: Aktor, kolom: Sequence[KolomTersandi], kunci: Kunci) -> bool:
    """Need only the new keys from now on, when every row is written by them and every process acts by them."""
    ada = _baris(session)
    if ada.tahap is not Tahap.PUTAR or belum_siap(session) or any(sisa(session, k, kunci) for k in kolom):
        bebas_jejak(session, "nothing changed")
        return False
    _ubah(session, aktor, ada.versi, tahap=Tahap.SELESAI)
    return True


def buang(
    session: Session,
    aktor: Aktor,
    kolom: Sequence[KolomTersandi],
    kunci: Kunci,
    *,
    lepas: Callable[[str, str], None],
) -> None:
    """Remove the old keys for good: `lepas` leaves only these two (sandi, sidik) where keys are kept.

    Raises KUNCI_LAMA_TIDAK_ADA, KUNCI_LAMA_DIPAKAI, KUNCI_BELUM_BOLEH_DIBUANG.
    """
    ada = _baris(session)
    if ada.sandi is None or ada.sidik is None or ada.sandi_lain is None:
        raise KeadaanMenolak("KUNCI_LAMA_TIDAK_ADA", "Tidak ada kunci lama. Lihat: forum kunci status")
    dipakai = sum(sisa(session, k, kunci) for k in kolom)
    if ada.tahap is not Tahap.SELESAI or dipakai or belum_siap(session):
        raise KeadaanMenolak(
            "KUNCI_LAMA_DIPAKAI",
            f"Kunci lama masih diperlukan ({dipakai} baris). Jalankan dahulu: forum kunci putar --selesai",
        )
    tunggu = ada.sejak + TUNGGU_BUANG - sekarang(session)
    if tunggu > timedelta(0):
        menit = int(tunggu.total_seconds() // 60) + 1
        raise KeadaanMenolak(
            "KUNCI_BELUM_BOLEH_DIBUANG",
            f"Kunci lama baru dapat dibuang {menit} menit lagi: transaksi yang tertahan harus berakhir dahulu.",
        )
    lepas(ada.sandi, ada.sidik)
    _ubah(session, aktor, ada.versi, sandi_lain=None, sidik_lain=None)


def perlu(kolom: KolomTersandi, kini: Keadaan) -> ColumnElement[bool]:
    """The rows of a column that are not as the keys in force would write them."""
    beda = [~kolom.kolom.startswith(f"1.{kini.sandi}.", autoescape=True)]
    if kolom.sidik is not None:
        utama, lain = kolom.sidik.pasangan(kini)
        beda += [utama.is_(None), ~utama.startswith(f"{kini.sidik}.", autoescape=True)]
        beda.append(
            lain.is_not(None)
            if kini.ganda is None
            else or_(lain.is_(None), ~lain.startswith(f"{kini.ganda}.", autoescape=True))
        )
    return and_(kolom.kolom.is_not(None), or_(*beda))


def sisa(session: Session, kolom: KolomTersandi, kunci: Kunci) -> int:
    """How many rows of a column are still to be written anew."""
    kini = keadaan(session, kunci, tulis=False)
    return session.scalar(select(func.count()).select_from(kolom.kolom.class_).where(perlu(kolom, kini))) or 0


def berdetak(session: Session, proses: Any, *, versi: int, kunci: Sequence[str]) -> None:
    """Say that a process lives, by which version it acts, and which keys it has."""
    bebas_jejak(session, "heartbeat of a process")
    kini, p = sekarang(session), ProsesKunci
    nilai = {"versi": versi, "kunci": sorted(kunci), "terlihat_pada": kini}
    if session.scalar(update(p).where(p.id == proses).values(nilai).returning(p.id)) is None:
        session.add(p(id=proses, **nilai))
        session.execute(delete(p).where(p.terlihat_pada < kini - LUPA))


def berhenti(session: Session, proses: Any) -> None:
    """Forget a process that ends in order."""
    bebas_jejak(session, "heartbeat of a process")
    session.execute(delete(ProsesKunci).where(ProsesKunci.id == proses))


def _hidup(session: Session) -> Sequence[Any]:
    p = ProsesKunci
    return session.execute(select(p.versi, p.kunci).where(p.terlihat_pada > sekarang(session) - HIDUP)).all()


def _baris(session: Session) -> Any:
    """The row, held alone until this unit ends: whoever writes encrypted columns ends before or waits."""
    return session.execute(
        select(*PutaranKunci.__table__.c).where(PutaranKunci.id == 1).with_for_update()
    ).one()


def _ubah(session: Session, aktor: Aktor, versi: int, **nilai: Any) -> None:
    waktu: datetime = sekarang(session)
    session.execute(
        update(PutaranKunci).where(PutaranKunci.id == 1).values(versi=versi + 1, sejak=waktu, **nilai)
    )
    catat(
        session,
        aktor,
        "inti.putar_kunci",
        objek="kunci",
        objek_id=str(versi + 1),
        wilayah=AKAR,
        bidang=sorted(nilai),
    )
    siarkan(session, PERISTIWA, kunci=str(versi + 1), wilayah=AKAR)
