"""`forum demo`: a server with made-up data on this machine, and a walk through the main job."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import not_, select

from forum_server.akun.models import Akun
from forum_server.benih import PELAKU_BENIH, SANDI_DEMO, benih_akun, simpan_benih
from forum_server.berkas.gudang import Gudang
from forum_server.cli.dasar import gagal, plugin_terpasang
from forum_server.cli.serve import serve
from forum_server.database import Database
from forum_server.database.engine import url_dari
from forum_server.persiapan import siapkan
from forum_server.plugin.aktif.service import atur
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings

__all__ = ["WILAYAH_DEMO", "app", "isi", "isi_gudang", "pengantar"]

app = typer.Typer(help="Server percobaan dengan data rekaan di komputer ini.", no_args_is_help=True)

WILAYAH_DEMO = ("61", "33", "lsp-kpk")
"""Where every installed plugin is on in the demo: two provinces and the LSP."""

_PENGANTAR = """
Forum PAKSI, server percobaan. Semua orang di dalamnya rekaan.

  Coba di peramban        {url}/
  GraphQL nasional        {url}/graphql
  Kalimantan Barat        {url}/graphql/61
  Kota Pontianak          {url}/graphql/61.71
  Kabupaten Pekalongan    {url}/graphql/33.26
  LSP KPK                 {url}/graphql/lsp-kpk
  Keadaan server          {url}/status

Akun percobaan, semuanya dengan sandi  {sandi}
  demo.admin              administrator nasional
  demo.koordinator        koordinator forum provinsi Kalimantan Barat
  demo.operator.61.71     operator Kota Pontianak (ada satu untuk tiap pemda: demo.operator.61.01, ...)
  demo.lsp                operator LSP KPK
  demo.verifikator, demo.asesor, demo.asesor.2, demo.pemutus, demo.banding
                          petugas LSP KPK: verifikasi, asesmen, pleno, dan banding
  demo.nasional           operator nasional PAKSI: persyaratan, unit, aturan
  demo.koordinator.33     koordinator Jawa Tengah, dengan sebuah himpunan kecil
  demo.penyuluh           penyuluh bersertifikat di Kabupaten Pekalongan, mengurus dirinya sendiri

Kabupaten Pekalongan (demo.operator.33.26) memperlihatkan setiap keadaan sertifikasi: permohonan, asesmen, pleno,
banding, sertifikat, laporan kegiatan, permintaan penyuluh, angkatan, diklat, forum, dan sekretariat.

Tiga kueri untuk ditempel (POST JSON, atau klien GraphQL apa pun):

1. Jadwal yang terbuka, tanpa masuk:
   {{ paksiDaftarJadwal(filter: {{menerima: true}}, first: 5) {{ totalCount edges {{ node {{
      kode mode batasDaftarLokal kapasitas bagian {{ terbuka sisa menunggu }} }} }} }} }}

2. Semua kabupaten/kota di Kalimantan Barat dan kebutuhannya (dengan token koordinator, lihat 3):
   {{ wilayah(kode: "61") {{ nama anak {{ kode nama
      paksiRingkasan {{ permintaanTerbuka kursi menunggu }} }} }} }}

3. Masuk, untuk mendapatkan token yang dikirim sebagai header "Authorization: Bearer ...":
   mutation M($sandi: Rahasia!) {{ masuk(namaPengguna: "demo.koordinator", sandi: $sandi) {{
      ... on TokenMasuk {{ tokenAkses }} ... on Galat {{ kode pesan }} }} }}
   variabel: {{"sandi": "{sandi}"}}

Jalankan  {perintah} demo alur --url {url}  di terminal lain untuk melihat himpunan 45 calon dibagi atas 26 kursi.
"""

OpsiBerkas = Annotated[Path, typer.Option(help="Berkas SQLite untuk data rekaan.")]
BERKAS = Path("data/demo.db")


def pengantar(url: str, *, perintah: str = "forum") -> str:
    """What the demo says of itself: addresses, accounts, three queries; `perintah` is how this command was called."""
    return _PENGANTAR.format(url=url, sandi=SANDI_DEMO, perintah=perintah)


def isi(settings: Settings, plugins: Plugins) -> None:
    """Migrate the database and write the demo's data; doing it again changes nothing.

    Raises `typer.Exit` when the database holds accounts that are not the demo's: their data is not to be mixed.
    """
    url = url_dari(settings.database_url)
    siapkan(url, plugins)
    asyncio.run(_nyalakan(settings, plugins))
    siapkan(url, plugins, benih=("dasar", "demo"))


async def isi_gudang(settings: Settings) -> None:
    """Put the files into the store that the demo's rows tell of; doing it again changes nothing."""
    db = Database(settings.database_url)
    try:
        await simpan_benih(db, Gudang(settings))
    finally:
        await db.tutup()


async def _nyalakan(settings: Settings, plugins: Plugins) -> None:
    db = Database(settings.database_url)
    try:
        asing = await db.scalar(
            select(Akun.nama_pengguna).where(not_(Akun.nama_pengguna.startswith("demo.")))
        )
        if asing is not None:
            raise gagal("Basis data ini sudah dipakai: data rekaan tidak dicampur dengan akun sungguhan.")
        await db.write(benih_akun, "demo.admin", "inti.admin", wilayah="ID")
        for plugin in sorted(plugins.names):
            for kode in WILAYAH_DEMO:
                await db.write(atur, PELAKU_BENIH, katalog=plugins, kode=kode, plugin=plugin, aktif=True)
    finally:
        await db.tutup()


@app.command()
def jalankan(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Porta di 127.0.0.1.")] = 8000,
    berkas: OpsiBerkas = BERKAS,
    ulang: Annotated[bool, typer.Option("--ulang", help="Hapus data rekaan yang ada lebih dahulu.")] = False,
) -> None:
    """Siapkan berkas SQLite berisi data rekaan, jelaskan pemakaiannya, dan layani hanya di komputer ini."""
    if ulang:
        for akhiran in ("", "-wal", "-shm"):
            Path(f"{berkas}{akhiran}").unlink(missing_ok=True)
    # The serving process reads its settings from the environment, as in production.
    os.environ.update(FORUM_DATABASE_URL=f"sqlite:///{berkas}", FORUM_DATA_DIR=str(berkas.parent))
    settings = Settings()
    isi(settings, plugin_terpasang(settings))
    asyncio.run(isi_gudang(settings))
    typer.echo(pengantar(f"http://127.0.0.1:{port}", perintah=sys.argv[0]))
    serve(host="127.0.0.1", port=port, proses=1)


@app.command()
def alur(
    url: Annotated[str, typer.Option(help="Alamat server percobaan.")] = "http://127.0.0.1:8000",
) -> None:
    """Mainkan pekerjaan utama setiap plugin pada server percobaan, selangkah demi selangkah."""
    plugins = plugin_terpasang(Settings())
    for _, cerita in plugins.call("demo", plugins.names, url=url, sandi=SANDI_DEMO):
        asyncio.run(cerita)
