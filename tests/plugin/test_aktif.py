"""Enabling as data: who runs what, decided by rows, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.galat import GalatDomain, KeadaanMenolak
from forum_server.jejak.models import Jejak
from forum_server.peristiwa.models import PeristiwaBaris
from forum_server.plugin import hookimpl, setelan_untuk, wajib_aktif
from forum_server.plugin.aktif import service
from forum_server.plugin.aktif.baca import SumberAktif
from forum_server.plugin.aktif.models import PluginVersi, PluginWilayah
from forum_server.plugin.aktif.rules import Keputusan, PluginAktif, tingkat
from forum_server.plugin.aktif.service import TETAP
from forum_server.plugin.manager import Plugins
from forum_server.testing import Pernyataan, aktor_uji


@dataclass(frozen=True)
class Setelan:
    kuota: int = 5
    judul: str = "baku"


class Uji:
    """Plugin uji."""

    def __init__(self, *perlu: str, tingkat: tuple[str, ...] = (), setelan: type | None = None) -> None:
        self.requires, self.tingkat, self._setelan = perlu, tingkat, setelan
        self.nyala: list[str] = []
        self.mati: list[str] = []
        self.tolak: str | None = None

    @hookimpl
    def settings(self) -> type | None:
        return self._setelan

    @hookimpl
    def enabled_for(self, session: Session, wilayah: str) -> None:
        assert session.in_transaction()
        self._ubah(self.nyala, wilayah)

    @hookimpl
    def disabled_for(self, session: Session, wilayah: str) -> None:
        self._ubah(self.mati, wilayah)

    def _ubah(self, daftar: list[str], wilayah: str) -> None:
        if self.tolak is not None:
            raise KeadaanMenolak(self.tolak, "Masih ada jadwal yang berjalan.")
        daftar.append(wilayah)


DASAR = {"alat": Uji(), "pakai": Uji("alat"), "lain": Uji()}


def katalog(**tambahan: object) -> Plugins:
    return Plugins.of({**DASAR, **tambahan}, core={})


def snapshot(aktif: Mapping[str, Mapping[str, bool | None]]) -> PluginAktif:
    baris = [Keputusan(kode=k, plugin=p, aktif=a) for k, per in aktif.items() for p, a in per.items()]
    return PluginAktif(baris, katalog=katalog())


# --- rules -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kode", "hasil"),
    [
        ("ID", set[str]()),
        ("61", {"lain"}),
        ("61.71", {"lain"}),
        ("61.71.01", {"lain"}),
        ("61.72", set()),
        ("61.72.01", set()),
        ("61.73", {"lain", "pakai", "alat"}),
        ("6", set()),
        ("62", set()),
        ("lsp-kpk", {"alat"}),
        ("lsp-lain", set()),
    ],
)
def test_the_nearest_code_that_decides_wins_and_brings_what_is_required(kode: str, hasil: set[str]) -> None:
    aktif = snapshot(
        {
            "61": {"lain": True},
            "61.71": {"lain": None},
            "61.72": {"lain": False},
            "61.73": {"pakai": True},
            "lsp-kpk": {"alat": True},
        }
    )
    assert aktif.untuk(kode) == hasil


def test_a_province_and_the_nation_show_what_is_on_anywhere_beneath_them() -> None:
    aktif = snapshot(
        {"61.71": {"lain": True}, "61.72": {"pakai": True}, "lsp-kpk": {"alat": True}, "611": {"lain": True}}
    )
    assert aktif.skema_untuk("61") == {"lain", "pakai", "alat"}
    assert aktif.skema_untuk("61.71") == {"lain"}
    assert aktif.skema_untuk("61.73") == frozenset()
    assert aktif.skema_untuk("62") == frozenset()
    assert aktif.skema_untuk("ID") == {"lain", "pakai", "alat"}
    assert aktif.skema_untuk("lsp-kpk") == {"alat"}


def test_a_plugin_that_does_not_run_here_is_off_everywhere() -> None:
    assert snapshot({"ID": {"tiada": True, "lain": True}}).untuk("61") == {"lain"}


def test_levels_follow_the_code() -> None:
    kode = ("ID", "61", "61.01", "61.71", "61.71.01", "61.71.01.1001", "lsp-kpk")
    assert [tingkat(k) for k in kode] == [
        *("NASIONAL", "PROVINSI", "KABUPATEN", "KOTA", "KECAMATAN", "KELURAHAN", "LEMBAGA"),
    ]


KODE = st.sampled_from(["ID", "61", "61.71", "61.72", "62", "62.01", "lsp-kpk"])
ISI = st.dictionaries(KODE, st.dictionaries(st.sampled_from(sorted(DASAR)), st.none() | st.booleans()))


@given(ISI, KODE)
def test_what_a_code_runs_is_decided_by_itself_or_its_ancestors_and_closed_under_requirements(
    isi: dict[str, dict[str, bool | None]], kode: str
) -> None:
    aktif = snapshot(isi)
    jalur = [kode, *([kode[:2]] if "." in kode else []), "ID"]
    nyala = {p for p in DASAR if next((v for k in jalur if (v := isi.get(k, {}).get(p)) is not None), False)}
    assert aktif.untuk(kode) == nyala | ({"alat"} if "pakai" in nyala else set())
    assert aktif.untuk(kode) <= aktif.skema_untuk(kode) <= aktif.skema_untuk("ID")


# --- service ---------------------------------------------------------------------------------------------

ADMIN = aktor_uji("inti:plugin")


async def jumlah(db: Database) -> tuple[int, int, int, int]:
    """Rows, version, audit entries and events."""
    versi = await db.scalar(select(PluginVersi.versi)) or 0
    hitung = [
        await db.scalar(select(func.count()).select_from(t)) for t in (PluginWilayah, Jejak, PeristiwaBaris)
    ]
    return hitung[0], versi, hitung[1], hitung[2]


async def test_turning_on_is_seen_by_every_later_request_and_told_and_audited(db: Database) -> None:
    plugins = katalog()
    sumber = SumberAktif(plugins)
    sebelum = await jumlah(db)
    assert (await sumber.kini(db)).untuk("61.71") == frozenset()
    keadaan = await db.write(service.atur, ADMIN, katalog=plugins, kode="61", plugin="lain", aktif=True)
    assert (keadaan.aktif, keadaan.diputuskan_oleh) == (True, "61")
    assert (await sumber.kini(db)).untuk("61.71") == {"lain"}
    assert [b - a for a, b in zip(sebelum, await jumlah(db), strict=True)] == [1, 1, 1, 1]
    jejak = (
        await db.all(
            select(Jejak.aksi, Jejak.objek_id, Jejak.wilayah, Jejak.bidang).order_by(Jejak.id.desc())
        )
    )[0]
    assert tuple(jejak) == ("inti.atur_plugin", "lain", "61", ["aktif"])
    peristiwa = await db.first(
        select(PeristiwaBaris.jenis, PeristiwaBaris.kunci, PeristiwaBaris.isi).order_by(
            PeristiwaBaris.id.desc()
        )
    )
    assert peristiwa is not None
    assert tuple(peristiwa) == ("plugin.aktif", "61", {"plugin": "lain"})


async def test_an_unchanged_version_costs_one_statement_and_gives_the_same_snapshot(db: Database) -> None:
    sumber = SumberAktif(katalog())
    with Pernyataan() as pertama:
        satu = await sumber.kini(db)
    with Pernyataan() as kedua:
        dua = await sumber.kini(db)
    assert satu is dua
    assert (len(pertama.daftar), len(kedua.daftar)) == (2, 1)


async def test_turning_on_also_turns_on_here_what_is_required(db: Database) -> None:
    plugins = katalog()
    await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="pakai", aktif=True)
    rows = await db.all(select(PluginWilayah.plugin, PluginWilayah.aktif).order_by(PluginWilayah.plugin))
    assert [tuple(r) for r in rows] == [("alat", True), ("pakai", True)]
    await db.write(_wajib, "alat", "61.71")


def _wajib(session: Session, plugin: str, kode: str) -> None:
    wajib_aktif(session, plugin, kode)


@pytest.mark.parametrize("kode", ["61.71", "61", "ID"])
async def test_what_a_running_plugin_requires_is_not_turned_off_here_or_above_it(
    db: Database, kode: str
) -> None:
    plugins = katalog()
    await db.write(service.atur, ADMIN, katalog=plugins, kode=kode, plugin="pakai", aktif=True)
    sebelum = await jumlah(db)
    with pytest.raises(KeadaanMenolak) as tolak:
        await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="alat", aktif=False)
    assert tolak.value.kode == "PLUGIN_DIPERLUKAN"
    assert tolak.value.letak == ("aktif",)
    assert await jumlah(db) == sebelum
    await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="pakai", aktif=False)
    await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="alat", aktif=False)


async def test_turning_on_above_is_refused_where_something_beneath_turned_off_what_is_required(
    db: Database,
) -> None:
    plugins = katalog()
    await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="alat", aktif=False)
    with pytest.raises(KeadaanMenolak, match=r"PLUGIN_DIPERLUKAN.*61\.71"):
        await db.write(service.atur, ADMIN, katalog=plugins, kode="61", plugin="pakai", aktif=True)


async def test_wajib_aktif_sees_the_rows_of_its_own_transaction(db: Database) -> None:
    plugins = katalog()

    def unit(session: Session) -> None:
        with pytest.raises(KeadaanMenolak) as tolak:
            wajib_aktif(session, "lain", "61.71")
        assert tolak.value.kode == "PLUGIN_TIDAK_AKTIF"
        service.atur(session, ADMIN, katalog=plugins, kode="61", plugin="lain", aktif=True)
        wajib_aktif(session, "lain", "61.71")
        service.atur(session, ADMIN, katalog=plugins, kode="61.71", plugin="lain", aktif=False)
        with pytest.raises(KeadaanMenolak):
            wajib_aktif(session, "lain", "61.71")
        wajib_aktif(session, "lain", "61.72")
        service.atur(session, ADMIN, katalog=plugins, kode="61.71", plugin="lain", aktif=None)
        wajib_aktif(session, "lain", "61.71")

    await db.write(unit)


async def test_hooks_run_in_the_transaction_and_may_refuse(db: Database) -> None:
    uji = Uji()
    plugins = katalog(uji=uji)

    async def atur(*, aktif: bool | None) -> None:
        await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="uji", aktif=aktif)

    await atur(aktif=True)
    await atur(aktif=True)
    assert (uji.nyala, uji.mati) == (["61.71"], [])
    uji.tolak = "MASIH_DIPAKAI"
    sebelum = await jumlah(db)
    with pytest.raises(KeadaanMenolak, match="MASIH_DIPAKAI"):
        await atur(aktif=False)
    assert await jumlah(db) == sebelum
    await db.write(_wajib, "uji", "61.71")
    uji.tolak = None
    await atur(aktif=None)
    assert uji.mati == ["61.71"]


@pytest.mark.parametrize(
    ("kode", "boleh"), [("61", True), ("61.71", False), ("ID", False), ("lsp-kpk", False)]
)
async def test_a_plugin_is_enabled_only_at_the_levels_it_declares(
    db: Database, kode: str, boleh: bool
) -> None:
    plugins = katalog(uji=Uji(tingkat=("PROVINSI",)))
    sebelum = await jumlah(db)
    perubahan = db.write(service.atur, ADMIN, katalog=plugins, kode=kode, plugin="uji", aktif=True)
    if boleh:
        assert (await perubahan).aktif is True
        return
    with pytest.raises(KeadaanMenolak) as tolak:
        await perubahan
    assert tolak.value.kode == "TINGKAT_TIDAK_SESUAI"
    assert await jumlah(db) == sebelum


PENOLAKAN: list[tuple[Aktor, dict[str, Any], str]] = [
    (Aktor.anonim(), {"kode": "61", "plugin": "lain", "aktif": True}, "Ditolak"),
    (aktor_uji("inti:orang"), {"kode": "61", "plugin": "lain", "aktif": True}, "Ditolak"),
    (aktor_uji("inti:plugin", wilayah="62"), {"kode": "61", "plugin": "lain", "aktif": True}, "TIDAK_DITEMUKAN"),
    (aktor_uji("inti:plugin", wilayah="61.71"), {"kode": "61", "plugin": "lain", "aktif": True}, "TIDAK_DITEMUKAN"),
    (ADMIN, {"kode": "99.99", "plugin": "lain", "aktif": True}, "TIDAK_DITEMUKAN"),
    (ADMIN, {"kode": "lsp-tiada", "plugin": "lain", "aktif": True}, "TIDAK_DITEMUKAN"),
    (ADMIN, {"kode": "61", "plugin": "tiada", "aktif": True}, "PLUGIN_TIDAK_DIKENAL"),
    (ADMIN, {"kode": "61", "plugin": "lain", "setelan": {"a": 1}}, "SETELAN_TIDAK_DIKENAL"),
    (ADMIN, {"kode": "61", "plugin": "diatur", "setelan": {"kuota": "5"}}, "SETELAN_TIDAK_SAH"),
    (ADMIN, {"kode": "61", "plugin": "diatur", "setelan": {"tiada": 5}}, "SETELAN_TIDAK_DIKENAL"),
]  # fmt: skip


@pytest.mark.parametrize(("aktor", "isi", "kode"), PENOLAKAN)
async def test_what_is_refused_writes_nothing(
    db: Database, aktor: Aktor, isi: dict[str, Any], kode: str
) -> None:
    plugins = katalog(diatur=Uji(setelan=Setelan))
    sebelum = await jumlah(db)
    with pytest.raises(Exception) as tolak:  # noqa: PT011  which one is the point
        await db.write(service.atur, aktor, katalog=plugins, **isi)
    terjadi = tolak.value.kode if isinstance(tolak.value, GalatDomain) else type(tolak.value).__name__
    assert terjadi == kode
    assert await jumlah(db) == sebelum


async def test_settings_are_inherited_key_by_key_and_read_the_same_inside_a_transaction(db: Database) -> None:
    plugins = katalog(diatur=Uji(setelan=Setelan))
    for kode, nilai in (("ID", {"kuota": 1, "judul": "bangsa"}), ("61.71", {"kuota": 9})):
        await db.write(service.atur, ADMIN, katalog=plugins, kode=kode, plugin="diatur", setelan=nilai)
    aktif = await SumberAktif(plugins).kini(db)
    for kode, harap in (
        ("61.71", Setelan(kuota=9, judul="bangsa")),
        ("61", Setelan(kuota=1, judul="bangsa")),
    ):
        assert aktif.setelan(Setelan, "diatur", kode) == harap
        assert await db.write(setelan_untuk, Setelan, "diatur", kode) == harap
    assert aktif.untuk("61.71") == frozenset()
    kota = aktif.keadaan("diatur", "61.71")
    assert (kota.setelan_sendiri, kota.setelan_berlaku) == ({"kuota": 9}, {"kuota": 9, "judul": "bangsa"})
    await db.write(
        service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="diatur", aktif=True, setelan=TETAP
    )
    assert (await SumberAktif(plugins).kini(db)).setelan(Setelan, "diatur", "61.71").kuota == 9
    await db.write(service.atur, ADMIN, katalog=plugins, kode="61.71", plugin="diatur", setelan={})
    assert (await SumberAktif(plugins).kini(db)).setelan(Setelan, "diatur", "61.71").kuota == 1


async def test_every_server_process_sees_a_change_with_its_next_request(db: Database, db_url: str) -> None:
    lain = Database(db_url)
    plugins, sumber = katalog(), SumberAktif(katalog())
    try:
        assert (await sumber.kini(lain)).untuk("61") == frozenset()
        await db.write(service.atur, ADMIN, katalog=plugins, kode="61", plugin="lain", aktif=True)
        assert (await sumber.kini(lain)).untuk("61") == {"lain"}
    finally:
        await lain.tutup()


async def test_first_changes_at_the_same_time_are_counted_one_by_one(db: Database) -> None:
    plugins = katalog()
    kode = ["61.71", "61.72", "61.01", "61.02", "62"]
    sebelum = await jumlah(db)
    ubah = [db.write(service.atur, ADMIN, katalog=plugins, kode=k, plugin="pakai", aktif=True) for k in kode]
    assert {k.kode for k in await asyncio.gather(*ubah)} == set(kode)
    assert [b - a for a, b in zip(sebelum, await jumlah(db), strict=True)] == [10, 5, 5, 5]
