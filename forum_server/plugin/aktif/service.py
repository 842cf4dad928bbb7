"""Turning plugins on and off in one transaction, and asking inside a transaction whether one is on."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import leluhur, waktu_db
from forum_server.galat import IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.lembaga.models import Lembaga
from forum_server.peristiwa.service import siarkan
from forum_server.plugin.aktif.katalog import Katalog
from forum_server.plugin.aktif.models import SEMUA, PluginVersi, PluginWilayah, keputusan_dari
from forum_server.plugin.aktif.rules import LEMBAGA, Keadaan, Keputusan, PluginAktif, tingkat
from forum_server.plugin.setelan import gabung, periksa
from forum_server.wilayah.models import Wilayah

__all__ = [
    "IZIN",
    "PERISTIWA",
    "TETAP",
    "Tetap",
    "atur",
    "kode_ada",
    "selama_berpindah",
    "setelan_untuk",
    "wajib_aktif",
]

S = TypeVar("S")

IZIN = "inti:plugin"
"""Permission to turn plugins on and off and to change their settings, in one's region."""

PERISTIWA = "plugin.aktif"
"""Kind of the event told after every change; its key is the code that decided."""


class Tetap:
    """Says that an argument leaves things as they are, where None has a meaning of its own."""


TETAP = Tetap()


# Built once: every mutation aimed at a region asks this.
_PUTUSAN: Final = select(PluginWilayah.kode, PluginWilayah.aktif).where(
    PluginWilayah.plugin == bindparam("plugin"),
    PluginWilayah.aktif.is_not(None),
    PluginWilayah.kode.in_(bindparam("jalur", expanding=True)),
)


def wajib_aktif(session: Session, plugin: str, kode: str) -> None:
    """Return quietly when the owner `kode` runs the plugin, as this transaction sees it.

    For services whose action is aimed at a region: raises `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    jalur = leluhur(kode)
    baris = session.execute(_PUTUSAN, {"plugin": plugin, "jalur": jalur})
    putusan = {b.kode: bool(b.aktif) for b in baris}
    if not next((putusan[k] for k in jalur if k in putusan), False):
        raise KeadaanMenolak(
            "PLUGIN_TIDAK_AKTIF",
            f"Layanan {plugin} tidak aktif untuk {kode}. Minta administrator wilayah itu mengaktifkannya.",
        )


def setelan_untuk(session: Session, jenis: type[S], plugin: str, kode: str) -> S:
    """The plugin's settings for the owner `kode`, as this transaction sees them; nearest region wins per setting."""
    jalur = leluhur(kode)
    baris = session.execute(
        select(PluginWilayah.kode, PluginWilayah.setelan).where(
            PluginWilayah.plugin == plugin, PluginWilayah.kode.in_(jalur)
        )
    )
    nilai: dict[str, Mapping[str, Any]] = {b.kode: b.setelan for b in baris}
    return gabung(jenis, [nilai[k] for k in reversed(jalur) if k in nilai])


def atur(
    session: Session,
    aktor: Aktor,
    *,
    katalog: Katalog,
    kode: str,
    plugin: str,
    aktif: bool | Tetap | None = TETAP,
    setelan: Mapping[str, Any] | Tetap = TETAP,
) -> Keadaan:
    """Decide for the owner `kode` whether it runs the plugin, and what it sets.

    `aktif` None follows the region above again; `setelan` replaces what this code sets itself. Turning a plugin on
    also turns on, here, what it requires. Turning off what a running plugin requires is refused, here and beneath.

    Raises `Ditolak`, `TidakDitemukan` (no such owner, or not in the actor's scope), `IsianTidakSah`
    PLUGIN_TIDAK_DIKENAL, SETELAN_…; `KeadaanMenolak` TINGKAT_TIDAK_SESUAI, PLUGIN_DIPERLUKAN; whatever the plugin
    refuses with.
    """
    aktor.wajib(IZIN, wilayah=kode, apa="wilayah")
    _wajib_ada(session, kode)
    if plugin not in katalog.names:
        raise IsianTidakSah(
            "PLUGIN_TIDAK_DIKENAL",
            f"Plugin {plugin!r} tidak berjalan di server ini. Yang ada: {', '.join(sorted(katalog.names))}.",
            letak=("plugin",),
        )
    nyalakan = aktif is True
    for nama in sorted(katalog.closure([plugin])) if nyalakan else ():
        _wajib_tingkat(katalog, nama, kode)
    if not isinstance(setelan, Tetap):
        jenis = katalog.settings_type(plugin)
        periksa(_TanpaSetelan if jenis is None else jenis, setelan)

    versi = _naikkan(session)
    semula = _baca(session, katalog, versi)
    if nyalakan:
        for nama in sorted(katalog.closure([plugin]) - {plugin}):
            ada = semula.baris(nama, kode)
            ikut = Keputusan(kode=kode, plugin=nama, aktif=True, setelan={} if ada is None else ada.setelan)
            _tulis(session, aktor, ada, ikut)
    lama = semula.baris(plugin, kode) or Keputusan(kode=kode, plugin=plugin, aktif=None)
    baru = Keputusan(
        kode=kode,
        plugin=plugin,
        aktif=lama.aktif if isinstance(aktif, Tetap) else aktif,
        setelan=lama.setelan if isinstance(setelan, Tetap) else setelan,
    )
    _tulis(session, aktor, semula.baris(plugin, kode), baru)
    kini = _baca(session, katalog, versi)
    for kurang in (k for k in kini.kurang(kode) if plugin in {k.plugin, k.perlu}):
        raise KeadaanMenolak(
            "PLUGIN_DIPERLUKAN",
            f"Plugin {kurang.perlu} diperlukan {kurang.plugin} yang aktif untuk {kurang.kode}."
            f" Matikan {kurang.plugin} di sana lebih dahulu, atau aktifkan {kurang.perlu}.",
            letak=("aktif",),
        )
    for nama in sorted(kini.untuk(kode) - semula.untuk(kode)):
        katalog.tell_enabled(nama, session, kode)
    for nama in sorted(semula.untuk(kode) - kini.untuk(kode)):
        katalog.tell_disabled(nama, session, kode)
    bidang = [b for b, nilai in (("aktif", aktif), ("setelan", setelan)) if not isinstance(nilai, Tetap)]
    catat(session, aktor, "inti.atur_plugin", objek="plugin", objek_id=plugin, wilayah=kode, bidang=bidang)
    siarkan(session, PERISTIWA, kunci=kode, wilayah=kode, isi={"plugin": plugin})
    return kini.keadaan(plugin, kode)


