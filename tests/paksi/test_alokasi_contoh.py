"""Allocation: examples worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from forum_paksi.himpunan.kebijakan import jatah_proporsional
from forum_paksi.himpunan.masukan import (
    AlasanKode,
    CalonMasukan,
    Hasil,
    HasilAlokasi,
    Kebijakan,
    Keputusan,
    Masukan,
    Rentang,
)
from forum_paksi.himpunan.rules import alokasikan
from tests.paksi.bahan_alokasi import calon, jadwal, kalbar, kursi_pemda, permintaan, tanda

JUNI = Rentang(mulai=date(2026, 6, 2), sampai=date(2026, 6, 4))
JULI = Rentang(mulai=date(2026, 7, 7), sampai=date(2026, 7, 9))


def untuk(hasil: HasilAlokasi, orang: object) -> Keputusan:
    (satu,) = [k for k in hasil.keputusan if k.orang == tanda("orang", orang)]
    return satu


def test_first_come_seats_whole_requests_in_the_order_they_came() -> None:
    hasil = alokasikan(kalbar(Kebijakan.URUT_WAKTU))
    assert kursi_pemda(hasil) == {"61.71": 10, "61.12": 8, "61.04": 7, "61.03": 1}
    assert (hasil.kursi, hasil.terpakai) == (26, 26)
    assert untuk(hasil, "61.03/1").alasan == (
        "Urutan 26 dari 45 menurut waktu pengajuan (Kab. Sanggau, diajukan 4 Maret 2026 pukul 09.12 WIB); "
        "ditempatkan di AS-1, 2-4 Juni 2026."
    )
    menunggu = untuk(hasil, "61.03/2")
    assert (menunggu.hasil, menunggu.posisi_tunggu, menunggu.urutan) == (Hasil.DAFTAR_TUNGGU, 1, 27)
    assert menunggu.alasan == (
        "Urutan 27 dari 45 menurut waktu pengajuan (Kab. Sanggau, diajukan 4 Maret 2026 pukul 09.12 WIB); "
        "26 kursi sudah habis; daftar tunggu nomor 1, menunggu AS-1."
    )


def test_proportional_gives_left_over_seats_to_the_largest_remainders() -> None:
    hasil = alokasikan(kalbar(Kebijakan.PROPORSIONAL))
    assert kursi_pemda(hasil) == {
        "61.71": 6, "61.12": 5, "61.04": 4, "61.03": 3, "61.01": 3, "61.02": 2, "61.05": 2, "61.72": 1,
    }  # fmt: skip
    assert untuk(hasil, "61.01/2").alasan == (
        "Kursi ke-2 dari jatah Kab. Sambas 3 dari 26 kursi (5 dari 45 calon yang dapat ikut, sisa terbesar); "
        "ditempatkan di AS-1, 2-4 Juni 2026."
    )
    assert "sisa terbesar" not in untuk(hasil, "61.04/1").alasan
    assert untuk(hasil, "61.04/5").alasan.startswith(
        "Jatah Kab. Ketapang 4 dari 26 kursi (7 dari 45 calon yang dapat ikut) sudah terpakai; 26 kursi sudah habis"
    )


def test_even_shares_level_the_pemda_and_give_the_rest_to_the_earliest() -> None:
    hasil = alokasikan(kalbar(Kebijakan.MERATA))
    assert kursi_pemda(hasil) == {
        "61.71": 4, "61.12": 4, "61.04": 4, "61.03": 3, "61.01": 3, "61.02": 3, "61.05": 3, "61.72": 2,
    }  # fmt: skip
    assert untuk(hasil, "61.12/4").urutan == 25
    assert untuk(hasil, "61.04/4").urutan == 26
    assert untuk(hasil, "61.03/4").posisi_tunggu == 1
    assert untuk(hasil, "61.03/4").alasan == (
        "Kab. Sanggau sudah mendapat 3 dari 26 kursi yang dibagi rata kepada 8 pemda; "
        "26 kursi sudah habis; daftar tunggu nomor 1, menunggu AS-1."
    )


def test_coverage_first_seats_one_of_every_opd_without_holder_then_levels() -> None:
    tanpa = ["61.71/10", "61.03/4", *(f"61.01/{i}" for i in range(1, 6))]
    hasil = alokasikan(kalbar(Kebijakan.PRIORITAS_CAKUPAN, tanpa))
    assert kursi_pemda(hasil) == {
        "61.71": 4, "61.12": 3, "61.04": 3, "61.03": 3, "61.01": 5, "61.02": 3, "61.05": 3, "61.72": 2,
    }  # fmt: skip
    assert untuk(hasil, "61.71/10").hasil is Hasil.KURSI
    assert untuk(hasil, "61.01/1").alasan == (
        "Urutan 3 dari 7 OPD tanpa PAKSI (OPD 61.01/1, Kab. Sambas); ditempatkan di AS-1, 2-4 Juni 2026."
    )
    kode = [k.alasan_kode for k in hasil.keputusan[:26]]
    assert kode == [AlasanKode.OPD_TANPA_PAKSI] * 7 + [AlasanKode.GILIRAN_MERATA] * 19


def test_more_opd_without_holder_than_seats_are_levelled_over_pemda_and_go_on_waiting() -> None:
    tanpa = [f"{kode}/{i}" for kode, jumlah in (("61.71", 3), ("61.12", 3)) for i in range(1, jumlah + 1)]
    masukan = kalbar(Kebijakan.PRIORITAS_CAKUPAN, tanpa)
    masukan = Masukan(
        kebijakan=masukan.kebijakan,
        jadwal=(jadwal(kursi=3),),
        permintaan=masukan.permintaan,
        tercakup=masukan.tercakup,
    )
    hasil = alokasikan(masukan)
    assert kursi_pemda(hasil) == {"61.71": 2, "61.12": 1}
    tunggu = [k for k in hasil.keputusan if k.hasil is Hasil.DAFTAR_TUNGGU][:4]
    assert [k.orang for k in tunggu] == [
        tanda("orang", o) for o in ("61.12/2", "61.71/3", "61.12/3", "61.04/1")
    ]
    assert tunggu[0].alasan == (
        "Urutan 4 dari 6 OPD tanpa PAKSI (OPD 61.12/2, Kab. Kubu Raya); 3 kursi sudah habis; daftar tunggu nomor 1, menunggu AS-1."
    )


def test_only_one_of_two_candidates_of_an_uncovered_opd_is_put_first() -> None:
    a = permintaan("61.01", [calon("a1", "X"), calon("a2", "X")], hari=1)
    b = permintaan("61.02", [calon("b1", "Y")], hari=2)
    hasil = alokasikan(
        Masukan(kebijakan=Kebijakan.PRIORITAS_CAKUPAN, jadwal=(jadwal(kursi=2),), permintaan=(a, b))
    )
    assert untuk(hasil, "a1").alasan_kode is AlasanKode.OPD_TANPA_PAKSI
    assert untuk(hasil, "b1").alasan_kode is AlasanKode.OPD_TANPA_PAKSI
    assert untuk(hasil, "a2").hasil is Hasil.DAFTAR_TUNGGU


def test_people_outside_any_opd_take_part_after_uncovered_opd() -> None:
    a = permintaan("61.01", [calon("guru")], hari=1)
    b = permintaan("61.02", [calon("b1", "Y")], hari=2)
    hasil = alokasikan(
        Masukan(kebijakan=Kebijakan.PRIORITAS_CAKUPAN, jadwal=(jadwal(kursi=1),), permintaan=(a, b))
    )
    assert kursi_pemda(hasil) == {"61.02": 1}


RAPAT = (("61.71", "Kota Pontianak", 5), ("61.01", "Kabupaten Sambas", 3), ("61.02", "Kabupaten Landak", 2))
"""The example of the guide: ten candidates for six seats."""


def rapat(kebijakan: Kebijakan, kursi: int, tanpa_paksi: Iterable[str] = ()) -> HasilAlokasi:
    semua = [
        permintaan(kode, [calon(f"{kode}/{i}", f"{kode}/{i}") for i in range(1, n + 1)], hari=hari, nama=nama)
        for hari, (kode, nama, n) in enumerate(RAPAT, 2)
    ]
    opd = {c.perangkat_daerah for p in semua for c in p.calon if c.perangkat_daerah}
    terbuka = {tanda("opd", o) for o in tanpa_paksi}
    return alokasikan(
        Masukan(
            kebijakan=kebijakan,
            jadwal=(jadwal(kursi=kursi),),
            permintaan=tuple(semua),
            tercakup=frozenset(opd - terbuka),
        )
    )


BELUM = ("61.71/4", "61.01/1", "61.01/2", "61.01/3")


def berakhir(bulan: int) -> date:
    return date(2026, bulan, 15)


def test_renewals_are_seated_by_the_last_day_of_their_certificates_and_the_rest_take_turns() -> None:
    a = permintaan(
        "61.71",
        [calon("a1"), calon("a2", sertifikat_berakhir=berakhir(9)), calon("a3")],
        hari=2,
        nama="Kota Pontianak",
    )
    b = permintaan("61.01", [calon("b1", sertifikat_berakhir=berakhir(7))], hari=3, nama="Kabupaten Sambas")
    c = permintaan(
        "61.02",
        [calon("c1", sertifikat_berakhir=berakhir(9)), calon("c2")],
        hari=4,
        nama="Kabupaten Landak",
    )
    hasil = alokasikan(
        Masukan(kebijakan=Kebijakan.PRIORITAS_KEDALUWARSA, jadwal=(jadwal(kursi=4),), permintaan=(a, b, c))
    )
    assert [k.orang for k in hasil.keputusan] == [
        tanda("orang", o) for o in ("b1", "a2", "c1", "a1", "c2", "a3")
    ]
    assert [k.alasan_kode for k in hasil.keputusan[:4]] == [AlasanKode.SERTIFIKAT_BERAKHIR] * 3 + [
        AlasanKode.GILIRAN_MERATA
    ]
    assert untuk(hasil, "b1").alasan == (
        "Urutan 1 dari 3 perpanjangan menurut hari terakhir sertifikatnya (15 Juli 2026); "
        "ditempatkan di AS-1, 2-4 Juni 2026."
    )
    assert untuk(hasil, "a1").alasan == (
        "Kursi ke-2 dari 2 untuk Kota Pontianak; sesudah perpanjangan sertifikat didahulukan, kursi dibagi "
        "bergiliran, pemda berkursi paling sedikit didahulukan; ditempatkan di AS-1, 2-4 Juni 2026."
    )
    assert untuk(hasil, "c2").alasan == (
        "3 dari 4 kursi untuk perpanjangan sertifikat, yang didahulukan; 1 kursi sisanya dibagi bergiliran; "
        "Kabupaten Landak sudah mendapat 1 kursi; 4 kursi sudah habis; daftar tunggu nomor 1, menunggu AS-1."
    )


def test_more_renewals_than_seats_wait_in_the_order_of_their_last_days() -> None:
    a = permintaan("61.01", [calon("a1", sertifikat_berakhir=berakhir(12)), calon("a2")], hari=1)
    b = permintaan("61.02", [calon("b1", sertifikat_berakhir=berakhir(6))], hari=2)
    hasil = alokasikan(
        Masukan(kebijakan=Kebijakan.PRIORITAS_KEDALUWARSA, jadwal=(jadwal(kursi=1),), permintaan=(a, b))
    )
    assert [k.orang for k in hasil.keputusan] == [tanda("orang", o) for o in ("b1", "a1", "a2")]
    assert untuk(hasil, "a1").posisi_tunggu == 1


def test_a_pool_that_asks_for_eligibility_seats_nobody_who_lacks_something() -> None:
    a = permintaan("61.01", [calon("a1", kurang=2), calon("a2", kurang=None), calon("a3")], hari=1)
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.URUT_WAKTU, jadwal=(jadwal(kursi=3),), permintaan=(a,)))
    assert untuk(hasil, "a3").hasil is Hasil.KURSI
    assert untuk(hasil, "a1").hasil is untuk(hasil, "a2").hasil is Hasil.TIDAK_DAPAT
    assert untuk(hasil, "a1").alasan_kode is untuk(hasil, "a2").alasan_kode is AlasanKode.BELUM_LAYAK
    assert untuk(hasil, "a1").alasan == (
        "Himpunan ini mensyaratkan kelayakan, dan 2 butir persyaratan permohonan calon ini belum terpenuhi."
    )
    assert untuk(hasil, "a2").alasan == (
        "Himpunan ini mensyaratkan kelayakan, dan calon ini belum mempunyai permohonan untuk skemanya."
    )


def test_after_uncovered_opd_a_waiting_pemda_hears_how_few_seats_were_left() -> None:
    hasil = rapat(Kebijakan.PRIORITAS_CAKUPAN, 6, BELUM)
    assert kursi_pemda(hasil) == {"61.71": 2, "61.01": 3, "61.02": 1}
    assert untuk(hasil, "61.02/2").alasan == (
        "4 dari 6 kursi untuk OPD tanpa PAKSI, yang didahulukan; 2 kursi sisanya dibagi bergiliran; "
        "Kabupaten Landak sudah mendapat 1 kursi; 6 kursi sudah habis; daftar tunggu nomor 1, menunggu AS-1."
    )
    assert untuk(hasil, "61.02/1").alasan == (
        "Kursi ke-1 dari 1 untuk Kabupaten Landak; sesudah OPD tanpa PAKSI didahulukan, kursi dibagi bergiliran, "
        "pemda berkursi paling sedikit didahulukan; ditempatkan di AS-1, 2-4 Juni 2026."
    )


def test_when_uncovered_opd_took_every_seat_the_others_hear_that() -> None:
    hasil = rapat(Kebijakan.PRIORITAS_CAKUPAN, 4, BELUM)
    assert untuk(hasil, "61.02/1").alasan.startswith(
        "Semua 4 kursi untuk OPD tanpa PAKSI, yang didahulukan; Kabupaten Landak belum mendapat kursi; "
    )


def test_without_uncovered_opd_coverage_first_speaks_of_turns_only() -> None:
    hasil = rapat(Kebijakan.PRIORITAS_CAKUPAN, 6)
    assert untuk(hasil, "61.71/3").alasan.startswith(
        "Kota Pontianak sudah mendapat 2 dari 6 kursi yang dibagi rata kepada 3 pemda; "
    )


def test_a_pemda_whose_turn_never_came_is_not_told_it_had_one() -> None:
    hasil = rapat(Kebijakan.MERATA, 2)
    assert untuk(hasil, "61.02/1").alasan.startswith(
        "Kabupaten Landak belum mendapat kursi dari 2 kursi yang dibagi rata kepada 3 pemda; 2 kursi sudah habis; "
    )


def test_a_quota_of_nothing_is_not_called_used_up() -> None:
    hasil = rapat(Kebijakan.PROPORSIONAL, 2)
    assert untuk(hasil, "61.02/1").alasan.startswith(
        "Jatah Kabupaten Landak 0 dari 2 kursi (2 dari 10 calon yang dapat ikut); 2 kursi sudah habis; "
    )


def test_a_quota_that_no_jadwal_could_fill_is_not_called_used_up() -> None:
    penuh = jadwal("AS-1", 1, JUNI)
    lain = jadwal("AS-2", 3, JULI)
    a = permintaan("61.01", [calon(f"a{i}", sibuk=lain.sesi) for i in range(2)], hari=1, nama="Kab. A")
    b = permintaan("61.02", [calon(f"b{i}") for i in range(2)], hari=2, nama="Kab. B")
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.PROPORSIONAL, jadwal=(penuh, lain), permintaan=(a, b)))
    assert kursi_pemda(hasil) == {"61.01": 1, "61.02": 2}
    assert untuk(hasil, "a1").alasan == (
        "Jatah Kab. A 2 dari 3 kursi (2 dari 4 calon yang dapat ikut), baru 1 dapat dipakai; "
        "kursi di jadwal yang cocok sudah habis; daftar tunggu nomor 1, menunggu AS-1."
    )


def test_a_pool_without_a_free_seat_does_not_speak_of_seats_used_up() -> None:
    hasil = rapat(Kebijakan.URUT_WAKTU, 0)
    assert untuk(hasil, "61.71/1").alasan.endswith(
        "; himpunan ini tidak mempunyai kursi kosong; daftar tunggu nomor 1, menunggu AS-1."
    )


def test_quota_example_by_hand() -> None:
    jatah, ditambah = jatah_proporsional(10, {"a": 5, "b": 3, "c": 1})
    assert (jatah, ditambah) == ({"a": 6, "b": 3, "c": 1}, frozenset({"a"}))


def test_equal_remainders_go_to_the_earlier_request() -> None:
    assert jatah_proporsional(1, {"b": 2, "a": 2}) == ({"b": 1, "a": 0}, frozenset({"b"}))


def test_same_instant_is_decided_by_kode() -> None:
    a, b = permintaan("61.02", [calon("a")]), permintaan("61.01", [calon("b")])
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.URUT_WAKTU, jadwal=(jadwal(kursi=1),), permintaan=(a, b)))
    assert kursi_pemda(hasil) == {"61.01": 1}


def test_a_wished_date_is_kept_by_moving_who_can_move() -> None:
    """The first takes either date and would sit in June; the second can only be seated in June."""
    luwes = permintaan("61.01", [calon("luwes")], hari=1)
    terikat = permintaan("61.02", [calon("terikat", sibuk=jadwal("B", 1, JULI).sesi)], hari=2)
    masukan = Masukan(
        kebijakan=Kebijakan.URUT_WAKTU,
        jadwal=(jadwal("A", 1, JUNI), jadwal("B", 1, JULI)),
        permintaan=(luwes, terikat),
    )
    hasil = alokasikan(masukan)
    assert untuk(hasil, "terikat").jadwal == tanda("jadwal", "A")
    assert untuk(hasil, "luwes").jadwal == tanda("jadwal", "B")


def test_who_could_not_get_a_wished_date_is_told_so() -> None:
    semua = [permintaan(f"61.0{i}", [calon(i)], hari=i, tanggal=[JULI]) for i in (1, 2)]
    masukan = Masukan(
        kebijakan=Kebijakan.MERATA,
        jadwal=(jadwal("A", 1, JUNI), jadwal("B", 1, JULI)),
        permintaan=tuple(semua),
    )
    hasil = alokasikan(masukan)
    assert untuk(hasil, 1).pilihan_ke == 1
    assert untuk(hasil, 1).alasan.endswith("tanggal pilihan ke-1 terpenuhi (B, 7-9 Juli 2026).")
    assert untuk(hasil, 2).pilihan_ke is None
    assert untuk(hasil, 2).alasan.endswith(
        "kursi pada tanggal yang diminta sudah habis; ditempatkan di A, 2-4 Juni 2026."
    )


def test_a_wish_that_no_jadwal_meets_is_told_so() -> None:
    satu = permintaan("61.01", [calon("a")], tanggal=[JULI])
    hasil = alokasikan(
        Masukan(kebijakan=Kebijakan.MERATA, jadwal=(jadwal("A", 1, JUNI),), permintaan=(satu,))
    )
    assert untuk(hasil, "a").alasan.endswith(
        "tidak ada jadwal pada tanggal yang diminta; ditempatkan di A, 2-4 Juni 2026."
    )


def test_a_second_wish_is_better_than_none() -> None:
    satu = permintaan("61.01", [calon("a")], hari=1, tanggal=[JULI])
    dua = permintaan("61.02", [calon("b")], hari=2, tanggal=[JULI, JUNI])
    masukan = Masukan(
        kebijakan=Kebijakan.URUT_WAKTU,
        jadwal=(jadwal("A", 1, JUNI), jadwal("B", 1, JULI)),
        permintaan=(satu, dua),
    )
    hasil = alokasikan(masukan)
    assert untuk(hasil, "a").pilihan_ke == 1
    assert untuk(hasil, "b").pilihan_ke == 2


def test_levelling_swaps_members_of_a_pemda_when_that_seats_another_pemda() -> None:
    """Pemda 1 could fill both seats; its first candidate needs the only seat pemda 2 could use, its second doesn't."""
    hanya_a, hanya_b = jadwal("B", 1, JULI).sesi, jadwal("A", 1, JUNI).sesi
    satu = permintaan("61.01", [calon("p1", sibuk=hanya_b), calon("p2", sibuk=hanya_a)], hari=1)
    dua = permintaan("61.02", [calon("q1", sibuk=hanya_b)], hari=2)
    masukan = Masukan(
        kebijakan=Kebijakan.MERATA,
        jadwal=(jadwal("A", 1, JUNI), jadwal("B", 1, JULI)),
        permintaan=(satu, dua),
    )
    hasil = alokasikan(masukan)
    assert kursi_pemda(hasil) == {"61.01": 1, "61.02": 1}
    assert untuk(hasil, "p2").hasil is Hasil.KURSI
    assert untuk(hasil, "p1").jadwal_tunggu == tanda("jadwal", "B")


