"""The explanation and the decision are of one mind."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum_server.akses.penjelasan import HibahTercatat, jelaskan
from forum_server.akses.rules import Aktor, Hibah

HARI = date(2026, 8, 17)
IZIN = "paksi:himpun"


def tercatat(
    wilayah: str,
    *,
    tolak: bool = False,
    izin: str = IZIN,
    mulai: int = -10,
    sampai: int | None = None,
) -> HibahTercatat:
    return HibahTercatat(
        hibah=Hibah(peran="paksi.koordinator", izin=frozenset({izin}), wilayah=wilayah, tolak=tolak),
        mulai=HARI + timedelta(days=mulai),
        sampai=None if sampai is None else HARI + timedelta(days=sampai),
    )


def test_every_grant_is_named_with_what_it_adds() -> None:
    hasil = jelaskan(
        nama="budi.uji",
        aktif=True,
        catatan=[
            tercatat("61"),
            tercatat("61", izin="paksi:lihat", mulai=-9),
            tercatat("33", mulai=-8),
            tercatat("61", mulai=1),
            tercatat("61", mulai=-7, sampai=-1),
            tercatat("61.71", mulai=-5, tolak=True),
        ],
        izin=IZIN,
        hari=HARI,
        wilayah="61.71",
    )
    assert hasil.boleh is False
    assert hasil.langkah == (
        "Pertanyaan: bolehkah akun budi.uji melakukan paksi:himpun pada 61.71 per 17 Agustus 2026?",
        "Peran paksi.koordinator di wilayah 61 (sejak 7 Agustus 2026): mencakup 61.71 dan memberi paksi:himpun.",
        "Peran paksi.koordinator di wilayah 61 (sejak 8 Agustus 2026): tidak memuat izin paksi:himpun.",
        "Peran paksi.koordinator di wilayah 33 (sejak 9 Agustus 2026): memuat izin paksi:himpun, tetapi tidak mencakup 61.71.",
        "Peran paksi.koordinator di wilayah 61 (sejak 10 Agustus 2026 sampai 16 Agustus 2026): sudah berakhir.",
        "Larangan paksi.koordinator di wilayah 61.71 (sejak 12 Agustus 2026): mencakup 61.71 dan MELARANG paksi:himpun.",
        "Peran paksi.koordinator di wilayah 61 (sejak 18 Agustus 2026): belum berlaku.",
        "Larangan selalu mengalahkan pemberian.",
        "Kesimpulan: TIDAK BOLEH.",
    )


def test_a_deactivated_account_holds_nothing() -> None:
    hasil = jelaskan(
        nama="budi.uji", aktif=False, catatan=[tercatat("61")], izin=IZIN, hari=HARI, wilayah="61"
    )
    assert hasil.boleh is False
    assert hasil.langkah[1:] == (
        "Akun ini nonaktif, sehingga tidak memegang hak apa pun.",
        "Kesimpulan: TIDAK BOLEH.",
    )


def test_first_and_last_day_belong_to_a_grant() -> None:
    assert tercatat("61", mulai=0, sampai=0).berlaku(HARI)
    assert not tercatat("61", mulai=1).berlaku(HARI)
    assert not tercatat("61", mulai=-5, sampai=-1).berlaku(HARI)


kode = st.sampled_from(["ID", "61", "61.71", "62"])
catatan_acak = st.lists(
    st.builds(
        tercatat,
        kode,
        tolak=st.booleans(),
        izin=st.sampled_from([IZIN, "paksi:lihat"]),
        mulai=st.integers(-3, 1),
        sampai=st.sampled_from([None, 2]),
    ),
    max_size=6,
)


@given(catatan_acak, kode)
def test_the_explanation_always_agrees_with_the_actor(catatan: list[HibahTercatat], wilayah: str) -> None:
    aktor = Aktor(
        akun_id=uuid.UUID(int=1),
        orang_id=None,
        nama="uji",
        hibah=tuple(c.hibah for c in catatan if c.berlaku(HARI)),
    )
    hasil = jelaskan(nama="uji", aktif=True, catatan=catatan, izin=IZIN, hari=HARI, wilayah=wilayah)
    assert hasil.boleh is aktor.boleh(IZIN, wilayah=wilayah)
    assert len(hasil.langkah) >= len(catatan) + 2
