from __future__ import annotations

import asyncio
import sqlite3
import textwrap
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.util.exc import CommandError
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from forum_server.database import Base
from forum_server.database.engine import ke_wal, url_dari
from forum_server.database.migrate import INTI, Lini, MigrasiRusak, jalankan, naik, periksa, posisi, turun
from forum_server.persiapan import lini, siapkan
from forum_server.plugin.manager import Plugins
from forum_server.testing.basis_data import Templat
from tests.basis_data.ddl import isi_ddl


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    semua = Plugins(strict=True)
    semua.load()
    return semua


def _tabel(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _revisi(folder: Path, nama: str, sebelum: str | None, naik: str, turun: str = "pass") -> None:
    folder.mkdir(exist_ok=True)
    isi = f'''
        """{nama}."""
        import sqlalchemy as sa
        from alembic import op
        revision = {nama!r}
        down_revision = {sebelum!r}
        branch_labels = None
        depends_on = None
        def upgrade() -> None:
            {naik}
        def downgrade() -> None:
            {turun}
    '''
    (folder / f"{nama}.py").write_text(textwrap.dedent(isi))


def test_every_line_goes_up_down_and_up_again(db_kosong_url: str, plugins: Plugins) -> None:
    url, semua = url_dari(db_kosong_url), lini(plugins)
    jalankan(url, lambda c: naik(c, semua))
    pertama = jalankan(url, isi_ddl)
    for satu in reversed(semua):
        jalankan(url, lambda c, satu=satu: turun(c, satu))
    assert jalankan(url, _tabel) - {"sqlite_sequence"} == set()
    assert jalankan(url, isi_ddl) == {}
    jalankan(url, lambda c: naik(c, semua))
    assert jalankan(url, isi_ddl) == pertama
    for satu in semua:
        kini, terbaru = jalankan(url, lambda c, satu=satu: posisi(c, satu))
        assert kini == terbaru is not None


def test_models_and_migrations_say_the_same_checks_and_predicates_too(
    db_kosong_url: str, templat: Templat, mesin: str, plugins: Plugins, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = url_dari(db_kosong_url)
    jalankan(url, lambda c: naik(c, lini(plugins)))
    termigrasi = jalankan(url, isi_ddl)
    lain = templat.kosong(mesin)
    tabel = [t for t in Base.metadata.sorted_tables if "pemilik" in t.info]
    for kunci in (k for t in tabel for k in t.foreign_key_constraints if k.use_alter):
        # `create_all` marks what closes a circle of tables as made elsewhere, for good: that is put back after this test.
        monkeypatch.setattr(kunci, "_create_rule", None)
    jalankan(url_dari(lain), lambda c: Base.metadata.create_all(c, tabel))
    tercipta = jalankan(url_dari(lain), isi_ddl)
    templat.buang(lain)
    assert termigrasi == tercipta
    assert len([k for k in tercipta if k[0] in ("batasan", "bagian")]) > 30


def test_each_line_is_clean_under_alembic_check(db_kosong_url: str, plugins: Plugins) -> None:
    url = url_dari(db_kosong_url)
    jalankan(url, lambda c: naik(c, lini(plugins)))
    for satu in lini(plugins):
        jalankan(url, lambda c, satu=satu: periksa(c, satu))


def test_an_uninstalled_plugin_keeps_its_tables_and_disturbs_no_other_line(
    db_kosong_url: str, tmp_path: Path
) -> None:
    url = url_dari(db_kosong_url)
    _revisi(
        tmp_path / "tamu",
        "t1",
        None,
        "op.create_table('tamu_x', sa.Column('id', sa.Integer, primary_key=True))",
    )
    tamu = Lini(pemilik="tamu", folder=tmp_path / "tamu")
    jalankan(url, lambda c: naik(c, [INTI, tamu]))
    jalankan(url, lambda c: naik(c, [INTI]))
    jalankan(url, lambda c: periksa(c, INTI))
    assert {"tamu_x", "alembic_version_tamu"} <= jalankan(url, _tabel)


def test_check_finds_a_column_the_models_do_not_know(db_kosong_url: str) -> None:
    url = url_dari(db_kosong_url)
    jalankan(url, lambda c: naik(c, [INTI]))
    jalankan(url, lambda c: c.execute(text("ALTER TABLE jejak ADD COLUMN liar INTEGER")))
    with pytest.raises(CommandError, match="liar"):
        jalankan(url, lambda c: periksa(c, INTI))


def test_a_migration_that_fails_leaves_nothing_behind(db_kosong_url: str, tmp_path: Path) -> None:
    url = url_dari(db_kosong_url)
    folder = tmp_path / "rusak"
    _revisi(folder, "r1", None, "op.create_table('rusak_a', sa.Column('id', sa.Integer, primary_key=True))")
    _revisi(
        folder,
        "r2",
        "r1",
        "op.create_table('rusak_b', sa.Column('id', sa.Integer)); op.execute('SELECT tidak_ada')",
    )
    with pytest.raises(SQLAlchemyError):
        jalankan(url, lambda c: naik(c, [INTI, Lini(pemilik="rusak", folder=folder)]))
    assert jalankan(url, _tabel) == set()


def _siapkan_anak(url_teks: str, plugins: Plugins, tmp_path: Path) -> Lini:
    """A plugin whose rows hang on regions and would go with them."""
    siapkan(url_dari(url_teks), plugins)
    folder = tmp_path / "anak"
    _revisi(
        folder,
        "a1",
        None,
        "op.create_table('anak_x', sa.Column('id', sa.Integer, primary_key=True), sa.Column('kode', sa.String(32),"
        " sa.ForeignKey('wilayah.kode', ondelete='CASCADE')))",
    )
    satu = Lini(pemilik="anak", folder=folder)
    jalankan(url_dari(url_teks), lambda c: naik(c, [satu]))
    jalankan(url_dari(url_teks), lambda c: c.execute(text("INSERT INTO anak_x VALUES (1, '61.71')")))
    return satu


def _bangun_ulang_wilayah(mesin: str, tmp_path: Path) -> Lini:
    """A revision that alters `wilayah`; SQLite can only do it by building the table anew."""
    cara = "always" if mesin == "sqlite" else "auto"
    folder = tmp_path / "ubah"
    _revisi(
        folder,
        "u1",
        None,
        f"b = op.batch_alter_table('wilayah', recreate='{cara}').__enter__(); "
        "b.add_column(sa.Column('uji', sa.Integer)); b.impl.flush()",
    )
    return Lini(pemilik="ubah", folder=folder)


def test_rebuilding_wilayah_keeps_the_rows_of_plugins(
    db_kosong_url: str, mesin: str, plugins: Plugins, tmp_path: Path
) -> None:
    _siapkan_anak(db_kosong_url, plugins, tmp_path)
    url, ubah = url_dari(db_kosong_url), _bangun_ulang_wilayah(mesin, tmp_path)
    jalankan(url, lambda c: naik(c, [ubah]))
    assert jalankan(url, lambda c: c.execute(text("SELECT kode FROM anak_x")).all()) == [("61.71",)]
    assert jalankan(url, lambda c: c.execute(text("SELECT count(uji) FROM wilayah")).scalar()) == 0


@pytest.mark.parametrize("mesin", ["sqlite"])
@pytest.mark.parametrize(("foreign_keys", "sisa"), [("ON", 0), ("OFF", 1)])
def test_control_rebuilding_a_table_with_foreign_keys_on_empties_its_children(
    db_kosong_url: str, tmp_path: Path, foreign_keys: str, sisa: int
) -> None:
    folder = tmp_path / "ubah"
    _revisi(
        folder,
        "u1",
        None,
        "b = op.batch_alter_table('induk_x', recreate='always').__enter__(); "
        "b.add_column(sa.Column('uji', sa.Integer)); b.impl.flush()",
    )
    engine = create_engine(
        url_dari(db_kosong_url), poolclass=NullPool, connect_args={"isolation_level": None}
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for perintah in (
            "CREATE TABLE induk_x (id INTEGER PRIMARY KEY)",
            "CREATE TABLE anak_x (id INTEGER REFERENCES induk_x (id) ON DELETE CASCADE)",
            "INSERT INTO induk_x VALUES (1)",
            "INSERT INTO anak_x VALUES (1)",
            f"PRAGMA foreign_keys={foreign_keys}",
        ):
            connection.exec_driver_sql(perintah)
        naik(connection, [Lini(pemilik="ubah", folder=folder)])
        assert connection.exec_driver_sql("SELECT count(*) FROM anak_x").scalar() == sisa


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_a_migration_that_orphans_rows_is_taken_back(
    db_kosong_url: str, plugins: Plugins, tmp_path: Path
) -> None:
    _siapkan_anak(db_kosong_url, plugins, tmp_path)
    url = url_dari(db_kosong_url)

    def yatimkan(connection: Connection) -> None:
        connection.execute(text("UPDATE anak_x SET kode = '00.00'"))

    with pytest.raises(MigrasiRusak, match="anak_x"):
        jalankan(url, yatimkan)
    assert jalankan(url, lambda c: c.execute(text("SELECT kode FROM anak_x")).scalar()) == "61.71"


async def test_two_servers_that_start_together_migrate_once(db_kosong_url: str, plugins: Plugins) -> None:
    url = url_dari(db_kosong_url)
    await asyncio.gather(*(asyncio.to_thread(siapkan, url, plugins) for _ in range(2)))
    kini, terbaru = await asyncio.to_thread(jalankan, url, lambda c: posisi(c, INTI))
    assert kini == terbaru


@pytest.mark.parametrize("ubah", [ke_wal, lambda cursor: cursor.execute("PRAGMA journal_mode=WAL")])
def test_a_new_sqlite_file_is_turned_to_its_log_by_many_at_once_and_the_control_is_refused(
    ubah: Callable[[sqlite3.Cursor], object], tmp_path: Path
) -> None:
    """The second connection stands in the transaction that the first one's switch runs into."""
    bukan_kami, kami = (
        sqlite3.connect(tmp_path / "baru.db", isolation_level=None, timeout=30, check_same_thread=False)
        for _ in range(2)
    )
    bukan_kami.execute("CREATE TABLE ada (x)")
    bukan_kami.execute("BEGIN IMMEDIATE")
    menunggu = threading.Event()

    def tercatat(perintah: str) -> None:
        if perintah != "PRAGMA journal_mode=WAL":
            menunggu.set()

    kami.set_trace_callback(tercatat)
    with ThreadPoolExecutor(1) as utas:
        hasil = utas.submit(ubah, kami.cursor())
        if ubah is ke_wal:
            assert menunggu.wait(30)
            bukan_kami.execute("COMMIT")
            hasil.result()
            assert kami.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        else:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                hasil.result()
            bukan_kami.execute("COMMIT")
    kami.close()
    bukan_kami.close()


def test_preparing_twice_changes_nothing(db_kosong_url: str, plugins: Plugins) -> None:
    url = url_dari(db_kosong_url)
    siapkan(url, plugins)
    hitung = "SELECT (SELECT count(*) FROM wilayah), (SELECT count(*) FROM jejak)"
    pertama = jalankan(url, lambda c: c.execute(text(hitung)).all())
    siapkan(url, plugins)
    assert jalankan(url, lambda c: c.execute(text(hitung)).all()) == pertama