def test_a_person_named_by_two_pemda_counts_for_the_earlier_one() -> None:
    lambat = permintaan("61.01", [calon("sama")], hari=2)
    cepat = permintaan("61.02", [calon("sama")], hari=1, nama="Kab. Mempawah")
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.MERATA, jadwal=(jadwal(),), permintaan=(lambat, cepat)))
    kursi, ganda = hasil.keputusan
    assert (kursi.wilayah, kursi.hasil) == ("61.02", Hasil.KURSI)
    assert (ganda.wilayah, ganda.hasil, ganda.alasan_kode) == (
        "61.01",
        Hasil.TIDAK_DAPAT,
        AlasanKode.CALON_GANDA,
    )
    assert ganda.alasan == (
        "Sudah diajukan lebih dahulu oleh Kab. Mempawah (permintaan PM-61.02, 1 Maret 2026 pukul 09.12 WIB); "
        "satu orang hanya dialokasikan satu kali."
    )


@pytest.mark.parametrize(
    ("siapa", "jalur", "kode", "teks"),
    [
        (
            calon("x"),
            "PENGALAMAN",
            AlasanKode.JALUR_TIDAK_DITERIMA,
            "Tidak ada jadwal dalam himpunan ini yang menerima jalur PENGALAMAN.",
        ),
        (
            calon("x"),
            None,
            AlasanKode.JALUR_TIDAK_DITERIMA,
            "Tidak ada jadwal dalam himpunan ini yang menerima permintaan tanpa jalur.",
        ),
        (
            calon("x", sibuk=frozenset({(date(2026, 6, 3), "SIANG")})),
            "DIKLAT",
            AlasanKode.BENTROK_JADWAL,
            "Semua jadwal yang dapat diikuti bentrok dengan jadwal lain yang sudah diikuti.",
        ),
        (
            calon("x", duduk_di="AS-9"),
            "DIKLAT",
            AlasanKode.SUDAH_TERDAFTAR,
            "Sudah terdaftar di AS-9; tidak dialokasikan lagi.",
        ),
        (
            calon("x", menunggu_di=frozenset({"AS-1"})),
            "DIKLAT",
            AlasanKode.SUDAH_TERDAFTAR,
            "Sudah terdaftar di AS-1; tidak dialokasikan lagi.",
        ),
    ],
)
def test_who_cannot_take_part_is_told_why(
    siapa: CalonMasukan, jalur: str | None, kode: AlasanKode, teks: str
) -> None:
    satu = permintaan("61.01", [siapa], jalur=jalur)
    (keputusan,) = alokasikan(
        Masukan(kebijakan=Kebijakan.MERATA, jadwal=(jadwal(),), permintaan=(satu,))
    ).keputusan
    assert (keputusan.hasil, keputusan.alasan_kode, keputusan.alasan) == (Hasil.TIDAK_DAPAT, kode, teks)
    assert (keputusan.urutan, keputusan.posisi_tunggu) == (None, None)


