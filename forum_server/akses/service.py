"""Granting and revoking roles, and keeping the declared roles in the database."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from forum_server.akses.models import DaftarIzin, DaftarPeran, HibahPeran
from forum_server.akses.penjelasan import tanggal
from forum_server.akses.rules import SEMUA, Aktor, Izin, Peran
from forum_server.akun.models import Akun
from forum_server.database import bebas_jejak, sekarang, waktu_db
from forum_server.galat import Ditolak, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.lembaga.models import Lembaga
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.peristiwa.service import siarkan
from forum_server.wilayah.models import Wilayah

__all__ = [
    "PERISTIWA_AKSES",
    "Tempat",
    "beri_peran",
    "cabut_peran",
    "cabut_semua",
    "hari",
    "pastikan_boleh_memberi",
    "pastikan_setara",
    "selaraskan",
]

PERISTIWA_AKSES: Final = "akun.akses"
"""Outbox event: the rights of the account in `kunci` changed, or its tokens ended."""

_KOSONG: Final[frozenset[str]] = frozenset()
WIB: Final = timezone(timedelta(hours=7), "WIB")


def hari(waktu: datetime) -> date:
    """The calendar day that counts for grants: that of Western Indonesia, wherever the server stands."""
    return waktu.astimezone(WIB).date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tempat:
    """Where a grant holds: exactly one of the three."""

    wilayah: str | None = None
    perangkat_daerah: uuid.UUID | None = None
    lembaga: str | None = None

    @property
    def tepat(self) -> bool:
        """Whether exactly one place is named."""
        return sum(t is not None for t in (self.wilayah, self.perangkat_daerah, self.lembaga)) == 1


@dataclass(frozen=True, kw_only=True, slots=True)
class _Letak:
    """The places an object lies in, as `Aktor.boleh` wants them, and the code of its owner."""

    wilayah: str | None
    perangkat_daerah: uuid.UUID | None
    lembaga: str | None

    @property
    def kode_pemilik(self) -> str:
        kode = self.wilayah or self.lembaga
        assert kode is not None
        return kode


def selaraskan(session: Session, *, izin: Iterable[Izin], peran: Iterable[Peran]) -> None:
    """Bring the tables of permissions and roles in step with what core and the loaded plugins declare.

    Roles made of `SEMUA` receive every declared permission.  What is no longer declared stays, because grants refer
    to it; nobody asks for its permissions any more.  A role may name a permission of a plugin that is not there.
    """
    bebas_jejak(session, "declared permissions and roles")
    daftar_izin = {
        i.kode: {"kode": i.kode, "keterangan": i.keterangan, "hanya_orang": i.hanya_orang} for i in izin
    }
    semua = frozenset(daftar_izin)
    daftar_peran = {
        p.kode: {
            "kode": p.kode,
            "nama": p.nama,
            "izin": sorted((p.izin - {SEMUA}) | (semua if SEMUA in p.izin else _KOSONG)),
        }
        for p in peran
    }
    lama_izin = {
        b.kode: {"kode": b.kode, "keterangan": b.keterangan, "hanya_orang": b.hanya_orang}
        for b in session.execute(select(DaftarIzin.kode, DaftarIzin.keterangan, DaftarIzin.hanya_orang))
    }
    lama_peran = {
        b.kode: {"kode": b.kode, "nama": b.nama, "izin": b.izin}
        for b in session.execute(select(DaftarPeran.kode, DaftarPeran.nama, DaftarPeran.izin))
    }
    _tulis_daftar(session, DaftarIzin, lama_izin, daftar_izin)
    _tulis_daftar(session, DaftarPeran, lama_peran, daftar_peran)


def _tulis_daftar(
    session: Session,
    tabel: type[DaftarIzin | DaftarPeran],
    lama: dict[str, dict[str, Any]],
    baru: dict[str, dict[str, Any]],
) -> None:
    if tambah := [isi for kode, isi in baru.items() if kode not in lama]:
        session.execute(insert(tabel), tambah)
    if ubah := [isi for kode, isi in baru.items() if kode in lama and lama[kode] != isi]:
        session.execute(update(tabel), ubah)


def beri_peran(
    session: Session,
    aktor: Aktor,
    *,
    akun_id: uuid.UUID,
    peran: str,
    tempat: Tempat,
    mulai: date | None = None,
    sampai: date | None = None,
    tolak: bool = False,
    alasan: str | None = None,
) -> uuid.UUID:
    """Grant `peran` at `tempat` from `mulai` (today) to `sampai` (no end), or take it away there with `tolak`.

    The actor needs `inti:peran` over the place and over the account's owner, and, to give, every permission of the
    role in the whole of the place and for as long as the grant: nobody hands on more, or for longer, than they hold.

    Returns the id of the grant.  Raises TIDAK_DITEMUKAN, TEMPAT_TIDAK_SAH, PERAN_TIDAK_DIKENAL, MASA_TIDAK_SAH,
    AKUN_NONAKTIF, MELEBIHI_WEWENANG, MASA_MELEBIHI_WEWENANG.
    """
    _punya(aktor)
    letak = _letak(session, tempat)
    _wajib(aktor, letak, apa="tempat")
    akun = _akun(session, aktor, akun_id)
    if not akun.aktif:
        raise KeadaanMenolak(
            "AKUN_NONAKTIF", "Akun ini nonaktif. Peran hanya dapat diberikan kepada akun aktif."
        )
    izin = _izin_peran(session, peran)
    if not tolak:
        _tidak_melebihi(aktor, izin, letak)
    hari_ini = hari(sekarang(session))
    mulai = mulai or hari_ini
    if sampai is not None and sampai < max(mulai, hari_ini):
        raise IsianTidakSah(
            "MASA_TIDAK_SAH",
            "Hari terakhir tidak boleh sebelum hari pertama atau sudah lewat.",
            letak=("sampai",),
        )
    if not tolak:
        _tidak_lebih_lama(aktor, izin, letak, sampai)
    hibah_id = uuid.uuid4()
    session.execute(
        insert(HibahPeran).values(
            id=hibah_id,
            akun_id=akun_id,
            peran=peran,
            wilayah_kode=tempat.wilayah,
            perangkat_daerah_id=tempat.perangkat_daerah,
            lembaga_kode=tempat.lembaga,
            mulai=mulai,
            sampai=sampai,
            tolak=tolak,
            oleh=aktor.akun_id,
            alasan=_alasan(alasan),
        )
    )
    aksi = "akun.larang_peran" if tolak else "akun.beri_peran"
    catat(session, aktor, aksi, objek="hibah", objek_id=str(hibah_id), wilayah=letak.kode_pemilik)
    siarkan(session, PERISTIWA_AKSES, kunci=str(akun_id), wilayah=akun.pemilik)
    return hibah_id


def pastikan_boleh_memberi(
    session: Session, aktor: Aktor, *, peran: str, tempat: Tempat, sampai: date | None
) -> None:
    """Refuse to give `peran` at `tempat` until `sampai` to anything, as `beri_peran` refuses to give it to an account.

    Raises TIDAK_DITEMUKAN, TEMPAT_TIDAK_SAH, PERAN_TIDAK_DIKENAL, MELEBIHI_WEWENANG, MASA_MELEBIHI_WEWENANG.
    """
    _punya(aktor)
    letak = _letak(session, tempat)
    _wajib(aktor, letak, apa="tempat")
    izin = _izin_peran(session, peran)
    _tidak_melebihi(aktor, izin, letak)
    _tidak_lebih_lama(aktor, izin, letak, sampai)


def cabut_peran(session: Session, aktor: Aktor, *, hibah_id: uuid.UUID) -> uuid.UUID:
    """End a grant now; who ends a denial gives, and so must hold what they give, and is not the one denied.

    Returns the id of the account.  Raises TIDAK_DITEMUKAN, SUDAH_DICABUT, MELEBIHI_WEWENANG, AKUN_SENDIRI.
    """
    _punya(aktor)
    baris = session.execute(
        select(
            HibahPeran.akun_id,
            HibahPeran.peran,
            HibahPeran.tolak,
            HibahPeran.wilayah_kode,
            HibahPeran.perangkat_daerah_id,
            HibahPeran.lembaga_kode,
        ).where(HibahPeran.id == hibah_id)
    ).first()
    if baris is None:
        raise TidakDitemukan("pemberian peran")
    tempat = Tempat(
        wilayah=baris.wilayah_kode, perangkat_daerah=baris.perangkat_daerah_id, lembaga=baris.lembaga_kode
    )
    letak = _letak(session, tempat)
    _wajib(aktor, letak, apa="pemberian peran")
    if baris.tolak:
        _tidak_melebihi(aktor, _izin_peran(session, baris.peran), letak)
        if baris.akun_id == aktor.akun_id:  # it may begin later, and take nothing from them yet
            raise KeadaanMenolak(
                "AKUN_SENDIRI", "Larangan bagi akun sendiri hanya dapat dicabut administrator lain."
            )
    akun = _akun_pemilik(session, baris.akun_id)
    if not _akhiri_hibah(session, aktor, HibahPeran.id == hibah_id):
        raise KeadaanMenolak("SUDAH_DICABUT", "Peran ini sudah dicabut sebelumnya.")
    catat(
        session, aktor, "akun.cabut_peran", objek="hibah", objek_id=str(hibah_id), wilayah=letak.kode_pemilik
    )
    siarkan(session, PERISTIWA_AKSES, kunci=str(baris.akun_id), wilayah=akun)
    return baris.akun_id


def cabut_semua(session: Session, aktor: Aktor, *, akun_id: uuid.UUID) -> int:
    """End every giving grant of an account and return how many there were; denials stay. The caller audits."""
    return len(_akhiri_hibah(session, aktor, HibahPeran.akun_id == akun_id, HibahPeran.tolak.is_(False)))


def pastikan_setara(session: Session, aktor: Aktor, *, akun_id: uuid.UUID) -> None:
    """Refuse to take over or shut out an account that reaches further than the actor does.

    An administrator of the same scope looks after an account whatever it does there for a plugin, but none may become
    a stronger administrator: in the whole of each place where the account holds something now or is to hold it later,
    the actor needs `inti:akun` and every permission of core (`inti:...`) that the account has.

    Raises MELEBIHI_WEWENANG.
    """
    hari_ini = hari(sekarang(session))
    for h in session.execute(
        select(
            DaftarPeran.izin,
            HibahPeran.perangkat_daerah_id,
            HibahPeran.lembaga_kode,
            func.coalesce(HibahPeran.wilayah_kode, PerangkatDaerah.wilayah_kode).label("wilayah_kode"),
        )
        .join(DaftarPeran, DaftarPeran.kode == HibahPeran.peran)
        .outerjoin(PerangkatDaerah, PerangkatDaerah.id == HibahPeran.perangkat_daerah_id)
        .where(
            HibahPeran.akun_id == akun_id,
            HibahPeran.dicabut_pada.is_(None),
            HibahPeran.tolak.is_(False),
            or_(HibahPeran.sampai.is_(None), HibahPeran.sampai >= hari_ini),
        )
    ):
        letak = _Letak(wilayah=h.wilayah_kode, perangkat_daerah=h.perangkat_daerah_id, lembaga=h.lembaga_kode)
        _tidak_melebihi(aktor, frozenset({"inti:akun", *(i for i in h.izin if i.startswith("inti:"))}), letak)


def _akhiri_hibah(session: Session, aktor: Aktor, *yang: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    return session.scalars(
        update(HibahPeran)
        .where(*yang, HibahPeran.dicabut_pada.is_(None))
        .values(dicabut_pada=waktu_db(), dicabut_oleh=aktor.akun_id)
        .returning(HibahPeran.id),
        execution_options={"synchronize_session": False},
    ).all()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Akun:
    pemilik: str
    aktif: bool


def _akun(session: Session, aktor: Aktor, akun_id: uuid.UUID) -> _Akun:
    """The account when its owner lies where the actor may grant; locks out no one else's account."""
    baris = session.execute(
        select(Akun.wilayah_kode, Akun.lembaga_kode, Akun.aktif).where(Akun.id == akun_id).with_for_update()
    ).first()
    if baris is None:
        raise TidakDitemukan("akun")
    aktor.wajib("inti:peran", wilayah=baris.wilayah_kode, lembaga=baris.lembaga_kode, apa="akun")
    return _Akun(pemilik=baris.wilayah_kode or baris.lembaga_kode, aktif=baris.aktif)


