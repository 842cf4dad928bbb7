"""`forum kunci`: which keys there are, and rotating them while servers run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Annotated, Final

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import WIB
from forum_server.cli.dasar import dengan_database, gagal, plugin_terpasang
from forum_server.database import Database, bebas_jejak, sekarang
from forum_server.database.migrate import pemilik_tabel
from forum_server.kunci import KolomTersandi, Kunci, KunciBermasalah
from forum_server.kunci.berkas import BerkasKunci
from forum_server.kunci.isi import Gantungan, IsiKunci
from forum_server.kunci.keadaan import KINI
from forum_server.kunci.models import ProsesKunci, Tahap
from forum_server.kunci.penjaga import kerjakan
from forum_server.kunci.putar import HIDUP, aktifkan, batalkan, belum_siap, buang, mulai, sisa
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings

__all__ = ["Pemutar", "app"]

app = typer.Typer(help="Kunci yang melindungi NIP, NIK, dan rahasia lain.", no_args_is_help=True)

PELAKU: Final = Aktor.sistem("cli")

_ARTI: Final = {
    Tahap.SEBAR: "kunci baru sedang disebar, belum dipakai",
    Tahap.PUTAR: "kunci baru dipakai, isi lama sedang ditulis ulang",
    Tahap.SELESAI: "tidak ada yang berjalan",
}


class Pemutar:
    """Rotates the keys of one installation, kept in a file or given by the environment."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        kolom: Sequence[KolomTersandi],
        *,
        plugin: Collection[str],
        keluar: Callable[[str], None],
        kabar: Callable[[str], None],
    ) -> None:
        """`kolom` are those of core and of the plugins that run here, `plugin` the names of these; `keluar` takes the
        JSON of keys that this command can't write itself, `kabar` sentences for people."""
        self._db, self._kolom, self._plugin, self._keluar, self._kabar = db, kolom, plugin, keluar, kabar
        self._berkas = None if settings.kunci is not None else BerkasKunci(settings.kunci_berkas)
        self._kunci = Kunci.muat(settings)
        self._cetak: IsiKunci | None = None

    async def putar(self, *, tunggu: float) -> None:
        """Begin a rotation or go on with one, as far as it can come now. Raises `GalatDomain`."""
        row = await self._db.first(KINI)
        assert row is not None
        if row.tahap is Tahap.SELESAI:
            kini = (self._kunci.kunci_sandi.aktif, self._kunci.kunci_sidik.aktif)
            await self._db.write(mulai, PELAKU, kini=kini, tambah=self._tambah)
            self._kabar("Kunci baru dibuat dan sedang disebar ke semua proses server.")
            if self._cetak is not None:
                self._keluar(self._cetak.ke_json())
                self._kabar(
                    "Pasang JSON itu sebagai FORUM_KUNCI di setiap server, mulai ulang satu per satu, lalu"
                )
                self._kabar("jalankan lagi: forum kunci putar")
                return
            row = await self._db.first(KINI)
            assert row is not None
        if row.tahap is Tahap.SEBAR:
            await self._aktifkan(row.sandi_lain, row.sidik_lain, tunggu)
        else:
            self._pakai(row.sandi, row.sidik)
        self._kabar(
            "Kunci baru dipakai. Isi lama ditulis ulang oleh server yang berjalan; ikuti: forum kunci status"
        )
        self._kabar("Tanpa server yang berjalan, selesaikan di sini: forum kunci putar --selesai")

    async def selesai(self) -> None:
        """Rewrite here what is left, and say whether the old keys may go."""
        await self._wajib_lengkap()
        hasil = await kerjakan(self._db, self._kunci, self._kolom)
        row = await self._db.first(KINI)
        assert row is not None
        self._kabar(f"{hasil.diganti} baris ditulis ulang.")
        if hasil.rusak:
            raise gagal(
                f"{hasil.rusak} baris tidak terbuka dengan kunci mana pun; lihat catatan, lalu perbaiki dahulu."
            )
        if row.tahap is Tahap.SEBAR:
            raise gagal("Kunci baru belum dipakai. Jalankan dahulu: forum kunci putar")
        if row.tahap is Tahap.PUTAR:
            raise gagal(
                "Belum selesai: masih ada baris atau proses server yang tertinggal. Jalankan lagi sebentar lagi."
            )
        if row.sandi_lain is not None:
            self._kabar(
                "Kunci lama tidak diperlukan lagi. Sesudah satu jam buang dengan: forum kunci putar --buang"
            )

    async def buang(self) -> None:
        """Remove the old keys. Raises `GalatDomain`."""
        await self._wajib_lengkap()
        await self._db.write(buang, PELAKU, self._kolom, self._kunci, lepas=self._sisakan)
        if self._cetak is not None:
            self._keluar(self._cetak.ke_json())
            self._kabar("Pasang JSON itu sebagai FORUM_KUNCI pada kesempatan berikut.")
        self._kabar(
            "Kunci lama dibuang. Cadangan yang lebih tua hanya terbuka dengan salinan kunci waktu itu."
        )

    async def batal(self) -> None:
        """Take back a rotation whose keys nobody uses yet. Raises `GalatDomain`."""
        await self._db.write(batalkan, PELAKU, lepas=self._lepas)
        self._kabar("Pemutaran dibatalkan; kunci yang lama tetap dipakai.")

    async def _wajib_lengkap(self) -> None:
        """Refuse while the database holds tables of a plugin that does not run here: what it encrypted can't be seen,
        and would be lost with the old keys."""
        ada = await self._db.write(_pemilik_tabel)
        if kurang := sorted(ada - {"core", *self._plugin}):
            raise gagal(
                f"Plugin {', '.join(kurang)} mempunyai tabel di sini tetapi tidak berjalan, sehingga isi tersandinya"
                " tidak terlihat. Pasang atau perbaiki plugin itu, lalu jalankan lagi."
            )

    async def _aktifkan(self, sandi: str, sidik: str, tunggu: float) -> None:
        if sandi not in self._kunci.kunci_sandi.kunci or sidik not in self._kunci.kunci_sidik.kunci:
            raise gagal(
                "Kunci baru tidak ada di sini. Salin berkas kunci dari server tempat pemutaran dimulai, atau pasang"
                " FORUM_KUNCI yang dicetak waktu itu. Bila hilang: forum kunci putar --batal"
            )
        akhir = asyncio.get_running_loop().time() + tunggu
        diam = asyncio.Event()
        while (kurang := await self._db.write(_belum_siap)) and asyncio.get_running_loop().time() < akhir:
            self._kabar(f"Menunggu {kurang} proses server memuat kunci baru ...")
            try:
                await asyncio.wait_for(diam.wait(), 1)
            except TimeoutError:
                continue
        await self._db.write(aktifkan, PELAKU)
        self._pakai(sandi, sidik)

    def _tambah(self) -> tuple[str, str]:
        isi = self._isi()
        sandi, sandi_baru = isi.sandi.tambah()
        sidik, sidik_baru = isi.sidik.tambah()
        self._simpan(IsiKunci(sandi=sandi, sidik=sidik))
        return sandi_baru, sidik_baru

    def _lepas(self, sandi: str, sidik: str) -> None:
        isi = self._isi()
        self._simpan(IsiKunci(sandi=isi.sandi.tanpa(sandi), sidik=isi.sidik.tanpa(sidik)))

    def _sisakan(self, sandi: str, sidik: str) -> None:
        isi = self._isi()
        self._simpan(IsiKunci(sandi=_hanya(isi.sandi, sandi), sidik=_hanya(isi.sidik, sidik)))

    def _pakai(self, sandi: str, sidik: str) -> None:
        """Let the file say what the database says, for a database that was set up anew from a backup."""
        isi = self._isi()
        if self._berkas is not None and (isi.sandi.aktif, isi.sidik.aktif) != (sandi, sidik):
            self._berkas.ganti(IsiKunci(sandi=isi.sandi.pakai(sandi), sidik=isi.sidik.pakai(sidik)))

    def _isi(self) -> IsiKunci:
        if self._berkas is not None:
            return self._berkas.baca()
        return IsiKunci(sandi=self._kunci.kunci_sandi, sidik=self._kunci.kunci_sidik)

    def _simpan(self, isi: IsiKunci) -> None:
        if self._berkas is not None:
            self._berkas.ganti(isi)
            self._kunci.muat_ulang()
        else:
            self._cetak = isi


