"""Keys: how they come to be, who may read them, and that nothing opens in the wrong place."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.kunci import Kunci, KunciBermasalah
from forum_server.settings import Settings

KUNCI = Kunci.baru()


def setelan(folder: Path, **lain: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **lain)  # pyright: ignore[reportCallIssue]


@given(st.text())
def test_what_is_encrypted_opens_only_at_its_place(teks: str) -> None:
    tersandi = KUNCI.sandikan(teks, tempat="orang.nip:1")
    assert KUNCI.bukakan(tersandi, tempat="orang.nip:1") == teks
    for lain in ("orang.nip:2", "orang.nik:1", ""):
        with pytest.raises(KunciBermasalah):
            KUNCI.bukakan(tersandi, tempat=lain)


def test_the_same_text_is_never_encrypted_the_same() -> None:
    assert KUNCI.sandikan("x", tempat="a") != KUNCI.sandikan("x", tempat="a")


TERSANDI = KUNCI.sandikan("198609262015051001", tempat="orang.nip:1")
"""One for all examples: what is drawn depends on it."""


@given(st.data())
def test_a_changed_ciphertext_does_not_open(data: st.DataObject) -> None:
    tersandi = TERSANDI
    letak = data.draw(st.integers(0, len(tersandi) - 2))  # the last sign carries unused bits
    huruf = data.draw(st.sampled_from("AbC9-_.~").filter(lambda h: h != tersandi[letak]))
    with pytest.raises(KunciBermasalah):
        KUNCI.bukakan(tersandi[:letak] + huruf + tersandi[letak + 1 :], tempat="orang.nip:1")


def test_old_keys_open_and_the_active_one_encrypts() -> None:
    lama = Kunci.baru()
    isi = json.loads(Kunci.baru().ke_json())
    for jenis in ("sandi", "sidik"):
        isi[jenis]["kunci"] |= json.loads(lama.ke_json())[jenis]["kunci"]
    keduanya = Kunci.dari_json(json.dumps(isi), asal="uji")

    tersandi = lama.sandikan("rahasia", tempat="a")
    assert keduanya.bukakan(tersandi, tempat="a") == "rahasia"
    baru = keduanya.sandikan("rahasia", tempat="a")
    assert baru.split(".")[1] == isi["sandi"]["aktif"]
    with pytest.raises(KunciBermasalah, match="tidak ada pada server ini"):
        lama.bukakan(baru, tempat="a")

    assert keduanya.semua_sidik("nip", "1") == (keduanya.sidik("nip", "1"), lama.sidik("nip", "1"))


def test_hashes_differ_by_kind_of_value_and_by_key() -> None:
    assert KUNCI.sidik("nip", "1") == KUNCI.sidik("nip", "1")
    assert KUNCI.sidik("nip", "1") != KUNCI.sidik("nik", "1")
    assert KUNCI.sidik("nip", "1").split(".")[1] != Kunci.baru().sidik("nip", "1").split(".")[1]


def test_encryption_and_hash_never_share_a_key() -> None:
    isi = json.loads(Kunci.baru().ke_json())
    assert not set(isi["sandi"]["kunci"].values()) & set(isi["sidik"]["kunci"].values())


def test_the_first_start_makes_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    lama = os.umask(0)
    try:
        kunci = Kunci.muat(setelan(tmp_path / "data"))
    finally:
        os.umask(lama)
    berkas = tmp_path / "data" / "kunci.json"
    assert stat.S_IMODE(berkas.stat().st_mode) == 0o600
    assert stat.S_IMODE(berkas.parent.stat().st_mode) == 0o700
    assert [p.name for p in berkas.parent.iterdir()] == ["kunci.json"]
    lagi = Kunci.muat(setelan(tmp_path / "data"))
    assert lagi.bukakan(kunci.sandikan("x", tempat="a"), tempat="a") == "x"


@pytest.mark.parametrize("ragam", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, ragam: int) -> None:
    Kunci.muat(setelan(tmp_path))
    (tmp_path / "kunci.json").chmod(ragam)
    with pytest.raises(KunciBermasalah, match="chmod 600"):
        Kunci.muat(setelan(tmp_path))


def test_many_first_starts_at_once_agree_on_one_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as kolam:
        semua = list(kolam.map(lambda _: Kunci.muat(setelan(tmp_path)).ke_json(), range(32)))
    assert len(set(semua)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["kunci.json"]


def test_first_starts_of_several_processes_agree(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from forum_server.settings import Settings; from forum_server.kunci import Kunci;"
        "print(Kunci.muat(Settings(_env_file=None, data_dir=pathlib.Path(sys.argv[1]))).sidik('x', 'y'))"
    )
    proses = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    assert len({p.communicate()[0] for p in proses}) == 1
    assert [p.returncode for p in proses] == [0, 0, 0]


def test_keys_come_from_the_environment_when_set_there(tmp_path: Path) -> None:
    kunci = Kunci.muat(setelan(tmp_path, kunci=KUNCI.ke_json()))
    assert kunci.sidik("a", "b") == KUNCI.sidik("a", "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "ubah",
    [
        lambda isi: isi.pop("sidik"),
        lambda isi: isi["sandi"].update(aktif="tidakada"),
        lambda isi: isi["sandi"]["kunci"].update(x="AAAA"),
        lambda isi: isi["sandi"]["kunci"].update(x="%%%"),
        lambda isi: isi["sandi"].update(kunci=[]),
    ],
)
def test_damaged_keys_are_refused_without_showing_them(ubah: object) -> None:
    isi = json.loads(KUNCI.ke_json())
    ubah(isi)  # pyright: ignore[reportCallIssue]
    teks = json.dumps(isi)
    with pytest.raises(KunciBermasalah) as galat:
        Kunci.dari_json(teks, asal="FORUM_KUNCI")
    assert "FORUM_KUNCI" in str(galat.value)
    for nilai in json.loads(KUNCI.ke_json())["sandi"]["kunci"].values():
        assert nilai not in str(galat.value)
    assert galat.value.__cause__ is None


def test_keys_do_not_show_in_a_printed_object() -> None:
    for nilai in json.loads(KUNCI.ke_json())["sandi"]["kunci"].values():
        assert nilai not in repr(KUNCI)
    assert "kunci=" not in repr(KUNCI.kunci_sandi)
