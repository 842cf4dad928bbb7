"""Registering and changing people, and revealing a NIP on the record."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import hari
from forum_server.database import sekarang
from forum_server.galat import Ditolak, GalatDomain, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.lembaga.models import Lembaga
from forum_server.orang.models import NIK, NIP, Orang
from forum_server.orang.rules import Kepegawaian, nama_rapi, periksa_nik, periksa_nip
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.teks import bentuk_cari, rapikan
from forum_server.wilayah.models import Wilayah

__all__ = ["IZIN", "IZIN_BUKA", "Pemilik", "buka_nip", "daftarkan", "salah_tempat", "ubah"]

IZIN: Final = "inti:orang"
"""See and change people in scope."""

IZIN_BUKA: Final = "inti:buka-identitas"
"""See a NIP in full; every time is on the record."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pemilik:
    """Who a person belongs to: exactly one region or lembaga, in a region perhaps one of its offices."""

    wilayah: str | None = None
    lembaga: str | None = None
    perangkat_daerah: uuid.UUID | None = None

    @property
    def kode(self) -> str:
        """The owner's code."""
        kode = self.wilayah or self.lembaga
        assert kode is not None
        return kode

    def wajib(self, aktor: Aktor, izin: str, *, apa: str) -> None:
        """As `Aktor.wajib` for someone who belongs here."""
        aktor.wajib(
            izin,
            wilayah=self.wilayah,
            lembaga=self.lembaga,
            perangkat_daerah=self.perangkat_daerah,
            apa=apa,
        )


def daftarkan(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    nama: str,
    kepegawaian: Kepegawaian,
    pemilik: Pemilik,
    nip: str | None = None,
    nik: str | None = None,
    jabatan: str | None = None,
) -> uuid.UUID:
    """Register a person where the actor holds `inti:orang`; return the id.

    NIP and NIK are optional: not everyone is a civil servant, and not everyone's NIK is known.  Raises
    PEMILIK_TIDAK_SAH, TIDAK_DITEMUKAN, NAMA_TIDAK_SAH, JABATAN_TIDAK_SAH, NIP_TIDAK_SAH, NIK_TIDAK_SAH,
    ORANG_SUDAH_TERDAFTAR.
    """
    if not aktor.punya(IZIN):
        raise Ditolak(IZIN)
    _periksa_pemilik(session, aktor, pemilik)
    orang_id = uuid.uuid4()
    nilai = {
        "id": orang_id,
        **_nama(nama),
        "jabatan": _jabatan(jabatan),
        "kepegawaian": kepegawaian,
        **_nip(session, kunci, orang_id, nip, kepegawaian),
        **_nik(session, kunci, orang_id, nik),
        "wilayah_kode": pemilik.wilayah,
        "lembaga_kode": pemilik.lembaga,
        "perangkat_daerah_id": pemilik.perangkat_daerah,
    }
    _belum_terdaftar(session, kunci, nip=nip, nik=nik, kecuali=None)
    try:
        session.execute(insert(Orang).values(nilai))
    except IntegrityError as galat:
        if (kembar := _kembar(galat)) is not None:
            raise kembar from galat
        raise
    bidang = _bidang(k for k, v in nilai.items() if v is not None and k != "id")
    catat(
        session,
        aktor,
        "orang.daftarkan",
        objek="orang",
        objek_id=str(orang_id),
        wilayah=pemilik.kode,
        bidang=bidang,
    )
    return orang_id


