"""Allocation: what holds for every pool, checked against brute force on small ones."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise, product
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from forum_paksi.himpunan.kebijakan import jatah_proporsional
from forum_paksi.himpunan.masukan import (
    AlasanKode,
    CalonMasukan,
    Hasil,
    HasilAlokasi,
    Kebijakan,
    Keputusan,
    Masukan,
    PermintaanMasukan,
    Rentang,
)
from forum_paksi.himpunan.rules import alokasikan
from tests.paksi.bahan_alokasi import calon, jadwal, permintaan, tanda

WAKTU = [Rentang(mulai=date(2026, bulan, 2), sampai=date(2026, bulan, 3)) for bulan in (6, 7, 8)]
KODE = ["A", "B", "C"]


@st.composite
def himpunan(draw: st.DrawFn, kebijakan: Kebijakan | None = None, maks: int = 5, pemda: int = 4) -> Masukan:
    """Up to four pemda, five candidates each, three jadwal of up to four seats, wishes and clashes."""
    jumlah = draw(st.integers(1, 3))
    daftar = [
        jadwal(
            KODE[i],
            draw(st.integers(0, 4)),
            WAKTU[i],
            draw(st.sampled_from([("DIKLAT",), ("PENGALAMAN",), ("DIKLAT", "PENGALAMAN")])),
        )
        for i in range(jumlah)
    ]
    nomor = 0
    semua: list[PermintaanMasukan] = []
    for p in range(draw(st.integers(1, pemda))):
        siapa: list[CalonMasukan] = []
        for _ in range(draw(st.integers(1, maks))):
            nomor += 1
            bentrok = draw(st.lists(st.sampled_from(daftar), max_size=2, unique_by=lambda j: j.kode))
            orang = draw(st.sampled_from([nomor, nomor, nomor, 1]))
            orang = nomor if any(c.orang == tanda("orang", orang) for c in siapa) else orang
            siapa.append(
                calon(
                    orang,
                    draw(st.sampled_from([None, f"{p}/x", f"{p}/y", f"{p}/{nomor}"])),
                    sibuk=frozenset().union(*(j.sesi for j in bentrok)),
                    kurang=draw(st.sampled_from([0, 0, 0, 0, 2, None])),
                    sertifikat_berakhir=draw(st.sampled_from([None, None, *(w.mulai for w in WAKTU)])),
                )
            )
        semua.append(
            permintaan(
                f"61.0{p + 1}",
                siapa,
                hari=draw(st.integers(1, 3)),
                jalur=draw(st.sampled_from(["DIKLAT", "PENGALAMAN"])),
                tanggal=draw(st.lists(st.sampled_from(WAKTU), max_size=2, unique_by=lambda r: r.mulai)),
            )
        )
    opd = sorted({c.perangkat_daerah for p in semua for c in p.calon if c.perangkat_daerah}, key=str)
    return Masukan(
        kebijakan=kebijakan or draw(st.sampled_from(list(Kebijakan))),
        jadwal=tuple(daftar),
        permintaan=tuple(semua),
        tercakup=frozenset(o for o in opd if draw(st.booleans())),
    )


def kursi(hasil: HasilAlokasi) -> list[Keputusan]:
    return [k for k in hasil.keputusan if k.hasil is Hasil.KURSI]


def tunggu(hasil: HasilAlokasi) -> list[Keputusan]:
    return [k for k in hasil.keputusan if k.hasil is Hasil.DAFTAR_TUNGGU]


def layak(masukan: Masukan) -> dict[UUID, tuple[str, list[int]]]:
    """Person → (pemda of the earliest request in which somebody can be seated, jadwal that suit): written anew."""
    hasil: dict[UUID, tuple[str, list[int]]] = {}
    for p in sorted(masukan.permintaan, key=lambda p: (p.diajukan_pada, p.wilayah)):
        for c in p.calon:
            cocok = [i for i, j in enumerate(masukan.jadwal) if p.jalur in j.jalur and not (c.sibuk & j.sesi)]
            if cocok and c.kurang == 0 and c.orang not in hasil:
                hasil[c.orang] = (p.wilayah, cocok)
    return hasil


def muat(cocok: list[list[int]], kapasitas: list[int]) -> int:
    """Largest number of people who can be seated at once: plain augmenting paths."""
    tempat = [(j, n) for j, k in enumerate(kapasitas) for n in range(k)]
    isi: dict[tuple[int, int], int] = {}

    def coba(siapa: int, lihat: set[tuple[int, int]]) -> bool:
        for t in tempat:
            if t[0] in cocok[siapa] and t not in lihat:
                lihat.add(t)
                if t not in isi or coba(isi[t], lihat):
                    isi[t] = siapa
                    return True
        return False

    return sum(coba(i, set()) for i in range(len(cocok)))


def semua_muat(masukan: Masukan, orang: list[UUID]) -> bool:
    cocok = layak(masukan)
    return muat([cocok[o][1] for o in orang], [j.kursi for j in masukan.jadwal]) == len(orang)


@given(himpunan())
@settings(deadline=None)
def test_everyone_gets_exactly_one_decision_with_a_reason(masukan: Masukan) -> None:
    hasil = alokasikan(masukan)
    diminta = Counter((p.id, c.orang) for p in masukan.permintaan for c in p.calon)
    assert Counter((k.permintaan, k.orang) for k in hasil.keputusan) == diminta
    assert all(len(k.alasan) > 20 and k.alasan.endswith(".") for k in hasil.keputusan)
    dapat, menunggu = kursi(hasil), tunggu(hasil)
    assert [k.urutan for k in [*dapat, *menunggu]] == list(range(1, len(dapat) + len(menunggu) + 1))
    assert [k.posisi_tunggu for k in menunggu] == list(range(1, len(menunggu) + 1))
    assert all(k.jadwal is None for k in hasil.keputusan if k.hasil is not Hasil.KURSI)
    assert all(k.jadwal_tunggu for k in menunggu)


@given(himpunan())
@settings(deadline=None)
def test_no_jadwal_is_overfull_and_nobody_sits_where_they_cannot(masukan: Masukan) -> None:
    dapat = kursi(alokasikan(masukan))
    terpakai = Counter(k.jadwal for k in dapat)
    assert all(terpakai[j.id] <= j.kursi for j in masukan.jadwal)
    cocok = layak(masukan)
    nomor = {j.id: i for i, j in enumerate(masukan.jadwal)}
    assert all(nomor[k.jadwal] in cocok[k.orang][1] for k in dapat if k.jadwal)
    assert max(Counter(k.orang for k in dapat).values(), default=1) == 1


@given(himpunan())
@settings(deadline=None)
def test_every_seat_that_suits_anybody_is_used(masukan: Masukan) -> None:
    hasil = alokasikan(masukan)
    cocok = layak(masukan)
    assert len(kursi(hasil)) == muat([c for _, c in cocok.values()], [j.kursi for j in masukan.jadwal])
    assert len(tunggu(hasil)) == len(cocok) - len(kursi(hasil))


@given(himpunan(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_input_decides_nothing(masukan: Masukan, acak: random.Random) -> None:
    campur = replace(
        masukan,
        jadwal=tuple(acak.sample(masukan.jadwal, len(masukan.jadwal))),
        permintaan=tuple(acak.sample(masukan.permintaan, len(masukan.permintaan))),
    )
    assert alokasikan(campur) == alokasikan(masukan)


@given(himpunan())
@settings(deadline=None)
def test_the_figures_add_up(masukan: Masukan) -> None:
    hasil = alokasikan(masukan)
    per_pemda = {p.wilayah: (p.kursi, p.tunggu) for p in hasil.pemda}
    dapat, menunggu = Counter(k.wilayah for k in kursi(hasil)), Counter(k.wilayah for k in tunggu(hasil))
    assert per_pemda == {p.wilayah: (dapat[p.wilayah], menunggu[p.wilayah]) for p in masukan.permintaan}
    assert sum(p.calon for p in hasil.pemda) == sum(len(p.calon) for p in masukan.permintaan)
    assert sum(p.layak for p in hasil.pemda) == len(layak(masukan))
    assert (hasil.kursi, hasil.terpakai) == (sum(j.kursi for j in masukan.jadwal), len(kursi(hasil)))


@given(himpunan(Kebijakan.URUT_WAKTU))
@settings(deadline=None)
def test_first_come_never_passes_over_somebody_who_could_be_seated(masukan: Masukan) -> None:
    duduk: list[UUID] = []
    for orang in layak(masukan):
        if semua_muat(masukan, [*duduk, orang]):
            duduk.append(orang)
    assert [k.orang for k in kursi(alokasikan(masukan))] == duduk


@given(himpunan(Kebijakan.MERATA, maks=3, pemda=3))
@settings(max_examples=60, deadline=None)
def test_levelling_is_max_min_fair(masukan: Masukan) -> None:
    """No other feasible numbers per pemda are better for the worst off, then for the next, and so on."""
    hasil = alokasikan(masukan)
    cocok = layak(masukan)
    pemda = sorted({w for w, _ in cocok.values()})
    dapat = Counter(k.wilayah for k in kursi(hasil))
    orang = list(cocok)
    terbaik: list[int] = []
    for pilih in product((False, True), repeat=len(orang)):
        duduk = [o for o, ya in zip(orang, pilih, strict=True) if ya]
        if semua_muat(masukan, duduk):
            hitung = Counter(cocok[o][0] for o in duduk)
            terbaik = max(terbaik, sorted(hitung[w] for w in pemda))
    assert sorted(dapat[w] for w in pemda) == terbaik


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(0, 40))
@settings(deadline=None)
def test_levelling_one_jadwal_leaves_nobody_two_behind_with_unmet_demand(
    minta: list[int], kapasitas: int
) -> None:
    semua = [
        permintaan(f"61.0{p + 1}", [calon(f"{p}/{i}") for i in range(n)], hari=p + 1)
        for p, n in enumerate(minta)
    ]
    masukan = Masukan(kebijakan=Kebijakan.MERATA, jadwal=(jadwal(kursi=kapasitas),), permintaan=tuple(semua))
    pemda = alokasikan(masukan).pemda
    assert all(b.kursi - a.kursi <= 1 for a in pemda for b in pemda if a.tunggu)
    assert all(a.kursi >= b.kursi for a, b in pairwise(pemda) if a.tunggu)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=9), st.integers(0, 300))
@settings(deadline=None)
def test_quota_rule_of_proportional(minta: list[int], kapasitas: int) -> None:
    diminta = {str(i): n for i, n in enumerate(minta)}
    kapasitas = min(kapasitas, sum(minta))
    jatah, _ = jatah_proporsional(kapasitas, diminta)
    assert sum(jatah.values()) == kapasitas
    for siapa, n in diminta.items():
        bawah = kapasitas * n // sum(minta)
        atas = -(-kapasitas * n // sum(minta))
        assert bawah <= jatah[siapa] <= atas <= n


@given(st.lists(st.integers(1, 12), min_size=2, max_size=6), st.integers(0, 40))
@settings(deadline=None)
def test_proportional_on_one_jadwal_gives_exactly_the_quota(minta: list[int], kapasitas: int) -> None:
    semua = [
        permintaan(f"61.0{p + 1}", [calon(f"{p}/{i}") for i in range(n)], hari=p + 1)
        for p, n in enumerate(minta)
    ]
    masukan = Masukan(
        kebijakan=Kebijakan.PROPORSIONAL, jadwal=(jadwal(kursi=kapasitas),), permintaan=tuple(semua)
    )
    hasil = alokasikan(masukan)
    assert all(p.kursi == p.jatah for p in hasil.pemda)
    assert not [k for k in hasil.keputusan if k.alasan_kode is AlasanKode.SISA_JATAH]


@given(himpunan(Kebijakan.PRIORITAS_CAKUPAN))
@settings(deadline=None)
def test_coverage_first_covers_as_many_opd_as_possible(masukan: Masukan) -> None:
    cocok = layak(masukan)
    opd: dict[object, list[int]] = {}
    asal = {c.orang: c.perangkat_daerah for p in masukan.permintaan for c in p.calon}
    for p in sorted(masukan.permintaan, key=lambda p: (p.diajukan_pada, p.wilayah), reverse=True):
        asal |= {c.orang: c.perangkat_daerah for c in p.calon if cocok.get(c.orang, ("", []))[0] == p.wilayah}
    for orang, (_, bisa) in cocok.items():
        if asal[orang] is not None and asal[orang] not in masukan.tercakup:
            opd.setdefault(asal[orang], []).extend(bisa)
    hasil = alokasikan(masukan)
    didahulukan = [k for k in kursi(hasil) if k.alasan_kode is AlasanKode.OPD_TANPA_PAKSI]
    terlayani = {k.perangkat_daerah for k in kursi(hasil)} & set(opd)
    assert len(didahulukan) == len({k.perangkat_daerah for k in didahulukan}) == len(terlayani)
    assert len(terlayani) == muat(list(opd.values()), [j.kursi for j in masukan.jadwal])


@given(himpunan(Kebijakan.PRIORITAS_KEDALUWARSA))
@settings(deadline=None)
def test_no_certificate_that_ends_later_is_renewed_in_place_of_one_that_ends_sooner(masukan: Masukan) -> None:
    """Taken in the order of their last days, everyone is seated who can be beside those before."""
    cocok = layak(masukan)
    urut: list[tuple[date, int, UUID]] = []
    for p in sorted(masukan.permintaan, key=lambda p: (p.diajukan_pada, p.wilayah)):
        for c in p.calon:
            if c.sertifikat_berakhir and c.kurang == 0 and cocok.get(c.orang, ("", []))[0] == p.wilayah:
                urut.append((c.sertifikat_berakhir, len(urut), c.orang))
    kapasitas = [j.kursi for j in masukan.jadwal]
    seharusnya: list[UUID] = []
    for *_, orang in sorted(urut):
        if muat([cocok[o][1] for o in (*seharusnya, orang)], kapasitas) > len(seharusnya):
            seharusnya.append(orang)
    hasil = alokasikan(masukan)
    didahulukan = [k.orang for k in kursi(hasil) if k.alasan_kode is AlasanKode.SERTIFIKAT_BERAKHIR]
    menanti = [k.orang for k in tunggu(hasil) if k.alasan_kode is AlasanKode.SERTIFIKAT_BERAKHIR]
    assert didahulukan == seharusnya
    assert menanti == [orang for *_, orang in sorted(urut) if orang not in seharusnya]
    assert [k.orang for k in kursi(hasil)][: len(didahulukan)] == didahulukan


@given(himpunan(), st.integers(0, 2))
@settings(deadline=None)
def test_one_more_seat_takes_none_away(masukan: Masukan, ke: int) -> None:
    """Numbers per pemda never fall when a seat is added, except by the known paradox of largest remainders."""
    if masukan.kebijakan is Kebijakan.PROPORSIONAL:
        masukan = replace(masukan, kebijakan=Kebijakan.MERATA)
    ke %= len(masukan.jadwal)
    lebih = replace(
        masukan,
        jadwal=tuple(replace(j, kursi=j.kursi + (i == ke)) for i, j in enumerate(masukan.jadwal)),
    )
    sebelum, sesudah = alokasikan(masukan), alokasikan(lebih)
    assert 0 <= sesudah.terpakai - sebelum.terpakai <= 1
    if masukan.kebijakan is Kebijakan.URUT_WAKTU:
        assert {k.orang for k in kursi(sebelum)} <= {k.orang for k in kursi(sesudah)}
    if masukan.kebijakan is Kebijakan.MERATA:
        punya = {p.wilayah: p.kursi for p in sesudah.pemda}
        assert all(p.kursi <= punya[p.wilayah] for p in sebelum.pemda)


@given(himpunan(Kebijakan.URUT_WAKTU, maks=3, pemda=2))
@settings(max_examples=60, deadline=None)
def test_as_many_wishes_as_possible_are_met_among_those_seated(masukan: Masukan) -> None:
    dapat = kursi(alokasikan(masukan))
    minta = {p.id: p.tanggal for p in masukan.permintaan}
    cocok = layak(masukan)

    def nilai(susunan: list[tuple[Keputusan, int]]) -> tuple[int, int]:
        """(people on no wished date, sum of the places of the wishes met): smaller is better."""
        luar = jumlah = 0
        for k, j in susunan:
            daftar = minta[k.permintaan]
            ke = [i for i, r in enumerate(daftar) if r.memuat(masukan.jadwal[j].tanggal)]
            luar += bool(daftar) and not ke
            jumlah += ke[0] if ke else 0
        return luar, jumlah

    nomor = {j.id: i for i, j in enumerate(masukan.jadwal)}
    didapat = nilai([(k, nomor[k.jadwal]) for k in dapat if k.jadwal])
    terbaik = min(
        nilai(list(zip(dapat, susunan, strict=True)))
        for susunan in product(*(cocok[k.orang][1] for k in dapat))
        if all(n <= masukan.jadwal[j].kursi for j, n in Counter(susunan).items())
    )
    assert didapat == terbaik


def test_a_pool_of_forty_pemda_is_divided_in_one_go() -> None:
    """Control for the search: 40 pemda of 25 candidates with clashing wishes on six jadwal."""
    kode = [f"J{i}" for i in range(6)]
    waktu = [Rentang(mulai=date(2026, 6, 1 + 3 * i), sampai=date(2026, 6, 2 + 3 * i)) for i in range(6)]
    daftar = tuple(jadwal(k, 26, w) for k, w in zip(kode, waktu, strict=True))
    semua = tuple(
        permintaan(
            f"61.{p + 1:02}",
            [calon(f"{p}/{i}", sibuk=daftar[(p + i) % 6].sesi) for i in range(25)],
            hari=1 + p % 28,
            tanggal=[waktu[p % 2], waktu[2]],
        )
        for p in range(40)
    )
    for kebijakan in Kebijakan:
        hasil = alokasikan(Masukan(kebijakan=kebijakan, jadwal=daftar, permintaan=semua))
        assert (hasil.terpakai, len(hasil.keputusan)) == (156, 1000)
        assert hasil.keputusan[0].orang == tanda("orang", "0/0")
