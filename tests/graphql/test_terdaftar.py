from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import strawberry

from forum_server.galat import PermintaanTidakSah
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor, PermintaanDitolak, Sebab
from forum_server.graphql.terdaftar import (
    DaftarRusak,
    DokumenTerdaftar,
    IdDokumen,
    TidakTerdaftar,
    sidik_dokumen,
)

HALO = "query Halo { halo }"


@strawberry.type
class Query:
    @strawberry.field
    def halo(self) -> str:
        return "halo"


def terdaftar(folder: Path, *, hanya: bool) -> DokumenTerdaftar:
    (folder / "dalam").mkdir()
    (folder / "dalam" / "Halo.graphql").write_text(HALO)
    return DokumenTerdaftar.muat([folder], hanya=hanya)


def test_a_registered_document_is_found_by_its_hash(tmp_path: Path) -> None:
    daftar = terdaftar(tmp_path, hanya=False)
    assert daftar.teks(IdDokumen(sidik_dokumen(HALO))) == HALO
    assert daftar.teks("{ apa saja }") == "{ apa saja }"


def test_an_unknown_hash_is_refused(tmp_path: Path) -> None:
    daftar = terdaftar(tmp_path, hanya=False)
    with pytest.raises(TidakTerdaftar, match="Kirim teks lengkapnya"):
        daftar.teks(IdDokumen(sidik_dokumen("{ lain }")))


@pytest.mark.parametrize("dokumen", ["{ halo }", HALO + " ", ""])
def test_only_registered_texts_run_where_the_setting_says_so(tmp_path: Path, dokumen: str) -> None:
    daftar = terdaftar(tmp_path, hanya=True)
    assert daftar.teks(HALO) == HALO
    with pytest.raises(TidakTerdaftar):
        daftar.teks(dokumen)


def test_every_way_into_the_executor_passes_the_list(tmp_path: Path) -> None:
    eksekutor = Eksekutor(strawberry.Schema(Query), Batas(), terdaftar=terdaftar(tmp_path, hanya=True))
    bebas = Eksekutor(strawberry.Schema(Query), Batas())
    assert bebas.siapkan("{ halo }").operasi.nama is None
    assert eksekutor.siapkan(IdDokumen(sidik_dokumen(HALO))).operasi.nama == "Halo"
    with pytest.raises(PermintaanDitolak) as tolak:
        eksekutor.siapkan("{ halo }")
    assert tolak.value.sebab is Sebab.TIDAK_SAH
    assert [g["extensions"]["kode"] for g in tolak.value.galat] == ["DOKUMEN_TIDAK_TERDAFTAR"]
    assert len(eksekutor.rak) == 1


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    isi = b"query Halo {\r\n  halo\r\n}\r\n"
    (tmp_path / "halo.graphql").write_bytes(isi)
    assert DokumenTerdaftar.muat([tmp_path], hanya=True).isi.keys() == {hashlib.sha256(isi).hexdigest()}


def test_a_manifest_is_read_like_a_folder(tmp_path: Path) -> None:
    manifes = tmp_path / "manifes.json"
    manifes.write_text(json.dumps({f"sha256:{sidik_dokumen(HALO)}": HALO}))
    assert DokumenTerdaftar.muat([manifes], hanya=True).isi == {sidik_dokumen(HALO): HALO}


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ("[]", "harus berupa objek JSON"),
        ("{", "tidak dapat dibaca"),
        (json.dumps({"0" * 64: HALO}), "bukan sidik SHA-256"),
        (json.dumps({sidik_dokumen("{"): "{"}), "bukan dokumen GraphQL"),
    ],
)
def test_a_broken_manifest_is_refused_at_start(tmp_path: Path, isi: str, pesan: str) -> None:
    manifes = tmp_path / "manifes.json"
    manifes.write_text(isi)
    with pytest.raises(DaftarRusak, match=pesan):
        DokumenTerdaftar.muat([manifes], hanya=False)


def test_a_server_that_would_refuse_everything_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(DaftarRusak, match="FORUM_DOKUMEN_TERDAFTAR"):
        DokumenTerdaftar.muat([tmp_path], hanya=True)
    assert DokumenTerdaftar.muat([], hanya=False).isi == {}


@pytest.mark.parametrize("teks", [None, 7, "", "md5:1", "sha256:ABC", "sha256:" + "g" * 64])
def test_an_id_that_is_no_hash_is_refused(teks: object) -> None:
    with pytest.raises(PermintaanTidakSah, match="documentId"):
        IdDokumen.dari(teks)
