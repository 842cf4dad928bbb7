"""One page of a list after a cursor, by the values of its order: one statement, whatever came before it.

Keyset, never offset: a page starts behind the last row of the one before it, so rows that come and go between two
pages neither shift nor repeat the others, and page 1,000 costs what page 1 does.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    UnaryExpression,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from forum_server.database.clause import dalam
from forum_server.database.sandi_kursor import Sandi, sandi_dari
from forum_server.galat import PermintaanTidakSah

if TYPE_CHECKING:
    from forum_server.database import Database

__all__ = [
    "BAWAAN",
    "PALING_BANYAK",
    "Halaman",
    "Urut",
    "Urutan",
    "ambil_halaman",
    "ambil_halaman_per",
    "turun",
]

BAWAAN = 50
"""Rows of a page when the client asks for no number."""

PALING_BANYAK = 1_000
"""Rows of a page at most."""

PANJANG_KURSOR = 4096

K = TypeVar("K", bound=Hashable)
Kolom = ColumnElement[Any] | InstrumentedAttribute[Any]

Pilih: TypeAlias = Select[*tuple[Any, ...]]
"""A SELECT of any columns."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Urut:
    """One column of an order. `kosong`: it may be NULL; NULL counts as the largest value, on both engines."""

    kolom: Kolom
    turun: bool = False
    kosong: bool = False


def turun(kolom: Kolom, *, kosong: bool = False) -> Urut:
    """`kolom` from its largest value to its smallest."""
    return Urut(kolom=kolom, turun=True, kosong=kosong)