def _akun_pemilik(session: Session, akun_id: uuid.UUID) -> str:
    baris = session.execute(select(Akun.wilayah_kode, Akun.lembaga_kode).where(Akun.id == akun_id)).one()
    return baris.wilayah_kode or baris.lembaga_kode


def _letak(session: Session, tempat: Tempat) -> _Letak:
    """Where `tempat` lies; a place that does not exist lies nowhere and is found out after the actor's scope."""
    if not tempat.tepat:
        raise IsianTidakSah(
            "TEMPAT_TIDAK_SAH", "Pilih tepat satu tempat: wilayah, perangkat daerah, atau lembaga."
        )
    wilayah = tempat.wilayah
    if tempat.perangkat_daerah is not None:
        wilayah = session.scalar(
            select(PerangkatDaerah.wilayah_kode).where(PerangkatDaerah.id == tempat.perangkat_daerah)
        )
        ada = wilayah is not None
    elif tempat.wilayah is not None:
        ada = session.scalar(select(Wilayah.kode).where(Wilayah.kode == tempat.wilayah)) is not None
    else:
        ada = session.scalar(select(Lembaga.kode).where(Lembaga.kode == tempat.lembaga)) is not None
    if not ada:
        raise TidakDitemukan("tempat")
    return _Letak(wilayah=wilayah, perangkat_daerah=tempat.perangkat_daerah, lembaga=tempat.lembaga)


