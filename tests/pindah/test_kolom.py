"""Every column that holds the code of a region says what happens when the code changes."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, MetaData, String, Table

from forum_server.database import Base, KodeTipe
from forum_server.pindah.kolom import KolomTakDinyatakan, kolom_wilayah
from forum_server.plugin.manager import Plugins


def test_every_table_of_core_and_of_every_plugin_says_it() -> None:
    Plugins(strict=True).load()
    ada = {
        f"{k.tabel.name}.{k.kolom.name}"
        for k in kolom_wilayah(t for t in Base.metadata.sorted_tables if t.info.get("pemilik"))
    }
    assert {
        "orang.wilayah_kode",
        "plugin_wilayah.kode",
        "paksi_permintaan.wilayah_kode",
        "berkas.wilayah_kode",
    } <= ada
    assert (
        not {"jejak.wilayah", "peristiwa.wilayah", "wilayah.kode", "paksi_nomor_permintaan.wilayah_kode"}
        & ada
    )


@pytest.mark.parametrize(
    ("kolom", "salah"),
    [
        (Column("kode", KodeTipe), ["uji.kode"]),
        (Column("wilayah", String(32)), ["uji.wilayah"]),
        (Column("kode", KodeTipe, info={"wilayah": "entah"}), ["uji.kode"]),
        (Column("kode", KodeTipe, info={"wilayah": "sejarah"}), None),
        (Column("kode", KodeTipe, ForeignKey("lembaga.kode")), None),
        (Column("nama", String(32)), None),
    ],
)
def test_a_column_that_does_not_say_it_is_found(kolom: Column[str], salah: list[str] | None) -> None:
    tabel = Table("uji", MetaData(), kolom)
    if salah is None:
        assert kolom_wilayah([tabel]) == []
        return
    with pytest.raises(KolomTakDinyatakan) as galat:
        kolom_wilayah([tabel])
    assert list(galat.value.kolom) == salah


@pytest.mark.parametrize("onupdate", [None, "CASCADE"])
def test_a_code_in_a_key_of_two_tables_must_cascade(onupdate: str | None) -> None:
    meta = MetaData()
    Table("wilayah", meta, Column("kode", KodeTipe, primary_key=True, info={"wilayah": "sejarah"}))
    induk = Table(
        "induk",
        meta,
        Column("id", String(1), primary_key=True),
        Column("kode", KodeTipe, ForeignKey("wilayah.kode")),
    )
    anak = Table(
        "anak",
        meta,
        Column("induk", String(1)),
        Column("kode", KodeTipe, ForeignKey("wilayah.kode")),
        ForeignKeyConstraint(["induk", "kode"], ["induk.id", "induk.kode"], onupdate=onupdate),
    )
    if onupdate:
        assert [k.tabel for k in kolom_wilayah([induk, anak])] == [induk, anak]
        return
    with pytest.raises(KolomTakDinyatakan) as galat:
        kolom_wilayah([induk, anak])
    assert galat.value.kolom == ("anak(induk, kode)",)
