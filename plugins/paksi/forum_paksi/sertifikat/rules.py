"""Pure rules of certificates: their states, what may be done in which, how long they run, who supersedes whom."""

from __future__ import annotations

import calendar
import secrets
import uuid
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from forum_paksi.skema.rules import JenisSkema

__all__ = [
    "HIDUP",
    "PERALIHAN",
    "Baris",
    "KeadaanSertifikat",
    "KeadaanTampak",
    "TindakanSertifikat",
    "berakhir",
    "berlaku_kini",
    "diakui",
    "geser_bulan",
    "gugus",
    "jendela_pengingat",
    "kode_periksa_baru",
    "pengganti",
    "tampak",
]


class KeadaanSertifikat(StrEnum):
    """What is stored. That a certificate expired is not: it is read from its last day."""

    AKTIF = "AKTIF"
    DIBEKUKAN = "DIBEKUKAN"
    """Suspended until somebody reinstates or revokes it."""
    DICABUT = "DICABUT"
    """Revoked for good."""
    DIGANTIKAN = "DIGANTIKAN"
    """A later certificate took its place."""


class KeadaanTampak(StrEnum):
    """What people see: the stored state, or what the calendar says of an active certificate."""

    AKTIF = "AKTIF"
    AKAN_BERAKHIR = "AKAN_BERAKHIR"
    KEDALUWARSA = "KEDALUWARSA"
    DIBEKUKAN = "DIBEKUKAN"
    DICABUT = "DICABUT"
    DIGANTIKAN = "DIGANTIKAN"


class TindakanSertifikat(StrEnum):
    """What is done to a certificate after it was issued."""

    BEKUKAN = "BEKUKAN"
    AKTIFKAN = "AKTIFKAN"
    CABUT = "CABUT"
    GANTIKAN = "GANTIKAN"


K = KeadaanSertifikat
HIDUP: Final = frozenset({K.AKTIF, K.DIBEKUKAN})
"""States of which a person has one recognised PAKSI certificate at most."""
PERALIHAN: Final[Mapping[TindakanSertifikat, tuple[frozenset[KeadaanSertifikat], KeadaanSertifikat]]] = {
    TindakanSertifikat.BEKUKAN: (frozenset({K.AKTIF}), K.DIBEKUKAN),
    TindakanSertifikat.AKTIFKAN: (frozenset({K.DIBEKUKAN}), K.AKTIF),
    TindakanSertifikat.CABUT: (HIDUP, K.DICABUT),
    TindakanSertifikat.GANTIKAN: (HIDUP, K.DIGANTIKAN),
}
"""From which states an action leads where; GANTIKAN happens by a later certificate only."""


def geser_bulan(hari: date, bulan: int) -> date:
    """The same day `bulan` months later (or earlier), or the last day of that month where it has no such day."""
    urut = hari.year * 12 + hari.month - 1 + bulan
    tahun, indeks = divmod(urut, 12)
    return date(tahun, indeks + 1, min(hari.day, calendar.monthrange(tahun, indeks + 1)[1]))


def berakhir(terbit: date, masa_bulan: int) -> date:
    """The last day of a certificate of so many months: the day before the same day that many months later."""
    return geser_bulan(terbit, masa_bulan) - timedelta(days=1)


def berlaku_kini(keadaan: KeadaanSertifikat, terbit: date, berakhir: date, hari_ini: date) -> bool:
    """Whether a certificate is in force on a day: active and within its dates, both ends included."""
    return keadaan is K.AKTIF and terbit <= hari_ini <= berakhir


def tampak(keadaan: KeadaanSertifikat, berakhir: date, *, hari_ini: date, bulan: int) -> KeadaanTampak:
    """What people see of a certificate: an active one ends within `bulan` months, or has ended already."""
    if keadaan is not K.AKTIF:
        return KeadaanTampak(keadaan.value)
    if berakhir < hari_ini:
        return KeadaanTampak.KEDALUWARSA
    if bulan > 0 and geser_bulan(hari_ini, bulan) >= berakhir:
        return KeadaanTampak.AKAN_BERAKHIR
    return KeadaanTampak.AKTIF


def jendela_pengingat(hari_ini: date, bulan: Iterable[int]) -> Iterator[tuple[int, date, date]]:
    """Of which last days people are reminded today, and as how many months before: (months, first day, last day).

    The windows don't overlap: who is two months from the end is told of the reminder at three, not of that at six.
    """
    dari = hari_ini
    for satu in sorted({b for b in bulan if b > 0}):
        sampai = geser_bulan(hari_ini, satu)
        yield satu, dari, sampai
        dari = sampai + timedelta(days=1)


def kode_periksa_baru() -> str:
    """A code nobody can guess (160 random bits), in the 32 capitals and digits a person can copy from paper."""
    return b32encode(secrets.token_bytes(20)).decode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Baris:
    """A certificate as far as the order of a person's certificates needs it."""

    id: uuid.UUID
    orang_id: uuid.UUID
    jenis: JenisSkema
    skema_kode: str
    nomor: str
    terbit: date
    berakhir: date
    diakui: bool
    keadaan: KeadaanSertifikat


def gugus(baris: Baris) -> tuple[uuid.UUID, str] | None:
    """Which certificates supersede one another; None: one that doesn't count supersedes nothing.

    Every level of PAKSI is one line per person. API has several schemes (domain notes 2), each a line of its own.
    """
    if not baris.diakui:
        return None
    return baris.orang_id, "PAKSI" if baris.jenis is JenisSkema.PAKSI else baris.skema_kode


def pengganti(semua: Iterable[Baris]) -> dict[uuid.UUID, Baris]:
    """By which certificate each of these that still lives, but is not the latest of its line, is superseded.

    The order is that of the days of issue. A revoked certificate still supersedes those before it: they were over
    when it was revoked.
    """
    per: dict[tuple[uuid.UUID, str], list[Baris]] = {}
    for satu in semua:
        if (kunci := gugus(satu)) is not None:
            per.setdefault(kunci, []).append(satu)
    hasil: dict[uuid.UUID, Baris] = {}
    for baris in per.values():
        urut = sorted(baris, key=lambda b: (b.terbit, b.berakhir, b.nomor, b.id))
        for lama, baru in pairwise(urut):
            if lama.keadaan in HIDUP:
                hasil[lama.id] = baru
    return hasil


def diakui(
    masa: Iterable[tuple[str, JenisSkema, date, date | None]],
    *,
    lembaga: str,
    jenis: JenisSkema,
    terbit: date,
) -> bool:
    """Whether a certificate of this issuer counts: it was recognised for this kind on the day of issue."""
    return any(
        (lembaga, jenis) == (siapa, apa) and dari <= terbit and (sampai is None or terbit <= sampai)
        for siapa, apa, dari, sampai in masa
    )