def ubah(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    orang_id: uuid.UUID,
    perubahan: Mapping[str, Any],
) -> None:
    """Change what `perubahan` names: nama, jabatan, kepegawaian, nip, nik, wilayah, lembaga, perangkat_daerah.

    None empties a field.  A new wilayah or lembaga takes the place of the old owner and of its office; who moves a
    person needs `inti:orang` at both ends.  Errors as of `daftarkan`.
    """
    lama = _orang(session, aktor, IZIN, orang_id)
    nilai: dict[str, Any] = {}
    pemilik = Pemilik(
        wilayah=lama.wilayah_kode, lembaga=lama.lembaga_kode, perangkat_daerah=lama.perangkat_daerah_id
    )
    if perubahan.keys() & {"wilayah", "lembaga", "perangkat_daerah"}:
        pindah = bool(perubahan.get("wilayah") or perubahan.get("lembaga"))
        pemilik = Pemilik(
            wilayah=(perubahan.get("wilayah") or None) if pindah else pemilik.wilayah,
            lembaga=(perubahan.get("lembaga") or None) if pindah else pemilik.lembaga,
            perangkat_daerah=perubahan.get("perangkat_daerah"),
        )
        _periksa_pemilik(session, aktor, pemilik)
        nilai |= {
            "wilayah_kode": pemilik.wilayah,
            "lembaga_kode": pemilik.lembaga,
            "perangkat_daerah_id": pemilik.perangkat_daerah,
        }
    if "nama" in perubahan:
        nilai |= _nama(perubahan["nama"] or "")
    if "jabatan" in perubahan:
        nilai["jabatan"] = _jabatan(perubahan["jabatan"])
    kepegawaian: Kepegawaian = perubahan.get("kepegawaian") or lama.kepegawaian
    nilai["kepegawaian"] = kepegawaian
    nip: str | None = perubahan.get("nip")
    if "nip" in perubahan:
        nilai |= _nip(session, kunci, orang_id, nip, kepegawaian)
    elif kepegawaian is not lama.kepegawaian and lama.nip_sandi is not None:
        # The number that was right for one kind of employment need not be right for another.
        nip_lama = NIP.buka(kunci, orang_id, lama.nip_sandi)
        periksa_nip(nip_lama, kepegawaian, hari_ini=hari(sekarang(session)))
    nik: str | None = perubahan.get("nik")
    if "nik" in perubahan:
        nilai |= _nik(session, kunci, orang_id, nik)
    _belum_terdaftar(session, kunci, nip=nip, nik=nik, kecuali=orang_id)
    nilai = _tanpa_yang_sama(kunci, lama, nilai, nip=nip, nik=nik)
    bidang = _bidang(k for k, v in nilai.items() if v != getattr(lama, k))
    if not bidang:
        return
    try:
        session.execute(update(Orang).where(Orang.id == orang_id).values(nilai))
    except IntegrityError as galat:
        if (kembar := _kembar(galat)) is not None:
            raise kembar from galat
        raise
    catat(
        session,
        aktor,
        "orang.ubah",
        objek="orang",
        objek_id=str(orang_id),
        wilayah=pemilik.kode,
        bidang=bidang,
    )


def buka_nip(session: Session, aktor: Aktor, kunci: Kunci, *, orang_id: uuid.UUID) -> str:
    """The NIP in full, for a holder of `inti:buka-identitas` over this person; the reveal is audited.

    Raises TIDAK_DITEMUKAN, TANPA_NIP.
    """
    orang = _orang(session, aktor, IZIN_BUKA, orang_id)
    if orang.nip_sandi is None:
        raise KeadaanMenolak("TANPA_NIP", "Orang ini tidak memiliki NIP yang tercatat.")
    catat(
        session,
        aktor,
        "orang.buka_nip",
        objek="orang",
        objek_id=str(orang_id),
        wilayah=orang.wilayah_kode or orang.lembaga_kode,
        bidang=("nip",),
    )
    return NIP.buka(kunci, orang_id, orang.nip_sandi)


def salah_tempat(session: Session) -> Sequence[uuid.UUID]:
    """People whose office belongs to another region than they do; there are none unless someone went around us."""
    return session.scalars(
        select(Orang.id)
        .join(PerangkatDaerah, PerangkatDaerah.id == Orang.perangkat_daerah_id)
        .where(PerangkatDaerah.wilayah_kode != Orang.wilayah_kode)
        .order_by(Orang.id)
    ).all()


def _orang(session: Session, aktor: Aktor, izin: str, orang_id: uuid.UUID) -> Any:
    """The row of a person in the actor's scope, locked until the end of the unit."""
    if not aktor.punya(izin):
        raise Ditolak(izin)
    orang = session.execute(select(*Orang.__table__.c).where(Orang.id == orang_id).with_for_update()).first()
    if orang is None:
        raise TidakDitemukan("orang")
    Pemilik(
        wilayah=orang.wilayah_kode, lembaga=orang.lembaga_kode, perangkat_daerah=orang.perangkat_daerah_id
    ).wajib(aktor, izin, apa="orang")
    return orang


