"""Sessions: pairs of a short access token and a refresh token that works once.

Every refresh spends its token and gives a new pair of the same family.  A spent refresh token that comes again means
that two hold it, of whom one is a thief: the whole family ends.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Row, and_, bindparam, delete, insert, select, true, update
from sqlalchemy.orm import Session

from forum_server.akses.models import DaftarPeran, HibahPeran
from forum_server.akses.rules import Aktor, Cara, Hibah
from forum_server.akses.service import PERISTIWA_AKSES, hari
from forum_server.akun.models import Akun, JenisToken, SesiMasuk, TantanganMasuk, Token
from forum_server.akun.rules import (
    AWALAN_AKSES,
    AWALAN_SEGAR,
    UMUR_AKSES,
    UMUR_SESI,
    masuk_gagal,
    sidik_rahasia,
    token_baru,
)
from forum_server.akun.totp.kebijakan import wajib_dua_langkah
from forum_server.database import Database, bebas_jejak, sekarang, waktu_db
from forum_server.jejak.service import catat
from forum_server.peristiwa.service import siarkan

__all__ = [
    "PasanganToken",
    "akhiri_sesi",
    "aktor_dari_token",
    "keluar",
    "kunci_akun",
    "mulai_sesi",
    "segarkan",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class PasanganToken:
    """What a client gets after a login or a refresh; the only time the tokens are seen."""

    akses: str
    segar: str
    berlaku_sampai: datetime
    """When the access token ends."""


_AKTOR: Final = (
    select(
        Akun.id,
        Akun.orang_id,
        Akun.nama_pengguna,
        Token.berlaku_sampai,
        SesiMasuk.cara,
        SesiMasuk.dua_langkah,
        waktu_db().label("kini"),
        HibahPeran.peran,
        HibahPeran.wilayah_kode,
        HibahPeran.perangkat_daerah_id,
        HibahPeran.lembaga_kode,
        HibahPeran.mulai,
        HibahPeran.sampai,
        HibahPeran.tolak,
        DaftarPeran.izin,
    )
    .select_from(Token)
    .join(SesiMasuk, SesiMasuk.id == Token.sesi_id)
    .join(Akun, Akun.id == SesiMasuk.akun_id)
    .outerjoin(HibahPeran, (HibahPeran.akun_id == Akun.id) & HibahPeran.dicabut_pada.is_(None))
    .outerjoin(DaftarPeran, DaftarPeran.kode == HibahPeran.peran)
    .where(
        Token.sidik == bindparam("sidik"),
        Token.jenis == JenisToken.AKSES,
        Token.berlaku_sampai > waktu_db(),
        SesiMasuk.dicabut_pada.is_(None),
        Akun.aktif,
    )
    .order_by(HibahPeran.id)
)


async def aktor_dari_token(db: Database, token: str) -> tuple[Aktor, datetime] | None:
    """Who an access token speaks for, with the grants in force today, and when it ends; one statement.

    None for anything that is not a living access token of an active account.
    """
    if not token.startswith(AWALAN_AKSES):
        return None
    baris = await db.all(_AKTOR, {"sidik": sidik_rahasia(token)})
    if not baris:
        return None
    satu = baris[0]
    hari_ini = hari(satu.kini)
    hibah = tuple(
        Hibah(
            peran=b.peran,
            izin=frozenset(b.izin),
            wilayah=b.wilayah_kode,
            perangkat_daerah=b.perangkat_daerah_id,
            lembaga=b.lembaga_kode,
            tolak=b.tolak,
            sampai=b.sampai,
        )
        for b in baris
        if b.peran is not None and b.mulai <= hari_ini and (b.sampai is None or hari_ini <= b.sampai)
    )
    aktor = Aktor(
        akun_id=satu.id,
        orang_id=satu.orang_id,
        nama=satu.nama_pengguna,
        hibah=hibah,
        cara=satu.cara,
        dua_langkah=satu.dua_langkah,
    )
    return aktor, satu.berlaku_sampai


def kunci_akun(session: Session, *, akun_id: uuid.UUID, sandi_hash: str | None) -> Row[Any]:
    """The account that is about to be let in, locked so that it stays as it is until the end of the unit.

    Raises MASUK_GAGAL when it was deactivated, or its password is no longer the one behind `sandi_hash` (None: it was
    not the password that was checked).
    """
    cari = select(Akun.nama_pengguna, Akun.orang_id, Akun.wilayah_kode, Akun.lembaga_kode).where(
        Akun.id == akun_id, Akun.aktif
    )
    if sandi_hash is not None:
        cari = cari.where(Akun.sandi_hash == sandi_hash)
    akun = session.execute(cari.with_for_update(read=True)).first()
    if akun is None:
        raise masuk_gagal()
    return cast("Row[Any]", akun)


def mulai_sesi(
    session: Session,
    *,
    akun_id: uuid.UUID,
    sandi_hash: str | None,
    cara: Cara = Cara.SANDI,
    dua_langkah: bool = False,
) -> PasanganToken:
    """Begin a session of an account that has just proved who it is, by `cara` and perhaps by a second step.

    Raises MASUK_GAGAL as `kunci_akun`.
    """
    akun = kunci_akun(session, akun_id=akun_id, sandi_hash=sandi_hash)
    kini = sekarang(session)
    sesi_id = uuid.uuid4()
    session.execute(
        insert(SesiMasuk).values(
            id=sesi_id,
            akun_id=akun_id,
            dibuat_pada=kini,
            berakhir_pada=kini + UMUR_SESI,
            cara=cara,
            dua_langkah=dua_langkah,
        )
    )
    aktor = Aktor(akun_id=akun_id, orang_id=akun.orang_id, nama=akun.nama_pengguna)
    catat(
        session,
        aktor,
        "akun.masuk" if cara is Cara.SANDI else f"akun.masuk_{cara.lower()}",
        objek="sesi",
        objek_id=str(sesi_id),
        wilayah=akun.wilayah_kode or akun.lembaga_kode,
    )
    return _pasangan(session, sesi_id=sesi_id, kini=kini, berakhir=kini + UMUR_SESI)


def _pasangan(session: Session, *, sesi_id: uuid.UUID, kini: datetime, berakhir: datetime) -> PasanganToken:
    akses, segar = token_baru(AWALAN_AKSES), token_baru(AWALAN_SEGAR)
    sampai = min(kini + UMUR_AKSES, berakhir)
    session.execute(
        insert(Token),
        [
            _token(akses, sesi_id, JenisToken.AKSES, sampai),
            _token(segar, sesi_id, JenisToken.SEGAR, berakhir),
        ],
    )
    return PasanganToken(akses=akses, segar=segar, berlaku_sampai=sampai)


def _token(token: str, sesi_id: uuid.UUID, jenis: JenisToken, sampai: datetime) -> dict[str, Any]:
    return {"sidik": sidik_rahasia(token), "sesi_id": sesi_id, "jenis": jenis, "berlaku_sampai": sampai}


def segarkan(session: Session, token: str, *, kebijakan: Collection[str] = ()) -> PasanganToken | None:
    """Spend a refresh token for a new pair; None when it was not valid.

    Nor is it when the account must use a second step by now (`kebijakan`) and its session began without one.

    None is a result and not an exception, because a spent token that comes again ends its family, and an exception
    would undo that.
    """
    bebas_jejak(session, "rotation of tokens within a session")
    sidik = sidik_rahasia(token)
    # One conditional statement: of two refreshes at once exactly one spends the token.
    sesi_id = session.scalar(
        update(Token)
        .where(
            Token.sidik == sidik,
            Token.jenis == JenisToken.SEGAR,
            Token.dipakai_pada.is_(None),
            Token.berlaku_sampai > waktu_db(),
        )
        .values(dipakai_pada=waktu_db())
        .returning(Token.sesi_id),
        execution_options={"synchronize_session": False},
    )
    kini = sekarang(session)
    if sesi_id is None:
        _pakai_ulang(session, sidik, kini)
        return None
    sesi = session.execute(
        select(SesiMasuk.berakhir_pada, SesiMasuk.akun_id, SesiMasuk.dua_langkah)
        .join(Akun, Akun.id == SesiMasuk.akun_id)
        .where(SesiMasuk.id == sesi_id, SesiMasuk.dicabut_pada.is_(None), Akun.aktif)
        .with_for_update(read=True)
    ).first()
    if sesi is None:
        return None
    if not sesi.dua_langkah and wajib_dua_langkah(session, sesi.akun_id, kebijakan):
        return None
    return _pasangan(session, sesi_id=sesi_id, kini=kini, berakhir=sesi.berakhir_pada)


def _pakai_ulang(session: Session, sidik: str, kini: datetime) -> None:
    """End the family of a spent refresh token that came again."""
    milik = session.execute(
        select(Token.sesi_id, Akun.id, Akun.nama_pengguna)
        .join(SesiMasuk, SesiMasuk.id == Token.sesi_id)
        .join(Akun, Akun.id == SesiMasuk.akun_id)
        .where(Token.sidik == sidik, Token.jenis == JenisToken.SEGAR, Token.dipakai_pada.is_not(None))
    ).first()
    if milik is not None:
        _cabut(
            session, Aktor.sistem("penjaga-token"), "akun.token_dipakai_ulang", SesiMasuk.id == milik.sesi_id
        )


def keluar(session: Session, token: str) -> bool:
    """End the session of a refresh token; says whether there was one to end."""
    bebas_jejak(session, "nothing changes unless a session ends, which is audited")
    sesi_id = session.scalar(
        select(Token.sesi_id).where(Token.sidik == sidik_rahasia(token), Token.jenis == JenisToken.SEGAR)
    )
    return sesi_id is not None and _cabut(session, None, "akun.keluar", SesiMasuk.id == sesi_id) > 0


def akhiri_sesi(session: Session, aktor: Aktor, *, akun_id: uuid.UUID, cara: Cara | None = None) -> int:
    """End every session of an account, and every login that still waits for its second step; returns how many ended.

    With `cara` only those that began this way.
    """
    session.execute(
        delete(TantanganMasuk).where(
            TantanganMasuk.akun_id == akun_id, true() if cara is None else TantanganMasuk.cara == cara
        ),
        execution_options={"synchronize_session": False},
    )
    return _cabut(
        session,
        aktor,
        "akun.akhiri_sesi",
        and_(SesiMasuk.akun_id == akun_id, true() if cara is None else SesiMasuk.cara == cara),
    )


def _cabut(session: Session, aktor: Aktor | None, aksi: str, yang: Any) -> int:
    """Revoke living sessions, audit each under `aktor` (None: its own account) and tell the open sockets."""
    dicabut = session.execute(
        update(SesiMasuk)
        .where(yang, SesiMasuk.dicabut_pada.is_(None))
        .values(dicabut_pada=waktu_db())
        .returning(SesiMasuk.id, SesiMasuk.akun_id),
        execution_options={"synchronize_session": False},
    ).all()
    if not dicabut:
        return 0
    akun = session.execute(
        select(Akun.id, Akun.nama_pengguna, Akun.orang_id, Akun.wilayah_kode, Akun.lembaga_kode).where(
            Akun.id == dicabut[0].akun_id
        )
    ).one()
    pemilik = akun.wilayah_kode or akun.lembaga_kode
    pelaku = aktor or Aktor(akun_id=akun.id, orang_id=akun.orang_id, nama=akun.nama_pengguna)
    for sesi in dicabut:
        catat(session, pelaku, aksi, objek="sesi", objek_id=str(sesi.id), wilayah=pemilik)
    siarkan(session, PERISTIWA_AKSES, kunci=str(akun.id), wilayah=pemilik)
    return len(dicabut)
