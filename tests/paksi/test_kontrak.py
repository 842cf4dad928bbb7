"""The promises every plugin keeps, kept by this one."""

from __future__ import annotations

from pathlib import Path

from forum_server.testing import PluginContract, TanyaBatch, aktor_uji

PELIHAT = aktor_uji("paksi:lihat", "inti:orang")


class TestPaksi(PluginContract):
    """Composition, descriptions, names, refusals as data, migrations, statement counts."""

    plugin = "paksi"
    sdl = Path(__file__).parents[2] / "schema" / "paksi.graphql"
    tanya_batch = (
        TanyaBatch(
            dokumen="""query ($first: Int!) {
              daftarWilayah(induk: "ID", tingkat: KABUPATEN, first: $first) {
                edges { node { paksiRingkasan { permintaanTerbuka calon kursi menunggu } } } } }""",
            satu={"first": 1},
            banyak={"first": 50},
            aktor=PELIHAT,
        ),
    )