def test_a_jadwal_without_jalur_takes_requests_without_one() -> None:
    satu = permintaan("61.01", [calon("x")], jalur=None)
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.MERATA, jadwal=(jadwal(jalur=()),), permintaan=(satu,)))
    assert untuk(hasil, "x").hasil is Hasil.KURSI


def test_a_pool_without_jadwal_seats_nobody_and_says_why() -> None:
    satu = permintaan("61.01", [calon("x")])
    (keputusan,) = alokasikan(Masukan(kebijakan=Kebijakan.MERATA, jadwal=(), permintaan=(satu,))).keputusan
    assert keputusan.alasan == "Himpunan ini belum mempunyai jadwal."


def test_unusable_quota_goes_to_who_is_served_least() -> None:
    """Four seats; pemda 1 asks for six, pemda 2 for two, but only one of pemda 2's fits beside pemda 1's."""
    a, b = jadwal("A", 3, JUNI), jadwal("B", 1, JULI, jalur=("DIKLAT", "PENGALAMAN"))
    satu = permintaan("61.01", [calon(i) for i in range(6)], hari=1, nama="Kab. Sambas")
    dua = permintaan("61.02", [calon(f"b{i}") for i in range(6)], hari=2, jalur="PENGALAMAN")
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.PROPORSIONAL, jadwal=(a, b), permintaan=(satu, dua)))
    assert kursi_pemda(hasil) == {"61.01": 3, "61.02": 1}
    (lebih,) = [k.alasan for k in hasil.keputusan if k.alasan_kode is AlasanKode.SISA_JATAH]
    assert lebih == (
        "Kursi di luar jatah Kab. Sambas (2 kursi), karena jatah pemda lain tidak dapat terpakai; "
        "ditempatkan di A, 2-4 Juni 2026."
    )


def test_an_api_pool_speaks_of_api() -> None:
    satu = permintaan("61.01", [calon("x", "Inspektorat")], nama="Kab. Sambas")
    masukan = Masukan(
        kebijakan=Kebijakan.PRIORITAS_CAKUPAN,
        jadwal=(jadwal(),),
        permintaan=(satu,),
        sebutan="API",
        zona="WIT",
    )
    assert untuk(alokasikan(masukan), "x").alasan.startswith(
        "Urutan 1 dari 1 OPD tanpa API (OPD Inspektorat,"
    )


def test_who_waits_is_spread_over_the_queues_of_equally_wanted_jadwal() -> None:
    daftar = (jadwal("A", 2, JUNI), jadwal("B", 1, JULI))
    satu = permintaan("61.01", [calon(i) for i in range(9)])
    hasil = alokasikan(Masukan(kebijakan=Kebijakan.URUT_WAKTU, jadwal=daftar, permintaan=(satu,)))
    antre = [k.jadwal_tunggu for k in hasil.keputusan if k.hasil is Hasil.DAFTAR_TUNGGU]
    assert antre == [tanda("jadwal", j) for j in "ABAABA"]