def _hanya(gantungan: Gantungan, nama: str) -> Gantungan:
    return Gantungan(aktif=nama, kunci={nama: gantungan.pakai(nama).kunci[nama]})


def _belum_siap(session: Session) -> int:
    bebas_jejak(session, "only looks")
    return belum_siap(session)


@app.command()
def putar(
    selesai: Annotated[
        bool, typer.Option("--selesai", help="Tulis ulang sisanya di sini, lalu laporkan.")
    ] = False,
    buang: Annotated[
        bool, typer.Option("--buang", help="Buang kunci lama yang tidak diperlukan lagi.")
    ] = False,
    batal: Annotated[bool, typer.Option("--batal", help="Batalkan selagi kunci baru belum dipakai.")] = False,
    tunggu: Annotated[
        float, typer.Option(min=0, help="Detik menunggu proses server memuat kunci baru.")
    ] = 60,
) -> None:
    """Ganti kunci tanpa menghentikan server: buat, sebarkan, pakai, tulis ulang, lalu buang yang lama."""
    if selesai + buang + batal > 1:
        raise gagal("Pilih satu saja: --selesai, --buang, atau --batal.")
    settings = Settings()
    plugins = plugin_terpasang(settings)
    kolom = _kolom(plugins)  # asking for them may set a plugin aside

    async def kerja(db: Database) -> None:
        pemutar = Pemutar(settings, db, kolom, plugin=plugins.names, keluar=typer.echo, kabar=_kabar)
        if selesai:
            await pemutar.selesai()
        elif buang:
            await pemutar.buang()
        elif batal:
            await pemutar.batal()
        else:
            await pemutar.putar(tunggu=tunggu)

    try:
        dengan_database(kerja, settings)
    except KunciBermasalah as salah:
        raise gagal(str(salah)) from None


