"""Telling people what happened to their seats, pools and invitations, in the transaction in which it happens."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.kunci import HimpunanTerkunci
from forum_paksi.himpunan.masukan import Hasil
from forum_paksi.himpunan.models import Keputusan
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL, IZIN_MINTA
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.pengingat.jenis import (
    HIMPUNAN_DIALOKASIKAN,
    HIMPUNAN_DIKONFIRMASI,
    KURSI_DIDAPAT,
    UNDANGAN,
)
from forum_server.plugin import Kabar, Pemegang, beritahu, beritahu_semua, dalam

__all__ = [
    "data_kursi",
    "kabari_alokasi",
    "kabari_konfirmasi",
    "kabari_kursi_didapat",
    "kabari_undangan",
    "koordinator",
    "operator_lsp",
    "operator_pemda",
]

K = KeadaanPemesanan
KEPADA_LSP: Final = frozenset({"KIRIM", "SETUJUI", "TOLAK_JAWABAN", "TARIK", "GUGUR"})
KEPADA_KOORDINATOR: Final = frozenset({"TERIMA", "JAWAB", "TOLAK", "GUGUR"})
"""Whoever did it knows; the other side is told."""


def operator_pemda(wilayah: str, perangkat_daerah: uuid.UUID | None = None) -> Pemegang:
    """Who asks for a pemda, or for one office of it."""
    return Pemegang(izin=IZIN_MINTA, wilayah=wilayah, perangkat_daerah=perangkat_daerah)


def koordinator(wilayah: str) -> Pemegang:
    """Who pools for a province."""
    return Pemegang(izin=IZIN_HIMPUN, wilayah=wilayah)


def operator_lsp(lembaga: str) -> Pemegang:
    """Who works for an LSP."""
    return Pemegang(izin=IZIN_JADWAL, lembaga=lembaga)


def data_kursi(
    *, pemesanan: uuid.UUID, jadwal: uuid.UUID, kode: str, sampai: datetime, zona: str
) -> dict[str, str]:
    """What is kept of a seat: no word about who sits there."""
    return {
        "pemesanan": str(pemesanan),
        "jadwal": str(jadwal),
        "kode": kode,
        "sampai": sampai.isoformat(),
        "zona": zona,
    }


def kabari_kursi_didapat(session: Session, pemesanan: Collection[uuid.UUID]) -> None:
    """Tell the pemda whose people were just promoted from a waiting list."""
    rows = session.execute(
        select(
            Pemesanan.id,
            Pemesanan.wilayah_kode,
            Pemesanan.perangkat_daerah_id,
            Pemesanan.ditahan_sampai,
            Jadwal.id.label("jadwal"),
            Jadwal.kode,
            Jadwal.zona,
        )
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .where(dalam(Pemesanan.id, pemesanan), Pemesanan.ditahan_sampai.is_not(None))
    ).all()
    beritahu_semua(
        session,
        [
            Kabar(
                jenis=KURSI_DIDAPAT,
                kunci=str(r.id),
                wilayah=r.wilayah_kode,
                penerima=[operator_pemda(r.wilayah_kode, r.perangkat_daerah_id)],
                data=data_kursi(
                    pemesanan=r.id, jadwal=r.jadwal, kode=r.kode, sampai=r.ditahan_sampai, zona=r.zona
                ),
            )
            for r in rows
        ],
    )


def kabari_alokasi(session: Session, himpunan: HimpunanTerkunci) -> None:
    """Tell the coordinators and every pemda of the pool how its seats were divided."""
    per: defaultdict[str, Counter[Hasil]] = defaultdict(Counter)
    for wilayah, hasil, banyak in session.execute(
        select(Keputusan.wilayah_kode, Keputusan.hasil, func.count())
        .where(Keputusan.himpunan_id == himpunan.id)
        .group_by(Keputusan.wilayah_kode, Keputusan.hasil)
    ):
        per[wilayah][hasil] = banyak
    _kabari_hasil(
        session,
        himpunan,
        HIMPUNAN_DIALOKASIKAN,
        {w: (h[Hasil.KURSI], h[Hasil.DAFTAR_TUNGGU]) for w, h in per.items()},
    )


def kabari_konfirmasi(session: Session, himpunan: HimpunanTerkunci) -> None:
    """Tell the coordinators and every pemda of the pool what the LSP confirmed, as the seats stand now."""
    per: defaultdict[str, Counter[KeadaanPemesanan]] = defaultdict(Counter)
    for wilayah, keadaan, banyak in session.execute(
        select(Keputusan.wilayah_kode, Pemesanan.keadaan, func.count())
        .outerjoin(Pemesanan, Pemesanan.id == Keputusan.pemesanan_id)
        .where(Keputusan.himpunan_id == himpunan.id)
        .group_by(Keputusan.wilayah_kode, Pemesanan.keadaan)
    ):
        per[wilayah][keadaan] = banyak
    _kabari_hasil(
        session,
        himpunan,
        HIMPUNAN_DIKONFIRMASI,
        {w: (h[K.DIKONFIRMASI], h[K.DAFTAR_TUNGGU]) for w, h in per.items()},
    )


def _kabari_hasil(
    session: Session, himpunan: HimpunanTerkunci, jenis: str, per: Mapping[str, tuple[int, int]]
) -> None:
    """One piece of news per account: who sees the whole pool reads its sums, an operator the own pemda's."""

    def kabar(wilayah: str, penerima: Pemegang, kursi: int, tunggu: int, **lain: str) -> Kabar:
        data = {
            "himpunan": str(himpunan.id),
            "skema": himpunan.skema_kode,
            "lembaga": himpunan.lembaga,
            "kursi": str(kursi),
            "tunggu": str(tunggu),
            **lain,
        }
        return Kabar(jenis=jenis, kunci=str(himpunan.id), wilayah=wilayah, penerima=[penerima], data=data)

    semua = kabar(
        himpunan.wilayah,
        koordinator(himpunan.wilayah),
        sum(kursi for kursi, _ in per.values()),
        sum(tunggu for _, tunggu in per.values()),
    )
    pemda = [
        kabar(wilayah, operator_pemda(wilayah), kursi, tunggu, pemda=wilayah)
        for wilayah, (kursi, tunggu) in sorted(per.items())
    ]
    beritahu_semua(session, [semua, *pemda])


def kabari_undangan(
    session: Session,
    *,
    undangan_id: uuid.UUID,
    versi: int,
    himpunan_id: uuid.UUID,
    wilayah: str,
    lembaga: str,
    tindakan: str,
) -> None:
    """Tell the other side what happened to an invitation that was sent; changes of a draft concern nobody.

    `tindakan` is a `TindakanUndangan` or GUGUR. The same action on another version is other news.
    """
    penerima = [
        *([operator_lsp(lembaga)] if tindakan in KEPADA_LSP else []),
        *([koordinator(wilayah)] if tindakan in KEPADA_KOORDINATOR else []),
    ]
    if not penerima:
        return
    beritahu(
        session,
        jenis=UNDANGAN,
        kunci=f"{undangan_id}:{tindakan}:{versi}",
        wilayah=wilayah,
        penerima=penerima,
        data={
            "undangan": str(undangan_id),
            "himpunan": str(himpunan_id),
            "wilayah": wilayah,
            "lembaga": lembaga,
            "tindakan": tindakan,
        },
    )