class Urutan:
    """The order of one list, and its cursors.

    `nama` names the list: a cursor of another list or another order is refused. `pemutus` is the unique column that
    settles ties, so that no row is skipped or shown twice. Make one per list, at import:

    >>> from sqlalchemy import column, String
    >>> urutan = Urutan("buku", column("judul", String()), pemutus=column("kode", String()))
    >>> urutan.baca(urutan.kursor(["Laskar", "b-1"]))
    ('Laskar', 'b-1')
    """

    def __init__(self, nama: str, *urut: Urut | Kolom, pemutus: Urut | Kolom) -> None:
        self.nama = nama
        self.bagian = tuple(u if isinstance(u, Urut) else Urut(kolom=u) for u in (*urut, pemutus))
        if self.bagian[-1].kosong:
            raise ValueError(f"{nama}: the column that settles ties may not be NULL")
        self._sandi: tuple[Sandi, ...] = tuple(sandi_dari(b.kolom.type) for b in self.bagian)
        ciri = "|".join([nama, *(f"{b.kolom} {b.kolom.type!r} {b.turun} {b.kosong}" for b in self.bagian)])
        self._sidik = hashlib.sha256(ciri.encode()).hexdigest()[:8]

    def kursor(self, nilai: Sequence[Any]) -> str:
        """The cursor of the row whose order columns hold `nilai`; opaque to clients."""
        isi = [None if n is None else s.tulis(n) for n, s in zip(nilai, self._sandi, strict=True)]
        teks = json.dumps([self._sidik, *isi], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(teks.encode()).rstrip(b"=").decode()

    def baca(self, kursor: str) -> tuple[Any, ...]:
        """The values in a cursor; raises `PermintaanTidakSah` for anything `kursor` of this order did not make."""
        try:
            if len(kursor) > PANJANG_KURSOR:
                raise ValueError("too long")
            mentah = kursor.encode("ascii")
            teks = base64.b64decode(mentah + b"=" * (-len(mentah) % 4), altchars=b"-_", validate=True)
            isi = json.loads(teks)
            if not isinstance(isi, list):
                raise ValueError("not a cursor")  # noqa: TRY004  (every fault here is one and the same)
            nilai = cast("list[object]", isi)
            if len(nilai) != len(self.bagian) + 1 or nilai[0] != self._sidik:
                raise ValueError("another list")
            return tuple(
                self._nilai(b, s, n) for b, s, n in zip(self.bagian, self._sandi, nilai[1:], strict=True)
            )
        except (ValueError, RecursionError, binascii.Error) as galat:
            raise PermintaanTidakSah(
                "Kursor `after` bukan milik daftar ini. Pakai `endCursor` dari halaman sebelumnya pada daftar dan"
                " urutan yang sama, atau mulai lagi tanpa `after`."
            ) from galat

    @staticmethod
    def _nilai(bagian: Urut, sandi: Sandi, nilai: object) -> Any:
        if nilai is None and bagian.kosong:
            return None
        return sandi.baca(nilai)

    def urut(self) -> list[UnaryExpression[Any]]:
        """What goes into ORDER BY."""
        return [_urut(b) for b in self.bagian]

    def setelah(self, nilai: Sequence[Any]) -> ColumnElement[bool]:
        """The rows behind the one whose order columns hold `nilai`."""
        terikat = [
            bindparam(None, n, type_=b.kolom.type, unique=True)
            for b, n in zip(self.bagian, nilai, strict=True)
        ]
        arah = {b.turun for b in self.bagian}
        if len(arah) == 1 and not any(b.kosong for b in self.bagian):
            # one row comparison: an index over these columns answers it directly
            kiri, kanan = tuple_(*(b.kolom for b in self.bagian)), tuple_(*terikat)
            return kiri < kanan if arah == {True} else kiri > kanan
        cabang: list[ColumnElement[bool]] = []
        sama: list[ColumnElement[bool]] = []
        for bagian, terikat_satu, n in zip(self.bagian, terikat, nilai, strict=True):
            cabang.append(and_(*sama, _lewat(bagian, terikat_satu, n)))
            sama.append(bagian.kolom.is_(None) if n is None else bagian.kolom == terikat_satu)
        return or_(*cabang)


def _urut(bagian: Urut) -> UnaryExpression[Any]:
    ekspresi = bagian.kolom.desc() if bagian.turun else bagian.kolom.asc()
    if not bagian.kosong:
        return ekspresi
    return ekspresi.nulls_first() if bagian.turun else ekspresi.nulls_last()


def _lewat(bagian: Urut, terikat: ColumnElement[Any], nilai: object) -> ColumnElement[bool]:
    if nilai is None:  # the largest value there is
        return bagian.kolom.is_not(None) if bagian.turun else false()
    if bagian.turun:
        return bagian.kolom < terikat
    lebih: ColumnElement[bool] = bagian.kolom > terikat
    return or_(lebih, bagian.kolom.is_(None)) if bagian.kosong else lebih


@dataclass(frozen=True, kw_only=True, slots=True)
class Halaman:
    """Rows of one page with the cursor of each; `jumlah` counts the whole list, by a statement run only when called."""

    baris: Sequence[Row[Any]]
    kursor: Sequence[str]
    ada_lagi: bool
    ada_sebelum: bool
    jumlah: Callable[[], Awaitable[int]]


def batas_halaman(first: int) -> int:
    """`first`, if a page may have that many rows; 0 is a page without rows, for who wants the total only."""
    if not 0 <= first <= PALING_BANYAK:
        raise PermintaanTidakSah(f"`first` harus antara 0 dan {PALING_BANYAK}; ambil sisanya dengan `after`.")
    return first


async def ambil_halaman(
    db: Database, stmt: Pilih, urutan: Urutan, *, first: int = BAWAAN, after: str | None = None
) -> Halaman:
    """The `first` rows of `stmt` behind the cursor `after`, in `urutan`, by one statement.

    `stmt` filters and joins as it likes but has no order, limit, grouping or DISTINCT of its own: put a statement
    that needs those into a subquery. Raises `PermintaanTidakSah` for a bad cursor or number.
    """
    banyak = batas_halaman(first)
    tambahan = [b.kolom.label(f"urut_{i}") for i, b in enumerate(urutan.bagian)]
    halaman = _polos(stmt).add_columns(*tambahan).order_by(*urutan.urut()).limit(banyak + 1)
    if after:
        halaman = halaman.where(urutan.setelah(urutan.baca(after)))
    rows = await db.all(halaman)

    async def jumlah() -> int:
        return await db.scalar(stmt.with_only_columns(func.count(), maintain_column_froms=True)) or 0

    return _halaman(urutan, rows, banyak, jumlah, after=after, ekor=0)


async def ambil_halaman_per(
    db: Database,
    stmt: Pilih,
    urutan: Urutan,
    *,
    kunci: Kolom,
    nilai: Sequence[K],
    first: int = BAWAAN,
    after: str | None = None,
) -> list[Halaman]:
    """One page for each of `nilai` (values of `kunci`, in their order), all by one statement: lists inside lists.

    `jumlah` of all the pages together runs one statement. Otherwise as `ambil_halaman`.
    """
    banyak = batas_halaman(first)
    tambahan = [b.kolom.label(f"urut_{i}") for i, b in enumerate(urutan.bagian)]
    nomor = func.row_number().over(partition_by=kunci, order_by=urutan.urut()).label("urut_nomor")
    isi = _polos(stmt).where(dalam(kunci, set(nilai)))
    if after:
        isi = isi.where(urutan.setelah(urutan.baca(after)))
    dalamnya = isi.add_columns(*tambahan, kunci.label("urut_kunci"), nomor).subquery()
    rows = await db.all(
        select(dalamnya)
        .where(dalamnya.c.urut_nomor <= banyak + 1)
        .order_by(dalamnya.c.urut_kunci, dalamnya.c.urut_nomor)
    )
    per: dict[Any, list[Row[Any]]] = {}
    for row in rows:
        per.setdefault(row.urut_kunci, []).append(row)

    kunci_sekali = asyncio.Lock()
    hitungan: dict[Any, int] | None = None

    async def hitung() -> dict[Any, int]:
        nonlocal hitungan
        async with kunci_sekali:
            if hitungan is None:
                terkelompok = (
                    _polos(stmt)
                    .with_only_columns(
                        kunci.label("kunci"), func.count().label("banyak"), maintain_column_froms=True
                    )
                    .where(dalam(kunci, set(nilai)))
                    .group_by(kunci)
                )
                hitungan = {row.kunci: row.banyak for row in await db.all(terkelompok)}
        return hitungan

    def penghitung(k: K) -> Callable[[], Awaitable[int]]:
        async def jumlah() -> int:
            return (await hitung()).get(k, 0)

        return jumlah

    return [_halaman(urutan, per.get(k, ()), banyak, penghitung(k), after=after, ekor=2) for k in nilai]


def _polos(stmt: Pilih) -> Pilih:
    if stmt._limit_clause is not None or stmt._group_by_clauses or stmt._distinct:  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001
        raise ValueError("page a subquery instead of a statement with LIMIT, GROUP BY or DISTINCT")
    return stmt.order_by(None)


def _halaman(
    urutan: Urutan,
    rows: Sequence[Row[Any]],
    banyak: int,
    jumlah: Callable[[], Awaitable[int]],
    *,
    after: str | None,
    ekor: int,
) -> Halaman:
    """Cut the row that only tells there is more; `ekor` columns stand behind those of the order."""
    tampil = rows[:banyak]
    lebar = len(urutan.bagian)
    return Halaman(
        baris=tampil,
        kursor=[urutan.kursor(tuple(row)[len(row) - lebar - ekor : len(row) - ekor]) for row in tampil],
        ada_lagi=len(rows) > banyak,
        ada_sebelum=bool(after),
        jumlah=jumlah,
    )
