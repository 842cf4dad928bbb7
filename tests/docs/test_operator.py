"""The operator's page tells the truth: its commands take their options, its metrics and log lines are the code's."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import Final

from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

import forum_paksi
from forum_paksi.setelan import PaksiSetelan
from forum_server.cli.main import app
from forum_server.pantau.metrik import Metrik
from tests.docs.halaman import AKAR, tabel
from tools import markdown

HALAMAN: Final = "operator.md"
KODE: Final = re.compile(r"`([^`]+)`")
BUKAN_KAMI: Final = frozenset({"forum_baru"})
"""A database of the page that is called like a metric."""


def _metrik() -> set[str]:
    """The metrics as Prometheus knows them, without the parts of histograms."""
    teks = Metrik(dict).teks().decode()
    return {
        f"{satu.name}_total" if satu.type == "counter" else satu.name
        for satu in text_string_to_metric_families(teks)
        if satu.name.startswith("forum_")
    }


def _kode(baris: list[list[str]]) -> set[str]:
    return {nama for satu in baris for nama in KODE.findall(satu[0])}


def test_every_command_takes_the_options_the_page_gives_it() -> None:
    halaman = markdown.read(AKAR / "docs" / HALAMAN)
    baris = [b for blok in halaman.blocks if blok.language == "console" for b in blok.text.splitlines()]
    baris += [kode.text for kode in halaman.codes]
    forum = [
        shlex.split(potong[1])
        for satu in baris
        if (potong := re.search(r"(?:^|\$ |/opt/forum/bin/)forum ((?:[a-z]|--).*)", satu)) is not None
    ]
    assert len(forum) > 20
    for kata in forum:
        hasil = CliRunner().invoke(app, [*kata, "--help"])
        assert hasil.exit_code == 0, (kata, hasil.output)


def test_the_page_lists_every_metric_and_no_other() -> None:
    assert _kode(tabel(HALAMAN, "Metrik")) == _metrik()


def test_alerts_and_the_page_name_metrics_that_exist() -> None:
    dikenal = _metrik()
    for berkas in ("deploy/prometheus-peringatan.yml", f"docs/{HALAMAN}"):
        disebut = set(re.findall(r"\bforum_[a-z_]+[a-z]\b", (AKAR / berkas).read_text(encoding="utf-8")))
        asing = {satu.removesuffix("_bucket") for satu in disebut} - dikenal - BUKAN_KAMI
        assert asing == set(), berkas


def test_the_log_lines_the_page_explains_are_written_somewhere() -> None:
    tertulis: set[str] = set()
    for paket in ("forum_server", "plugins/paksi/forum_paksi"):
        for berkas in Path(AKAR / paket).rglob("*.py"):
            isi = berkas.read_text(encoding="utf-8")
            tertulis |= set(re.findall(r"log\.(?:info|warning|error|exception)\(\s*\"(\w+)\"", isi))
    dijelaskan = _kode(tabel(HALAMAN, "Kejadian"))
    assert dijelaskan - tertulis == set()


def test_the_settings_and_jobs_of_paksi_are_those_of_the_code() -> None:
    baris = {satu[0].strip("`"): satu[1] for satu in tabel(HALAMAN, "Setelan paksi")}
    bawaan = {f.name: f.default for f in fields(PaksiSetelan)}
    assert {nama: json.loads(nilai) for nama, nilai in baris.items()} == {
        nama: list(nilai) if isinstance(nilai, tuple) else nilai for nama, nilai in bawaan.items()
    }
    satuan = {"detik": 1, "menit": 60, "jam": 3600}
    tertulis = {
        satu[0].strip("`"): int(satu[1].split()[0]) * satuan[satu[1].split()[1]]
        for satu in tabel(HALAMAN, "Pekerjaan")
    }
    assert tertulis == {p.nama: int(p.tiap.total_seconds()) for p in forum_paksi.jobs()}
