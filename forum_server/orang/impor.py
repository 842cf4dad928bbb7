"""People from a spreadsheet: all of them are registered, or every fault is told and nobody is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import hari
from forum_server.database import dalam, sekarang
from forum_server.galat import Ditolak, GalatDomain, KeadaanMenolak, TidakDitemukan
from forum_server.impor import BarisCsv, BerkasCsv, Kesalahan, Kolom, LaporanImpor, baca_tabel, pilihan_dari
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.kunci.keadaan import keadaan
from forum_server.orang.models import NIK, NIP, Orang
from forum_server.orang.rules import Kepegawaian, nama_rapi, periksa_nik, periksa_nip
from forum_server.orang.service import IZIN
from forum_server.orang.temukan import OrangDitemukan, Temuan, temukan_orang
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.teks import bentuk_cari
from forum_server.wilayah.models import Wilayah

__all__ = ["KOLOM", "OrangTerimpor", "baca_orang", "impor", "impor_orang"]

SUDAH_TERDAFTAR: Final = (
    "sudah terdaftar. Cari orangnya di daftar; bila milik wilayah lain, mintalah administrator di atas Anda "
    "memindahkannya."
)


def _nama(teks: str) -> str:
    try:
        return nama_rapi(teks)
    except GalatDomain as galat:
        raise ValueError(f"bukan nama yang sah. {galat.pesan}") from None


KOLOM = (
    Kolom(nama="nama", baca=_nama, alias=("nama lengkap", "nama pegawai")),
    Kolom(nama="kepegawaian", baca=pilihan_dari(Kepegawaian), alias=("status kepegawaian", "status")),
    Kolom(nama="nip", wajib=False, rahasia=True, panjang=40, alias=("ni pppk", "nip/ni pppk")),
    Kolom(nama="nik", wajib=False, rahasia=True, panjang=40),
    Kolom(nama="jabatan", wajib=False),
    Kolom(nama="perangkat daerah", wajib=False, alias=("opd", "unit kerja", "instansi")),
)
"""`perangkat daerah` is the name of an office of the region."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OrangTerimpor:
    """What importing did, and who stands in each row, in the order of the file."""

    laporan: LaporanImpor
    orang: tuple[uuid.UUID, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Isian:
    """A row whose numbers and office are known to be possible."""

    baris: BarisCsv
    nip: str | None
    nik: str | None
    opd: uuid.UUID | None

    @property
    def ranah(self) -> str:
        """The column by which the person is recognised."""
        return "nip" if self.nip else "nik" if self.nik else "nama"

    @property
    def ciri(self) -> tuple[str, str, uuid.UUID | None]:
        """By what a person without numbers is recognised within a region."""
        return bentuk_cari(self.baris["nama"]), self.baris["kepegawaian"], self.opd


def baca_orang(isi: bytes, berkas: str) -> BerkasCsv:
    """Read the file, before a transaction begins: it may take a second."""
    return baca_tabel(isi, berkas=berkas, kolom=KOLOM)


def impor(session: Session, aktor: Aktor, kunci: Kunci, *, wilayah: str, terbaca: BerkasCsv) -> LaporanImpor:
    """Register the people of a file as those of a region; see `impor_orang`."""
    if not aktor.punya(IZIN):
        raise Ditolak(IZIN)
    aktor.wajib(IZIN, wilayah=wilayah, apa="wilayah")
    return impor_orang(session, aktor, kunci, wilayah=wilayah, terbaca=terbaca).laporan


def impor_orang(
    session: Session, aktor: Aktor, kunci: Kunci, *, wilayah: str, terbaca: BerkasCsv
) -> OrangTerimpor:
    """Find or register everybody in a file that `baca_orang` read, owned by `wilayah`; running it again registers nobody.

    Who has a number is recognised by it, others by name, employment and office within the region. Somebody known must
    stand in the file as registered. To register takes `inti:orang` over the region and the office; who only finds
    people needs it over each of them. A number registered beyond the actor's scope is told like any that is taken.

    Raises `TidakDitemukan` for an unknown region, `ImporDitolak` with every fault, `KeadaanMenolak`
    BERUBAH_SAAT_IMPOR when somebody registers one of them at the same time. A fixed number of statements.
    """
    if session.scalar(select(Wilayah.kode).where(Wilayah.kode == wilayah)) is None:
        raise TidakDitemukan("wilayah", letak=("wilayah",))
    salah: list[Kesalahan] = []
    isian = _isian(session, wilayah, terbaca.baris, salah)
    temuan = temukan_orang(
        session, kunci, nip=[i.nip for i in isian if i.nip], nik=[i.nik for i in isian if i.nik]
    )
    ada = _ada(session, wilayah, temuan, isian)
    orang: dict[uuid.UUID, int] = {}
    baru: list[tuple[uuid.UUID, _Isian]] = []
    for satu in isian:
        hasil = _kenali(aktor, satu, temuan, ada, wilayah)
        if isinstance(hasil, Kesalahan):
            salah.append(hasil)
        elif hasil is not None:
            # NIP in one row and NIK in another may be the same person's.
            if (sebelumnya := orang.setdefault(hasil, satu.baris.nomor)) != satu.baris.nomor:
                pesan = f"orang yang sama dengan baris {sebelumnya}. Hapus salah satunya."
                salah.append(_kesalahan(satu.baris, satu.ranah, pesan))
        elif not aktor.boleh(IZIN, wilayah=wilayah, perangkat_daerah=satu.opd):
            salah.append(
                _kesalahan(satu.baris, None, "belum terdaftar, dan Anda tidak berwenang mendaftarkannya.")
            )
        else:
            baru.append((uuid.uuid4(), satu))
            orang[baru[-1][0]] = satu.baris.nomor
    terbaca.tolak(salah)
    _tulis(session, aktor, kunci, wilayah, baru)
    laporan = LaporanImpor(
        berkas=terbaca.berkas, dibaca=terbaca.dibaca, ditulis=len(baru), sama=terbaca.dibaca - len(baru)
    )
    return OrangTerimpor(laporan=laporan, orang=tuple(orang))


def _isian(session: Session, wilayah: str, baris: Sequence[BarisCsv], salah: list[Kesalahan]) -> list[_Isian]:
    """The rows that are possible, each number once; the faults of the others go to `salah`."""
    opd = {
        row.nama_cari: row.id
        for row in session.execute(
            select(PerangkatDaerah.id, PerangkatDaerah.nama_cari).where(
                PerangkatDaerah.wilayah_kode == wilayah, PerangkatDaerah.dinonaktifkan_pada.is_(None)
            )
        )
    }
    hari_ini = hari(sekarang(session))
    terlihat: dict[tuple[str, Any], int] = {}
    hasil: list[_Isian] = []
    for satu in baris:
        cela = len(salah)
        angka = {r: _angka(satu, r, hari_ini, salah) for r in ("nip", "nik")}
        unit = satu["perangkat daerah"]
        if unit is not None and bentuk_cari(unit) not in opd:
            pesan = (
                f'"{unit[:60]}" bukan perangkat daerah wilayah ini. Daftarkan dahulu, atau perbaiki namanya.'
            )
            salah.append(_kesalahan(satu, "perangkat daerah", pesan))
        if len(salah) > cela:
            continue
        isian = _Isian(
            baris=satu,
            nip=angka["nip"],
            nik=angka["nik"],
            opd=None if unit is None else opd[bentuk_cari(unit)],
        )
        kunci: list[tuple[str, Any]] = [(r, a) for r, a in angka.items() if a] or [("nama", isian.ciri)]
        for ranah, nilai in kunci:
            if (sebelumnya := terlihat.setdefault((ranah, nilai), satu.nomor)) != satu.nomor:
                pesan = f"sama dengan baris {sebelumnya}. Hapus salah satunya."
                salah.append(_kesalahan(satu, ranah, pesan))
        if len(salah) == cela:
            hasil.append(isian)
    return hasil


def _angka(baris: BarisCsv, ranah: str, hari_ini: date, salah: list[Kesalahan]) -> str | None:
    teks: str | None = baris[ranah]
    if teks is None:
        return None
    try:
        if ranah == "nip":
            return periksa_nip(teks, baris["kepegawaian"], hari_ini=hari_ini)
        return periksa_nik(teks)
    except GalatDomain as galat:
        salah.append(_kesalahan(baris, ranah, galat.pesan))
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ada:
    """People that are registered: those found by a number, and those of the region without one."""

    menurut_id: Mapping[uuid.UUID, Any]
    menurut_ciri: Mapping[tuple[str, str, uuid.UUID | None], uuid.UUID]


def _ada(session: Session, wilayah: str, temuan: Temuan, isian: Sequence[_Isian]) -> _Ada:
    id_ = {o.id for o in (*temuan.nip.values(), *temuan.nik.values())}
    kolom = (Orang.id, Orang.nama_cari, Orang.kepegawaian, Orang.jabatan, Orang.perangkat_daerah_id)
    dengan = session.execute(select(*kolom).where(dalam(Orang.id, id_))) if id_ else ()
    nama = {i.ciri[0] for i in isian if not (i.nip or i.nik)}
    tanpa = (
        session.execute(
            select(*kolom)
            .where(
                Orang.wilayah_kode == wilayah,
                dalam(Orang.nama_cari, nama),
                Orang.nip_sandi.is_(None),
                Orang.nik_sandi.is_(None),
            )
            .order_by(Orang.dibuat_pada.desc(), Orang.id)
        ).all()
        if nama
        else ()
    )
    return _Ada(
        menurut_id={row.id: row for row in (*dengan, *tanpa)},
        menurut_ciri={(r.nama_cari, r.kepegawaian, r.perangkat_daerah_id): r.id for r in tanpa},
    )


def _kenali(
    aktor: Aktor, satu: _Isian, temuan: Temuan, ada: _Ada, wilayah: str
) -> uuid.UUID | Kesalahan | None:
    """Who stands in a row: somebody known, nobody yet (None), or what is wrong."""
    if not (satu.nip or satu.nik):
        return ada.menurut_ciri.get(satu.ciri)
    per_nip = temuan.nip.get(satu.nip or "")
    per_nik = temuan.nik.get(satu.nik or "")
    siapa = per_nip or per_nik
    if siapa is None:
        return None
    ranah = "nip" if per_nip else "nik"
    if not _terlihat(aktor, siapa) or siapa.wilayah_kode != wilayah:
        return _kesalahan(satu.baris, ranah, SUDAH_TERDAFTAR)
    if per_nip and per_nik and per_nip.id != per_nik.id:
        return _kesalahan(satu.baris, "nik", "NIP dan NIK milik dua orang yang berbeda. Periksa keduanya.")
    if (satu.nip and per_nip is None) or (satu.nik and per_nik is None):
        return _kesalahan(
            satu.baris,
            "nik" if per_nip else "nip",
            "orang ini terdaftar tanpa nomor ini. Lengkapi lewat ubah data orang, lalu impor lagi.",
        )
    row = ada.menurut_id[siapa.id]
    b = satu.baris
    beda = [
        nama
        for nama, sama in (
            ("nama", row.nama_cari == bentuk_cari(b["nama"])),
            ("kepegawaian", row.kepegawaian == b["kepegawaian"]),
            ("jabatan", b["jabatan"] is None or bentuk_cari(row.jabatan or "") == bentuk_cari(b["jabatan"])),
            ("perangkat daerah", satu.opd is None or row.perangkat_daerah_id == satu.opd),
        )
        if not sama
    ]
    if beda:
        pesan = f"berbeda dari data terdaftar ({', '.join(beda)}). Samakan, atau ubah data orangnya dahulu."
        return _kesalahan(b, beda[0], pesan)
    return siapa.id


def _terlihat(aktor: Aktor, siapa: OrangDitemukan) -> bool:
    return aktor.boleh(
        IZIN,
        wilayah=siapa.wilayah_kode,
        lembaga=siapa.lembaga_kode,
        perangkat_daerah=siapa.perangkat_daerah_id,
    )


def _kesalahan(baris: BarisCsv, kolom: str | None, pesan: str) -> Kesalahan:
    return Kesalahan(baris=baris.nomor, kolom=kolom, pesan=pesan)


def _tulis(
    session: Session, aktor: Aktor, kunci: Kunci, wilayah: str, baru: Sequence[tuple[uuid.UUID, _Isian]]
) -> None:
    if not baru:
        return
    kini = keadaan(session, kunci, tulis=True)
    kosong = dict.fromkeys(
        (*(k for r in ("nip", "nik") for k in (f"{r}_sandi", f"{r}_sidik", f"{r}_sidik_kedua")), "nip_akhir")
    )
    nilai: list[dict[str, Any]] = []
    for id_, satu in baru:
        b = satu.baris
        nilai.append(
            {
                **kosong,
                "id": id_,
                "nama": b["nama"],
                "nama_cari": bentuk_cari(b["nama"])[:200],
                "kepegawaian": b["kepegawaian"],
                "jabatan": b["jabatan"],
                "wilayah_kode": wilayah,
                "perangkat_daerah_id": satu.opd,
                "nip_akhir": satu.nip and satu.nip[-3:],
                **(NIP.nilai_pada(kini, kunci, id_, satu.nip) if satu.nip else {}),
                **(NIK.nilai_pada(kini, kunci, id_, satu.nik) if satu.nik else {}),
            }
        )
    try:
        with session.begin_nested():
            session.execute(insert(Orang), nilai)
    except IntegrityError as galat:
        raise KeadaanMenolak(
            "BERUBAH_SAAT_IMPOR",
            "Daftar orang berubah selama impor. Tidak ada yang ditulis; impor lagi.",
        ) from galat
    for satu in nilai:
        bidang = [b for b in ("nama", "kepegawaian", "jabatan", "perangkat_daerah_id") if satu[b] is not None]
        bidang += [r for r in ("nik", "nip") if satu[f"{r}_sandi"] is not None]
        catat(
            session,
            aktor,
            "orang.impor",
            objek="orang",
            objek_id=str(satu["id"]),
            wilayah=wilayah,
            bidang=sorted(bidang),
        )
