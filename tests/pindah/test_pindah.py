"""Moving what belongs to a former code: the preview, the move, what stands in its way, and what stays."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Hibah
from forum_server.akun.aktor import aktor_akun
from forum_server.benih import JenisPerangkatDaerah, benih_opd
from forum_server.cli.periksa import temuan
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain
from forum_server.jejak.segel import buktikan
from forum_server.pindah.rencana import Bagian
from forum_server.pindah.service import pindahkan, rencanakan
from forum_server.plugin.manager import Plugins
from tests.pindah.bahan import (
    BARU,
    LAIN,
    LAMA,
    SEJARAH,
    SISTEM,
    Kantor,
    ganti_kode,
    kantor,
    pemda,
    pindah,
    potret,
    rencana,
    setelan,
    tabel,
)


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Every installed plugin."""
    plugins = Plugins(strict=True)
    plugins.load()
    return plugins


async def kode_di(db: Database, nama: str, kolom: str = "wilayah_kode") -> dict[str, int]:
    """Rows of a table per code."""
    t = tabel(nama)
    baris = await db.all(select(t.c[kolom], func.count()).group_by(t.c[kolom]))
    return {str(kode): int(banyak) for kode, banyak in map(tuple, baris) if kode is not None}


async def kode_galat(db: Database, **pilihan: Any) -> str:
    """The code with which a preview is refused; nothing is written."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await rencana(db, **pilihan)
    assert await potret(db) == sebelum
    return galat.value.kode


async def test_a_renumbered_pemda_takes_everything_with_it_and_its_history_stays(
    db: Database, plugins: Plugins
) -> None:
    await pemda(db)
    await db.write(ganti_kode, BARU)
    sebelum = await potret(db)
    dilihat = await rencana(db)
    assert await potret(db) == sebelum
    per_tabel = {(s.pemilik, s.tabel): s.banyak for s in dilihat.langkah}
    assert per_tabel == {
        ("core", "perangkat_daerah"): 4,
        ("core", "orang"): 4,
        ("core", "akun"): 1,
        ("core", "hibah"): 1,
        ("core", "plugin_wilayah"): 1,
        ("paksi", "paksi_permintaan"): 1,
        ("paksi", "paksi_pemesanan"): 4,
        ("paksi", "paksi_keputusan"): 4,
        ("paksi", "paksi_sertifikat"): 1,
    }
    assert dilihat.bentrok == ()

    assert (await pindah(db, plugins, sidik=dilihat.sidik)).banyak == dilihat.banyak

    for satu in dilihat.langkah:
        ada = await kode_di(db, satu.tabel, satu.kolom)
        assert (ada.get(LAMA), ada[BARU]) == (None, satu.banyak)
    kini = await potret(db)
    for nama in SEJARAH:
        assert [b for b in sebelum[nama] if b not in kini[nama]] == []
    assert kini["paksi_nomor_permintaan"] == sebelum["paksi_nomor_permintaan"]
    tercatat = await db.all(
        select(tabel("jejak").c.objek_id, tabel("jejak").c.wilayah)
        .where(tabel("jejak").c.aksi == "inti.pindah_wilayah")
        .order_by(tabel("jejak").c.id)
    )
    assert [tuple(b) for b in tercatat] == [(p, k) for p in ("core", "paksi") for k in (LAMA, BARU)]
    kabar = {b.jenis for b in await db.all(select(tabel("peristiwa").c.jenis, tabel("peristiwa").c.id))}
    assert {"inti.wilayah_pindah", "plugin.aktif", "akun.akses", "inti.perangkat_daerah"} <= kabar
    assert await db.write(temuan, plugins) == []
    assert (await buktikan(db)).utuh

    lagi = await pindah(db, plugins)
    assert (lagi.banyak, await potret(db)) == (0, kini)


async def test_who_had_a_role_at_the_old_code_has_it_at_the_new(db: Database, plugins: Plugins) -> None:
    await pemda(db)
    await db.write(ganti_kode, BARU)
    akun = await db.scalar(select(tabel("akun").c.id).where(tabel("akun").c.nama_pengguna == "uji.admin"))
    lama = await aktor_akun(db, akun)
    assert lama is not None
    assert (lama.boleh("inti:peran", wilayah=LAMA), lama.boleh("inti:peran", wilayah=BARU)) == (True, False)
    await pindah(db, plugins)
    baru = await aktor_akun(db, akun)
    assert baru is not None
    assert (baru.boleh("inti:peran", wilayah=LAMA), baru.boleh("inti:peran", wilayah=BARU)) == (False, True)


async def test_what_the_successor_has_already_stops_everything_until_it_is_said_what_to_do(
    db: Database, plugins: Plugins
) -> None:
    await db.write(kantor)
    await db.write(setelan, LAMA)
    await db.write(ganti_kode, BARU)
    await db.write(setelan, BARU)
    kembar = await db.write(benih_opd, BARU, "Inspektorat", JenisPerangkatDaerah.INSPEKTORAT)
    dilihat = await rencana(db)
    assert {(b.tabel, b.banyak, "--biarkan" in b.saran) for b in dilihat.bentrok} == {
        ("perangkat_daerah", 1, False),
        ("plugin_wilayah", 1, True),
    }
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await pindah(db, plugins)
    assert (galat.value.kode, await potret(db)) == ("PINDAH_BENTROK", sebelum)
    assert await kode_galat(db, bagian=Bagian(biarkan=frozenset({"perangkat_daerah"}))) == "BIARKAN_TIDAK_SAH"

    def ganti_nama(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("perangkat_daerah")
        session.execute(update(t).where(t.c.id == kembar).values(nama="Kembar", nama_cari="kembar"))

    await db.write(ganti_nama)
    await pindah(db, plugins, bagian=Bagian(biarkan=frozenset({"plugin_wilayah"})))
    assert await kode_di(db, "perangkat_daerah") == {BARU: 4}
    ada = await kode_di(db, "plugin_wilayah", "kode")
    assert (ada[LAMA], ada[BARU]) == (1, 1)
    assert await db.write(temuan, plugins) == []


async def test_of_a_split_pemda_offices_go_where_they_are_sent_with_what_is_theirs(
    db: Database, plugins: Plugins
) -> None:
    kita: Kantor = await db.write(kantor)
    await db.write(ganti_kode, BARU, LAIN)
    dengan_unit = Bagian(opd=frozenset({kita.dinas}))
    assert await kode_galat(db, bagian=Bagian(opd=frozenset({kita.unit}))) == "OPD_BERINDUK"
    await pindah(db, plugins, bagian=dengan_unit)
    o, p = tabel("perangkat_daerah"), tabel("orang")
    kantor_kini = dict(map(tuple, await db.all(select(o.c.id, o.c.wilayah_kode))))
    assert kantor_kini == {kita.dinas: BARU, kita.unit: BARU, kita.inspektorat: LAMA}
    orang_kini = dict(map(tuple, await db.all(select(p.c.id, p.c.wilayah_kode))))
    assert {o: orang_kini[i] for o, i in kita.orang.items()} == kantor_kini
    assert (await pindah(db, plugins, bagian=dengan_unit)).banyak == 0
    await pindah(db, plugins, ke=LAIN)  # the rest
    assert await kode_di(db, "perangkat_daerah") == {BARU: 2, LAIN: 1}
    assert await db.write(temuan, plugins) == []


async def test_what_lies_beneath_goes_to_the_same_place_beneath_the_successor_if_there_is_one(
    db: Database, plugins: Plugins
) -> None:
    await db.write(ganti_kode, BARU)
    await db.write(setelan, LAMA)
    await db.write(setelan, f"{LAMA}.01")
    await pindah(db, plugins, bagian=Bagian(awalan=(f"{LAMA}.01",)))
    assert set(await kode_di(db, "plugin_wilayah", "kode")) == {LAMA, f"{BARU}.01"}
    await db.write(setelan, f"{LAMA}.02")
    (bentrok,) = (await rencana(db)).bentrok
    assert (bentrok.dari, bentrok.ke, "forum wilayah muat" in bentrok.saran) == (
        f"{LAMA}.02",
        f"{BARU}.02",
        True,
    )


async def test_a_move_that_is_cut_off_leaves_nothing(db: Database, plugins: Plugins) -> None:
    await pemda(db)
    await db.write(ganti_kode, BARU)
    sidik = (await rencana(db)).sidik
    sebelum = await potret(db)

    def putus(session: Session) -> None:
        pindahkan(session, SISTEM, katalog=plugins, lama=LAMA, baru=BARU, bagian=Bagian(), sidik=sidik)
        assert not session.scalar(select(func.count()).where(tabel("orang").c.wilayah_kode == LAMA))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await db.write(putus)
    assert await potret(db) == sebelum


async def test_only_a_recorded_successor_the_seen_plan_and_who_may_change_the_tree(
    db: Database, plugins: Plugins
) -> None:
    assert await kode_galat(db) == "TIDAK_DITEMUKAN"
    assert await kode_galat(db, ke="61.71") == "BUKAN_PENGGANTI"
    assert await kode_galat(db, ke="61") == "TINGKAT_BERBEDA"
    await db.write(ganti_kode, BARU)
    assert await kode_galat(db, bagian=Bagian(awalan=("61.71.01",))) == "AWALAN_TIDAK_SAH"
    sidik = (await rencana(db)).sidik
    await db.write(setelan, LAMA)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await pindah(db, plugins, sidik=sidik)
    assert galat.value.kode == "RENCANA_BERUBAH"
    daerah = Aktor(
        akun_id=None,
        orang_id=None,
        nama="uji",
        hibah=(Hibah(peran="uji", izin=frozenset({"inti:wilayah"}), wilayah=LAMA),),
    )
    for aktor in (daerah, Aktor.anonim()):
        with pytest.raises((Ditolak, GalatDomain)):
            await db.write(rencanakan, aktor, lama=LAMA, baru=BARU, bagian=Bagian())
    assert await potret(db) == sebelum
