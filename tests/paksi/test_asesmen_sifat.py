"""Whatever is tried in whatever order: no K without a pleno, no decision by an asesor, no judge who took part before."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from forum_paksi.asesmen.service import (
    catat_unit,
    mulai_asesmen,
    rekomendasikan,
    tugaskan_asesor,
)
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno.periksa import periksa_asesmen
from forum_paksi.pleno.service import keluarkan_dari_pleno, masukkan_pleno, putuskan, tutup_pleno
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, Hibah
from tests.paksi.bahan import LSP, PONTIANAK, isi
from tests.paksi.bahan_asesmen import KINI, OPERATOR_LSP, Dunia, besok, dunia, hasil, pleno

SEMUA_IZIN = frozenset(
    {
        "paksi:mohon",
        "paksi:verifikasi",
        "paksi:asesmen",
        "paksi:pleno",
        "paksi:banding",
        "paksi:terbitkan",
        "paksi:jadwal",
    }
)
LANGKAH = 130


def serba_bisa(orang: Any, nama: str) -> Aktor:
    """A person who holds every permission there is, at the LSP and in the region: only the rules stop them."""
    return Aktor(
        akun_id=orang,
        orang_id=orang,
        nama=nama,
        hibah=(
            Hibah(peran="uji", izin=SEMUA_IZIN, lembaga=LSP),
            Hibah(peran="uji", izin=SEMUA_IZIN, wilayah=PONTIANAK),
        ),
    )


WAJAR: dict[str, tuple[Any, ...]] = {
    "TERJADWAL": (tugaskan_asesor, mulai_asesmen),
    "ASESMEN_ULANG": (tugaskan_asesor, mulai_asesmen),
    "DIASES": (catat_unit, catat_unit, rekomendasikan),
    "DIREKOMENDASIKAN": (masukkan_pleno,),
    "PLENO": (putuskan, putuskan, putuskan, keluarkan_dari_pleno),
    "BELUM_KOMPETEN": (ajukan_banding,),
    "BANDING": (putuskan_banding,),
    "KOMPETEN": (terbitkan,),
    "SERTIFIKAT_TERBIT": (terbitkan, tutup_pleno),
}
"""What leads on from a state; the walk takes it three times out of four, and anything else otherwise."""
APA_SAJA: tuple[Any, ...] = tuple(dict.fromkeys(u for satu in WAJAR.values() for u in satu))
ASESOR_SAJA = (mulai_asesmen, catat_unit, rekomendasikan)


def isian(acak: random.Random, unit: Any, d: Dunia, id_: Any, sidang: list[Any]) -> dict[str, Any]:
    """Arguments of an action, by chance."""
    k = acak.choice(list(Kompetensi))
    apa: dict[str, Any] = {"permohonan_id": id_}
    lain: dict[Any, dict[str, Any]] = {
        tugaskan_asesor: {
            **apa,
            "asesor_id": d.asesor[acak.choice(["asesor", "asesor_lain"])],
            "tanggal": acak.choice([None, besok()]),
        },
        catat_unit: {**apa, "unit": hasil(d.unit, "K", k.value)},
        rekomendasikan: {**apa, "rekomendasi": k, "catatan": "Sebab"},
        masukkan_pleno: {"pleno_id": acak.choice(sidang), "permohonan": [id_]},
        putuskan: {**apa, "keputusan": k, "alasan": "Sebab"},
        ajukan_banding: {**apa, "alasan": "Keliru"},
        putuskan_banding: {**apa, "dikabulkan": acak.random() < 0.7, "jawaban": "Jawab"},
        terbitkan: {**apa, "nomor": f"S/{acak.randrange(10**9)}", "terbit": KINI},
        tutup_pleno: {"pleno_id": acak.choice(sidang)},
    }
    return lain.get(unit, apa)


@pytest.mark.parametrize("benih", [1, 2])
async def test_no_order_of_actions_breaks_what_must_hold(db: Database, benih: int) -> None:
    acak = random.Random(benih)
    d = await dunia(db, banyak=2)
    pelaku = [serba_bisa(o, n) for n, o in d.orang.items()]
    semua = [d.orang[n] for n in ("ketua", "pemutus", "asesor", "asesor_lain", "verifikator", "hakim")]
    sidang = [await pleno(db, d, f"BA/{n}", anggota=[*semua, *d.asesi]) for n in range(3)]
    pelaku += [serba_bisa(a, "asesi") for a in d.asesi]
    berhasil: set[str] = set()
    for _ in range(LANGKAH):
        id_ = acak.choice(d.permohonan)
        ((kini, asesor),) = await isi(db, "paksi_permohonan", "keadaan", "asesor_orang_id", id=id_)
        unit = acak.choice(WAJAR.get(kini.value, APA_SAJA) if acak.random() < 0.75 else APA_SAJA)
        apa = isian(acak, unit, d, id_, sidang)
        siapa = OPERATOR_LSP if unit is tugaskan_asesor else acak.choice(pelaku)
        if unit in ASESOR_SAJA and acak.random() < 0.8:
            # Only one person can: let it be them more often than not, so that the walk gets somewhere.
            siapa = next((p for p in pelaku if p.orang_id == asesor), siapa)
        try:
            await db.write(unit, siapa, **apa)
            berhasil.add(unit.__name__)
        except (GalatDomain, Ditolak):
            continue
        async with db.read() as koneksi:
            assert await koneksi.run_sync(lambda k: periksa_asesmen(Session(bind=k))) == []
    for permohonan, pemutus in await isi(
        db, "paksi_pleno_keputusan", "permohonan_id", "pemutus_orang_id", keputusan=Kompetensi.K
    ):
        asesor = await isi(db, "paksi_asesmen", "asesor_orang_id", permohonan_id=permohonan)
        assert (pemutus,) not in asesor
        assert pemutus not in (d.orang["verifikator"], d.asesi[d.permohonan.index(permohonan)])
    for permohonan, putaran, hakim in await isi(
        db, "paksi_banding", "permohonan_id", "putaran", "hakim_orang_id"
    ):
        if hakim is not None:
            asesor = await isi(
                db, "paksi_asesmen", "asesor_orang_id", permohonan_id=permohonan, putaran=putaran
            )
            putus = await isi(
                db, "paksi_pleno_keputusan", "pemutus_orang_id", permohonan_id=permohonan, putaran=putaran
            )
            assert (hakim,) not in [*asesor, *putus, (d.orang["verifikator"],)]
    # The walk went all the way, or it would prove little.
    assert {"tugaskan_asesor", "mulai_asesmen", "catat_unit", "rekomendasikan", "masukkan_pleno"} <= berhasil
    assert "putuskan" in berhasil
    assert berhasil & {"terbitkan", "ajukan_banding"}
