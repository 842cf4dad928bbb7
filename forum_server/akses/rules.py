"""Decide what an actor may do, from the grants in force; pure, so every case can be tried without a database.

A grant (`Hibah`) gives the permissions of one role in exactly one place: a region with everything beneath it, one
perangkat daerah, or one lembaga.  A grant marked `tolak` takes them away there instead, and taking away always wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from forum_server.database.clause import AKAR, di_bawah
from forum_server.galat import Ditolak, TidakDitemukan

__all__ = ["AKAR", "SEMUA", "Aktor", "Cara", "Hibah", "Izin", "Lingkup", "Peran", "mencakup"]


SEMUA = "*"
"""In a declared role: every permission that core and the loaded plugins declare."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Izin:
    """A permission as core or a plugin declares it: `plugin:kata_kerja` and a sentence for administrators."""

    kode: str
    keterangan: str
    hanya_orang: bool = False
    """No key of a service ever holds it: it reveals what only a named person may see, or hands on rights."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Peran:
    """A role as core or a plugin declares it: a stable code, a name people read, its permissions (or `SEMUA`)."""

    kode: str
    nama: str
    izin: frozenset[str]


def mencakup(wilayah: str, kode: str) -> bool:
    """Whether region `wilayah` is `kode` itself or lies above it ("61" covers "61.71"; "ID" covers all)."""
    return wilayah in {AKAR, kode} or kode.startswith(f"{wilayah}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hibah:
    """The permissions of one role in one place; `tolak` takes them away there. `sampai`: its last day, if it has one."""

    peran: str
    izin: frozenset[str]
    wilayah: str | None = None
    perangkat_daerah: UUID | None = None
    lembaga: str | None = None
    tolak: bool = False
    sampai: date | None = None

    def mengenai(self, *, wilayah: str | None, perangkat_daerah: UUID | None, lembaga: str | None) -> bool:
        """Whether this grant reaches an object that lies in any of these places.

        `wilayah` may also be the owner code of a lembaga: region codes and lembaga codes never look alike.
        """
        if self.wilayah is not None:
            return self.wilayah == AKAR or (wilayah is not None and mencakup(self.wilayah, wilayah))
        if self.perangkat_daerah is not None:
            return self.perangkat_daerah == perangkat_daerah
        return self.lembaga is not None and self.lembaga in (lembaga, wilayah)

    def menutupi(self, lain: Hibah) -> bool:
        """Whether this grant's place contains the whole place of `lain`, as far as codes alone can tell."""
        return self.mengenai(
            wilayah=lain.wilayah, perangkat_daerah=lain.perangkat_daerah, lembaga=lain.lembaga
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Lingkup:
    """Where an actor holds one permission: allowed places minus denied ones.

    `semua` is true only when nothing at all is denied.  Region codes are minimal: none lies under another.
    """

    semua: bool = False
    wilayah: tuple[str, ...] = ()
    perangkat_daerah: tuple[UUID, ...] = ()
    lembaga: tuple[str, ...] = ()
    tolak_wilayah: tuple[str, ...] = ()
    tolak_perangkat_daerah: tuple[UUID, ...] = ()
    tolak_lembaga: tuple[str, ...] = ()

    @property
    def kosong(self) -> bool:
        """Whether the permission is held nowhere."""
        return not (self.semua or self.wilayah or self.perangkat_daerah or self.lembaga)

    def klausa(
        self,
        kolom_wilayah: ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
        *,
        kolom_perangkat_daerah: ColumnElement[UUID] | InstrumentedAttribute[UUID | None] | None = None,
        kolom_lembaga: ColumnElement[str] | InstrumentedAttribute[str | None] | None = None,
    ) -> ColumnElement[bool]:
        """The WHERE clause that keeps the rows in this scope: a range scan per region, equality elsewhere.

        `kolom_wilayah` may hold owner codes (regions and lembaga mixed).  Without `kolom_perangkat_daerah` grants
        over one perangkat daerah play no part, as in `Aktor.boleh` without it.
        """
        if self.semua:
            return true()
        boleh: list[ColumnElement[bool]] = [di_bawah(kolom_wilayah, kode) for kode in self.wilayah]
        # A row without a value in a denied column is not denied by it.
        tolak: list[ColumnElement[bool]] = [
            and_(kolom_wilayah.is_not(None), di_bawah(kolom_wilayah, kode)) for kode in self.tolak_wilayah
        ]
        for kolom in (kolom_wilayah, kolom_lembaga):
            if kolom is not None and self.lembaga:
                boleh.append(kolom.in_(self.lembaga))
            if kolom is not None and self.tolak_lembaga:
                tolak.append(and_(kolom.is_not(None), kolom.in_(self.tolak_lembaga)))
        if (opd := kolom_perangkat_daerah) is not None and self.perangkat_daerah:
            boleh.append(opd.in_(self.perangkat_daerah))
        if opd is not None and self.tolak_perangkat_daerah:
            tolak.append(and_(opd.is_not(None), opd.in_(self.tolak_perangkat_daerah)))
        if not boleh:
            return false()
        return and_(or_(*boleh), not_(or_(*tolak))) if tolak else or_(*boleh)


def _terkecil(kode: Iterable[str]) -> tuple[str, ...]:
    """The codes without those that lie under another one of them, in order."""
    semua = sorted(set(kode))
    return tuple(k for k in semua if not any(a != k and mencakup(a, k) for a in semua))


class Cara(StrEnum):
    """How an actor came in: by password, by an OpenID provider, or with a key of a service."""

    SANDI = "SANDI"
    OIDC = "OIDC"
    LAYANAN = "LAYANAN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Aktor:
    """Who acts: an account with the grants in force now, nobody (`anonim`), or the server itself (`sistem`)."""

    akun_id: UUID | None
    orang_id: UUID | None
    nama: str
    hibah: tuple[Hibah, ...] = ()
    serba_boleh: bool = False
    cara: Cara | None = None
    """How they came in; None for nobody and for the server itself."""
    dua_langkah: bool = False
    """Whether a second step (a code of an authenticator, or the provider's own) was passed."""
    jatah: tuple[str, int] | None = None
    """Whose limit of requests counts, and how many a minute, where it is not the account's."""

    @classmethod
    def anonim(cls) -> Aktor:
        """The actor of a request without a token; holds nothing."""
        return cls(akun_id=None, orang_id=None, nama="anonim")

    @classmethod
    def sistem(cls, nama: str) -> Aktor:
        """The server's own work (jobs, command line) under `nama`; may do everything and is named in the audit."""
        return cls(akun_id=None, orang_id=None, nama=nama, serba_boleh=True)

    @property
    def masuk(self) -> bool:
        """Whether an account stands behind this actor."""
        return self.akun_id is not None

    def punya(self, izin: str) -> bool:
        """Whether the permission is held somewhere."""
        if self.serba_boleh:
            return True
        diberi = [h for h in self.hibah if izin in h.izin and not h.tolak]
        ditolak = [h for h in self.hibah if izin in h.izin and h.tolak]
        return any(not any(t.menutupi(h) for t in ditolak) for h in diberi)

    def boleh(
        self,
        izin: str,
        *,
        wilayah: str | None = None,
        perangkat_daerah: UUID | None = None,
        lembaga: str | None = None,
    ) -> bool:
        """Whether the actor may do `izin` to an object lying in these places; no place at all means the whole nation.

        One allowing grant that reaches any of the places is enough; one denying grant that reaches any forbids.
        """
        if self.serba_boleh:
            return True
        if wilayah is None and perangkat_daerah is None and lembaga is None:
            wilayah = AKAR
        kena = [
            h
            for h in self.hibah
            if izin in h.izin
            and h.mengenai(wilayah=wilayah, perangkat_daerah=perangkat_daerah, lembaga=lembaga)
        ]
        return bool(kena) and not any(h.tolak for h in kena)

    def meliputi(
        self,
        izin: str,
        *,
        wilayah: str | None = None,
        perangkat_daerah: UUID | None = None,
        lembaga: str | None = None,
    ) -> bool:
        """Whether the actor may do `izin` in the whole of this place, nothing beneath it denied.

        Stricter than `boleh`: what a grant may hand on.  Which region a denied perangkat daerah lies in is not known
        here, so any such denial counts against a region.
        """
        if not self.boleh(izin, wilayah=wilayah, perangkat_daerah=perangkat_daerah, lembaga=lembaga):
            return False
        if self.serba_boleh or perangkat_daerah is not None or lembaga is not None:
            return True
        tempat = wilayah or AKAR
        return not any(
            h.perangkat_daerah is not None
            or (h.wilayah is not None and mencakup(tempat, h.wilayah))
            or (h.lembaga is not None and tempat == AKAR)
            for h in self.hibah
            if h.tolak and izin in h.izin
        )

    def sampai_hari(self, hari: date | None) -> Aktor:
        """The actor with only what they will still hold on this day (None: for ever); denials stay."""
        return replace(
            self,
            hibah=tuple(
                h
                for h in self.hibah
                if h.tolak or h.sampai is None or (hari is not None and hari <= h.sampai)
            ),
        )

    def lingkup(self, izin: str) -> Lingkup:
        """Every place where the actor holds `izin`, for filtering lists."""
        if self.serba_boleh:
            return Lingkup(semua=True, wilayah=(AKAR,))
        tolak = [h for h in self.hibah if izin in h.izin and h.tolak]
        beri = [
            h for h in self.hibah if izin in h.izin and not h.tolak and not any(t.menutupi(h) for t in tolak)
        ]
        if not beri:
            return Lingkup()
        wilayah = _terkecil(h.wilayah for h in beri if h.wilayah is not None)
        return Lingkup(
            semua=AKAR in wilayah and not tolak,
            wilayah=wilayah,
            perangkat_daerah=tuple(
                sorted({h.perangkat_daerah for h in beri if h.perangkat_daerah is not None})
            ),
            lembaga=tuple(sorted({h.lembaga for h in beri if h.lembaga is not None})),
            tolak_wilayah=_terkecil(h.wilayah for h in tolak if h.wilayah is not None),
            tolak_perangkat_daerah=tuple(
                sorted({h.perangkat_daerah for h in tolak if h.perangkat_daerah is not None})
            ),
            tolak_lembaga=tuple(sorted({h.lembaga for h in tolak if h.lembaga is not None})),
        )

    def wajib(
        self,
        izin: str,
        *,
        wilayah: str | None = None,
        perangkat_daerah: UUID | None = None,
        lembaga: str | None = None,
        apa: str = "objek",
    ) -> None:
        """Return quietly when allowed.

        Raises `Ditolak` when the permission is held nowhere, and `TidakDitemukan(apa)` when it is held but not here:
        outside one's scope an object looks the same as one that does not exist.
        """
        if self.boleh(izin, wilayah=wilayah, perangkat_daerah=perangkat_daerah, lembaga=lembaga):
            return
        if not self.punya(izin):
            raise Ditolak(izin)
        raise TidakDitemukan(apa)