def _periksa_pemilik(session: Session, aktor: Aktor, pemilik: Pemilik) -> None:
    """The owner exists, lies in the actor's scope, and the office is one of the region."""
    if (pemilik.wilayah is None) == (pemilik.lembaga is None):
        raise IsianTidakSah("PEMILIK_TIDAK_SAH", "Pilih tepat satu pemilik: wilayah atau lembaga.")
    pemilik.wajib(aktor, IZIN, apa="pemilik")
    if pemilik.lembaga is not None:
        if pemilik.perangkat_daerah is not None:
            raise IsianTidakSah(
                "PEMILIK_TIDAK_SAH", "Perangkat daerah hanya untuk orang milik wilayah, bukan lembaga."
            )
        ada = session.scalar(select(Lembaga.kode).where(Lembaga.kode == pemilik.lembaga))
    elif pemilik.perangkat_daerah is not None:
        ada = session.scalar(
            select(PerangkatDaerah.id).where(
                PerangkatDaerah.id == pemilik.perangkat_daerah,
                PerangkatDaerah.wilayah_kode == pemilik.wilayah,
                PerangkatDaerah.dinonaktifkan_pada.is_(None),
            )
        )
    else:
        ada = session.scalar(select(Wilayah.kode).where(Wilayah.kode == pemilik.wilayah))
    if ada is None:
        raise TidakDitemukan("perangkat daerah" if pemilik.perangkat_daerah else "pemilik")


def _nama(nama: str) -> dict[str, str]:
    rapi = nama_rapi(nama)
    return {"nama": rapi, "nama_cari": bentuk_cari(rapi)[:200]}


def _jabatan(jabatan: str | None) -> str | None:
    rapi = rapikan(jabatan or "")
    if len(rapi) > 200 or not rapi.isprintable():
        raise IsianTidakSah("JABATAN_TIDAK_SAH", "Jabatan paling banyak 200 huruf.", letak=("jabatan",))
    return rapi or None


def _nip(
    session: Session, kunci: Kunci, orang_id: uuid.UUID, nip: str | None, kepegawaian: Kepegawaian
) -> dict[str, str | None]:
    angka = None
    if (nip or "").strip():
        angka = periksa_nip(nip or "", kepegawaian, hari_ini=hari(sekarang(session)))
    return {**NIP.nilai(session, kunci, orang_id, angka), "nip_akhir": angka and angka[-3:]}


def _tanpa_yang_sama(
    kunci: Kunci, lama: Any, nilai: dict[str, Any], *, nip: str | None, nik: str | None
) -> dict[str, Any]:
    """Leave out a number that stands there already: encrypted anew it would only look changed."""
    for ranah, kolom, angka in (("nip", NIP, nip), ("nik", NIK, nik)):
        rapat = "".join((angka or "").split())
        if rapat and kolom.sama(kunci, lama._mapping, rapat):  # noqa: SLF001 - the documented way to a row's names
            nilai = {k: v for k, v in nilai.items() if not k.startswith(f"{ranah}_")}
    return nilai


def _nik(session: Session, kunci: Kunci, orang_id: uuid.UUID, nik: str | None) -> dict[str, str | None]:
    angka = periksa_nik(nik or "") if (nik or "").strip() else None
    return NIK.nilai(session, kunci, orang_id, angka)


def _belum_terdaftar(
    session: Session, kunci: Kunci, *, nip: str | None, nik: str | None, kecuali: uuid.UUID | None
) -> None:
    """Nobody else has these numbers, also under hashes made with keys of which the database knows nothing.

    The unique constraints settle races; this finds what they can't compare.
    """
    for ranah, kolom, angka in (("nip", NIP.sidik, nip), ("nik", NIK.sidik, nik)):
        rapat = "".join((angka or "").split())
        if not rapat or kolom is None:
            continue
        cari = select(Orang.id).where(kolom.cari(session, kunci, [rapat])[1])
        if kecuali is not None:
            cari = cari.where(Orang.id != kecuali)
        if session.scalar(cari) is not None:
            raise _sudah_terdaftar(ranah)


def _kembar(galat: IntegrityError) -> GalatDomain | None:
    """What a broken unique constraint means; None for any other, which is a bug."""
    teks = str(galat.orig)
    return next((_sudah_terdaftar(r) for r in ("nip", "nik") if f"{r}_sidik" in teks), None)


def _bidang(kolom: Iterable[str]) -> list[str]:
    """Names of fields for the audit: the columns a number is kept in are one field."""
    return sorted({k.partition("_")[0] if k.startswith(("nip_", "nik_", "nama_")) else k for k in kolom})


def _sudah_terdaftar(ranah: str) -> GalatDomain:
    return KeadaanMenolak(
        "ORANG_SUDAH_TERDAFTAR",
        f"{ranah.upper()} ini sudah terdaftar. Cari orangnya di daftar; bila milik wilayah lain, mintalah "
        "administrator di atas Anda memindahkannya.",
        letak=(ranah,),
    )