def _punya(aktor: Aktor) -> None:
    """Who may grant nowhere learns nothing about what exists."""
    if not aktor.punya("inti:peran"):
        raise Ditolak("inti:peran")


def _wajib(aktor: Aktor, letak: _Letak, *, apa: str) -> None:
    aktor.wajib(
        "inti:peran",
        wilayah=letak.wilayah,
        perangkat_daerah=letak.perangkat_daerah,
        lembaga=letak.lembaga,
        apa=apa,
    )


def _izin_peran(session: Session, peran: str) -> frozenset[str]:
    izin = session.scalar(select(DaftarPeran.izin).where(DaftarPeran.kode == peran))
    if izin is None:
        raise IsianTidakSah(
            "PERAN_TIDAK_DIKENAL",
            "Peran ini tidak dikenal. Lihat daftarPeran untuk kode yang ada.",
            letak=("peran",),
        )
    return frozenset(izin)


def _kurang(aktor: Aktor, izin: frozenset[str], letak: _Letak) -> list[str]:
    """The permissions that the actor does not hold in the whole of the place."""
    return sorted(
        i
        for i in izin
        if not aktor.meliputi(
            i, wilayah=letak.wilayah, perangkat_daerah=letak.perangkat_daerah, lembaga=letak.lembaga
        )
    )