@app.command()
def status() -> None:
    """Tampilkan pengenal kunci, tahap pemutaran, sisa baris, dan proses server; tidak pernah kuncinya."""
    settings = Settings()
    kolom = _kolom(plugin_terpasang(settings))

    async def kerja(db: Database) -> list[str]:
        return await db.write(_laporan, Kunci.muat(settings), kolom)

    try:
        for baris in dengan_database(kerja, settings):
            typer.echo(baris)
    except KunciBermasalah as salah:
        raise gagal(str(salah)) from None


def _laporan(session: Session, kunci: Kunci, kolom: Sequence[KolomTersandi]) -> list[str]:
    bebas_jejak(session, "only looks")
    row = session.execute(KINI).one()
    hasil = [
        f"Tahap: {row.tahap.value} ({_ARTI[row.tahap]}), sejak {row.sejak.astimezone(WIB):%Y-%m-%d %H:%M} WIB"
    ]
    for jenis, aktif, lain, ada in (
        ("sandi", row.sandi or kunci.kunci_sandi.aktif, row.sandi_lain, kunci.kunci_sandi),
        ("sidik", row.sidik or kunci.kunci_sidik.aktif, row.sidik_lain, kunci.kunci_sidik),
    ):
        for nama in dict.fromkeys((aktif, *ada.kunci, *((lain,) if lain else ()))):
            peran = "aktif" if nama == aktif else _peran(row.tahap, nama == lain)
            hasil.append(f"Kunci {jenis} {nama}: {peran}{'' if nama in ada.kunci else ', TIDAK ADA di sini'}")
    hasil += [f"{satu.tempat}: {sisa(session, satu, kunci)} baris perlu ditulis ulang" for satu in kolom]
    proses = session.execute(
        select(ProsesKunci.versi).where(ProsesKunci.terlihat_pada > sekarang(session) - HIDUP)
    ).all()
    hasil.append(f"Proses server: {len(proses)} hidup, {belum_siap(session)} belum mengikuti")
    return hasil


def _peran(tahap: Tahap, lain: bool) -> str:
    if not lain:
        return "tidak dipakai"
    return "baru, belum dipakai" if tahap is Tahap.SEBAR else "lama"


def _kolom(plugins: Plugins) -> list[KolomTersandi]:
    return [satu for _, daftar in plugins.collect("secrets") for satu in daftar]


def _pemilik_tabel(session: Session) -> frozenset[str]:
    bebas_jejak(session, "only looks")
    return pemilik_tabel(session.connection())


def _kabar(pesan: str) -> None:
    typer.echo(pesan, err=True)