@contextmanager
def selama_berpindah(session: Session, katalog: Katalog, kode: Collection[str]) -> Generator[None]:
    """Decisions of these owners move to other codes inside the block; plugins learn what that turned on and off."""
    versi = _naikkan(session)
    semula = _baca(session, katalog, versi)
    yield
    kini = _baca(session, katalog, versi)
    for satu in kode:
        for nama in sorted(kini.untuk(satu) - semula.untuk(satu)):
            katalog.tell_enabled(nama, session, satu)
        for nama in sorted(semula.untuk(satu) - kini.untuk(satu)):
            katalog.tell_disabled(nama, session, satu)
        siarkan(session, PERISTIWA, kunci=satu, wilayah=satu)


def kode_ada(kode: str) -> Select[str]:
    """Selects `kode` when it is a region of today or a lembaga that is not deactivated."""
    if tingkat(kode) == LEMBAGA:
        return select(Lembaga.kode).where(Lembaga.kode == kode, Lembaga.dinonaktifkan_pada.is_(None))
    return select(Wilayah.kode).where(Wilayah.kode == kode, Wilayah.berlaku_sampai.is_(None))


@dataclass(frozen=True)
class _TanpaSetelan:
    """Stands in for the settings of a plugin that has none."""


def _wajib_ada(session: Session, kode: str) -> None:
    if session.scalar(kode_ada(kode)) is None:
        raise TidakDitemukan("wilayah", letak=("wilayah",))


def _wajib_tingkat(katalog: Katalog, plugin: str, kode: str) -> None:
    boleh = katalog.levels(plugin)
    if boleh and tingkat(kode) not in boleh:
        daftar = ", ".join(t.lower().replace("_", " ") for t in sorted(boleh))
        raise KeadaanMenolak(
            "TINGKAT_TIDAK_SESUAI",
            f"Plugin {plugin} hanya dapat diaktifkan pada tingkat {daftar}; pilih wilayah pada tingkat itu.",
            letak=("wilayah",),
        )


def _naikkan(session: Session) -> int:
    """Count the version up; from here on no other change of enabling runs until this unit ends."""
    naik = update(PluginVersi).where(PluginVersi.id == 1).values(versi=PluginVersi.versi + 1)
    hasil = session.scalar(naik.returning(PluginVersi.versi))
    if hasil is None:  # the very first change
        pakai = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(pakai(PluginVersi).values(id=1, versi=0).on_conflict_do_nothing())
        hasil = session.scalar(naik.returning(PluginVersi.versi))
    if hasil is None:
        raise AssertionError("unreachable: the version row was just written")
    return hasil


def _baca(session: Session, katalog: Katalog, versi: int) -> PluginAktif:
    return PluginAktif((keputusan_dari(*b) for b in session.execute(SEMUA)), katalog=katalog, versi=versi)


def _tulis(session: Session, aktor: Aktor, lama: Keputusan | None, baru: Keputusan) -> None:
    nilai = {
        "aktif": baru.aktif,
        "setelan": dict(baru.setelan),
        "diubah_oleh": aktor.akun_id,
        "diubah_pada": waktu_db(),
    }
    if lama is None:
        session.execute(insert(PluginWilayah).values(kode=baru.kode, plugin=baru.plugin, **nilai))
    else:
        session.execute(
            update(PluginWilayah)
            .where(PluginWilayah.kode == baru.kode, PluginWilayah.plugin == baru.plugin)
            .values(**nilai)
        )