def _tidak_lebih_lama(aktor: Aktor, izin: frozenset[str], letak: _Letak, sampai: date | None) -> None:
    """Who loses a role on some day must not keep it past that day by granting it, to whomever."""
    if not _kurang(aktor.sampai_hari(sampai), izin, letak):
        return
    akhir = {h.sampai for h in aktor.hibah if h.sampai is not None and not h.tolak}
    batas = max(hari for hari in akhir if not _kurang(aktor.sampai_hari(hari), izin, letak))
    raise KeadaanMenolak(
        "MASA_MELEBIHI_WEWENANG",
        f"Wewenang Anda sendiri di sana berakhir pada {tanggal(batas)}. Isi hari terakhir paling lambat tanggal itu.",
        letak=("sampai",),
    )


def _tidak_melebihi(aktor: Aktor, izin: frozenset[str], letak: _Letak) -> None:
    kurang = _kurang(aktor, izin, letak)
    if kurang:
        raise KeadaanMenolak(
            "MELEBIHI_WEWENANG",
            f"Ini menyangkut izin yang tidak Anda pegang di seluruh tempat itu: {', '.join(kurang)}. "
            "Mintalah administrator di atas Anda.",
        )


def _alasan(alasan: str | None) -> str | None:
    if alasan is not None and len(alasan) > 500:
        raise IsianTidakSah("ALASAN_TERLALU_PANJANG", "Alasan paling banyak 500 huruf.", letak=("alasan",))
    return alasan or None
