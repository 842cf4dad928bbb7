"""The coordinator's guide tells the truth: its documents run in its order, its numbers and codes are the code's."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any, Final

import pytest

from forum_paksi.himpunan.masukan import AlasanKode, Hasil, Kebijakan, Masukan
from forum_paksi.himpunan.rules import alokasikan
from forum_paksi.pemisahan.rules import KodePemisahan
from tests.docs.halaman import AKAR, Kisah, Pemakai, isian, node, tabel, teks
from tests.paksi.bahan_alokasi import calon, jadwal, kursi_pemda, permintaan, tanda

HALAMAN: Final = "koordinator.md"
ASAL: Final = "query ($id: ID!) { paksiJadwal(id: $id) { undangan { id } } }"
BATALKAN_JADWAL: Final = """mutation ($id: ID!) { paksiBatalkanJadwal(id: $id, alasan: "Asesor berhalangan") {
  ... on PaksiJadwal { keadaan } ... on Galat { kode pesan } } }"""
PEMDA_CONTOH: Final = (
    ("61.71", "Kota Pontianak", 5),
    ("61.01", "Kabupaten Sambas", 3),
    ("61.08", "Kabupaten Landak", 2),
)
OPD_TANPA_PAKSI: Final = ("61.71/4", "61.01/1", "61.01/2", "61.01/3")
BERAKHIR: Final = {
    "61.08/2": date(2026, 6, 30),
    "61.71/5": date(2026, 7, 15),
    "61.08/1": date(2026, 7, 31),
    "61.71/1": date(2026, 8, 31),
    "61.71/2": date(2026, 9, 30),
}
"""Who of the example would renew a certificate, and when it ends."""
GALAT: Final = frozenset({"IsianTidakSah", "KeadaanMenolak", "GalatDomain"})
DARI_INTI: Final = frozenset(
    {
        "TIDAK_DITEMUKAN",
        "PLUGIN_TIDAK_AKTIF",
        "BERKAS_TERLALU_BESAR",
        "JENIS_BERKAS_DITOLAK",
        "UNGGAHAN_BELUM_SELESAI",
        # the uploads and downloads that they lead to
        "ALAMAT_TIDAK_BERLAKU",
        "BERKAS_RUSAK",
        "ISI_DIMAMPATKAN",
        "TAUTAN_TIDAK_BERLAKU",
        "TERLALU_LAMA",
        "UKURAN_TIDAK_SAH",
        "UKURAN_TIDAK_SESUAI",
        "UNGGAHAN_TERLALU_BANYAK",
        # letters
        "DI_LUAR_WEWENANG",
        "KOP_BELUM_ADA",
    }
)
"""Refusals of core's that paksi's mutations, and the links they give, answer with."""


@pytest.fixture
def kisah(demo: str) -> Iterator[Kisah]:
    hasil = Kisah(
        HALAMAN,
        {
            "koordinator": Pemakai(demo, "61", "demo.koordinator"),
            "pemda": Pemakai(demo, "61.71", "demo.operator.61.71"),
            "lsp": Pemakai(demo, "lsp-kpk", "demo.lsp"),
            "admin": Pemakai(demo, "61.71", "demo.admin"),
        },
    )
    yield hasil
    hasil.tutup()


@pytest.mark.lama
def test_every_document_of_the_guide_does_what_the_guide_says(kisah: Kisah) -> None:
    permintaan_contoh, himpunan_contoh, undangan_contoh = isian(HALAMAN)

    # 1: the request of a pemda, and two that come to nothing
    semua = node(kisah.lakukan("admin", "CariOrang", wilayah="61.71"))
    orang = [o for o in semua if " Contoh 6171-" in o["nama"]]
    assert len(orang) == 5, "the candidates of the demo's request; others of the pemda hold certificates"
    permintaan_contoh["isian"]["calon"] = [orang[0]["id"]]
    baru = [kisah.lakukan("pemda", "BuatPermintaan", **permintaan_contoh)["id"] for _ in range(2)]
    for satu in baru:
        assert kisah.lakukan("pemda", "Ajukan", permintaan=satu)["keadaan"] == "DIAJUKAN"
    utas = kisah.lakukan("pemda", "Konsultasi", permintaan=baru[0], isi="Kapan berkas diperiksa?")
    assert [k["pihak"] for k in utas["konsultasi"]] == ["PEMDA"]
    kop = {
        "instansi": "PEMERINTAH KOTA CONTOH",
        "alamat": "Jalan Contoh 1",
        "kota": "Contoh",
        "jabatan": "Inspektur",
        "pejabat": orang[0]["id"],
    }
    assert kisah.lakukan("admin", "AturKop", kode="61.71", isian=kop)["kode"] == "61.71"
    assert kisah.lakukan("admin", "SuratPermohonan", permintaan=baru[0])["alamat"].startswith("/unduh/")
    assert kisah.lakukan("koordinator", "Tolak", permintaan=baru[0], alasan="Ganda")["keadaan"] == "DITOLAK"
    assert kisah.lakukan("pemda", "Tarik", permintaan=baru[1], alasan=None)["keadaan"] == "DITARIK"

    # 2, 3: a pool with every request in it; one goes out and comes back; and one for who is eligible
    layak = kisah.lakukan("koordinator", "BukaHimpunanLayak", **himpunan_contoh)
    assert layak["wajibKelayakan"] is True
    kisah.lakukan("koordinator", "Bubarkan", himpunan=layak["id"], alasan="Contoh")
    himpunan = kisah.lakukan("koordinator", "BukaHimpunan", **himpunan_contoh)["id"]
    masuk = node(kisah.lakukan("koordinator", "PermintaanMasuk", wilayah="61"))
    assert len(masuk) == 14
    terhimpun = [
        kisah.lakukan("koordinator", "Himpun", himpunan=himpunan, permintaan=p["id"])["pemda"] for p in masuk
    ]
    assert sum(p["calon"] for p in terhimpun[-1]) == 45
    satu = masuk[0]["id"]
    assert len(kisah.lakukan("koordinator", "Lepas", himpunan=himpunan, permintaan=satu)["pemda"]) == 13
    kisah.lakukan("koordinator", "Himpun", himpunan=himpunan, permintaan=satu)
    ubah = kisah.lakukan(
        "koordinator", "UbahKebijakan", himpunan=himpunan, kebijakan="PRIORITAS_CAKUPAN", alasan="Rapat"
    )
    assert [(u["dari"], u["ke"]) for u in ubah["perubahanKebijakan"]] == [("MERATA", "PRIORITAS_CAKUPAN")]

    # 4 to 7: seats, lock, preview, commit, send, confirm
    (tempat,) = [j for j in node(kisah.lakukan("lsp", "JadwalLsp", lembaga="lsp-kpk")) if j["belumDibagi"]]
    kisah.lakukan("lsp", "Cadangkan", himpunan=himpunan, jadwal=tempat["id"], kapasitas=26, kembaliPada=None)
    assert kisah.lakukan("koordinator", "Kunci", himpunan=himpunan)["keadaan"] == "DIKUNCI"
    tinjauan = kisah.lakukan("koordinator", "Tinjau", himpunan=himpunan)
    assert (tinjauan["kursi"], tinjauan["terpakai"], len(tinjauan["keputusan"])) == (26, 26, 45)
    tetap = kisah.lakukan("koordinator", "Tetapkan", himpunan=himpunan, sidik=tinjauan["sidik"], tenggat=None)
    assert (tetap["ditetapkan"], tetap["himpunan"]["keadaan"]) == (True, "DIALOKASIKAN")
    kursi = node(kisah.lakukan("lsp", "KursiJadwal", jadwal=tempat["id"]))
    assert kursi == [], "the LSP sees no names before they are sent"
    biaya = [
        kisah.lakukan(
            "koordinator", "CatatBiaya", himpunan=himpunan, jenis=jenis, rupiah=rupiah, keterangan=None
        )
        for jenis, rupiah in (("TRANSPORT", "18000000"), ("TUK", "7500000"), ("KONSUMSI", "1"))
    ][-1]["biaya"]
    assert biaya["total"] == "25500001"
    terakhir = biaya["rincian"][-1]["id"]
    assert kisah.lakukan("koordinator", "HapusBiaya", biaya=terakhir)["biaya"]["total"] == "25500000"
    kisah.lakukan("koordinator", "Kirim", himpunan=himpunan)
    assert len(node(kisah.lakukan("lsp", "KursiJadwal", jadwal=tempat["id"]))) == 45
    assert kisah.lakukan("lsp", "KonfirmasiHimpunan", himpunan=himpunan)["keadaan"] == "DIKONFIRMASI"

    # 8: what a pemda sees, and a seat that changes hands
    hasil = kisah.lakukan("pemda", "Hasil", himpunan=himpunan)
    keputusan = node(hasil["keputusan"])
    assert [k["alasan"] for k in keputusan] == [k["alasan"] for k in tinjauan["keputusan"]]
    bernama = {k["wilayah"]["nama"] for k in keputusan if k["orang"] is not None}
    assert (len(hasil["pemda"]), bernama) == (14, {"Kota Pontianak"})
    milik = node(kisah.lakukan("pemda", "KursiJadwal", jadwal=tempat["id"]))
    duduk = next(k for k in milik if k["keadaan"] == "DIKONFIRMASI")
    batal = kisah.lakukan("pemda", "BatalkanKursi", pemesanan=duduk["id"], catatan="Sakit")
    assert (batal["banyakNaik"], batal["pemesanan"]["keadaan"]) == (1, "DIBATALKAN")
    semua = node(kisah.lakukan("koordinator", "KursiJadwal", jadwal=tempat["id"]))
    (naik,) = [k for k in semua if k["keadaan"] == "DITAHAN"]
    assert kisah.lakukan("koordinator", "KonfirmasiKursi", pemesanan=naik["id"])["keadaan"] == "DIKONFIRMASI"

    # the costs, frozen when the LSP confirmed
    semua_biaya = kisah.lakukan("koordinator", "Biaya", himpunan=himpunan)["biaya"]
    assert (semua_biaya["beku"], len(semua_biaya["pembagian"])) == (True, 14)
    assert sum(int(b["rupiah"]) for b in semua_biaya["pembagian"]) == 25_500_000
    milik_biaya = kisah.lakukan("pemda", "Biaya", himpunan=himpunan)["biaya"]["pembagian"]
    assert [b["wilayah"]["nama"] for b in milik_biaya] == ["Kota Pontianak"]

    # and a pool that invites the LSP, until it comes to nothing
    kedua = kisah.lakukan("koordinator", "BukaHimpunan", **himpunan_contoh)["id"]
    mengundang(kisah, kedua, undangan_contoh["isian"])
    assert kisah.lakukan("koordinator", "Bubarkan", himpunan=kedua, alasan="Batal")["keadaan"] == "DIBUBARKAN"

    # the subscription has no answer over POST; it is validated against the schema by the docs check
    assert kisah.tersisa() == {"Ikuti"}


def mengundang(kisah: Kisah, himpunan: str, isian_undangan: dict[str, Any]) -> None:
    """Every way an invitation can go, one after another, in one pool."""
    hari = [datetime.now(UTC).date() + timedelta(days=n) for n in (60, 61, 67, 68)]
    tanggal = [{"mulai": f"{m}", "sampai": f"{s}"} for m, s in (hari[:2], hari[2:])]
    isian_undangan = {**isian_undangan, "tanggal": tanggal}
    sanggup = {"jumlahAsesor": 6, "batasPerAsesor": 5, "batasDaftar": f"{hari[0] - timedelta(days=14)}T16:00"}
    jawaban = {"kesanggupan": sanggup, "tanggal": tanggal[1:], "peserta": 26}

    def kirim() -> str:
        id_ = kisah.lakukan("koordinator", "BuatUndangan", himpunan=himpunan, isian=isian_undangan)["id"]
        terkirim = kisah.lakukan("koordinator", "KirimUndangan", undangan=id_, versi=1, jawabSampai=None)
        assert terkirim["keadaan"] == "DIKIRIM"
        return str(id_)

    ditolak = kirim()
    tolak = kisah.lakukan("lsp", "TolakUndangan", undangan=ditolak, versi=1, alasan="Penuh")
    assert (tolak["keadaan"], tolak["alasan"]) == ("DITOLAK", "Penuh")
    ditarik = kirim()
    terjawab = kisah.lakukan("lsp", "JawabUndangan", undangan=ditarik, versi=1, isian=jawaban)
    assert (terjawab["versi"], terjawab["isi"]["peserta"]) == (2, 26)
    kisah.lakukan("koordinator", "TolakJawaban", undangan=ditarik, versi=2, alasan="Libur")
    ubah = kisah.lakukan("koordinator", "UbahUndangan", undangan=ditarik, versi=2, isian=isian_undangan)
    assert (ubah["keadaan"], ubah["versi"]) == ("TIDAK_DISETUJUI", 3)
    assert (
        kisah.lakukan("koordinator", "TarikUndangan", undangan=ditarik, alasan=None)["keadaan"] == "DITARIK"
    )
    dibatalkan = kirim()
    terima = {"undangan": dibatalkan, "versi": 1, "pilihan": 2, "kesanggupan": sanggup}
    assert kisah.lakukan("lsp", "TerimaUndangan", **terima)["jadwal"]["kapasitas"] == 30
    jadwal_lsp = [n["id"] for n in node(kisah.lakukan("lsp", "JadwalLsp", lembaga="lsp-kpk"))]
    (lahir,) = [j for j in jadwal_lsp if kisah.orang["lsp"].tanya(ASAL, id=j)["undangan"]]
    kisah.orang["lsp"].tanya(BATALKAN_JADWAL, id=lahir)
    disetujui = kirim()
    kisah.lakukan("lsp", "JawabUndangan", undangan=disetujui, versi=1, isian=jawaban)
    setuju = kisah.lakukan("koordinator", "SetujuiJawaban", undangan=disetujui, versi=2, pilihan=1)
    assert (setuju["keadaan"], setuju["jadwal"]["kapasitas"]) == ("DISEPAKATI", 26)
    lihat = kisah.lakukan("pemda", "LihatUndangan", undangan=disetujui)
    assert lihat is None, "a pemda outside the pool sees nothing of it"
    lihat = kisah.lakukan("koordinator", "LihatUndangan", undangan=disetujui)
    assert [(p["pihak"], p["hasil"]) for p in lihat["putaran"]] == [
        ("KOORDINATOR", "DIJAWAB"),
        ("LSP", "DISEPAKATI"),
    ]


def contoh(kebijakan: Kebijakan) -> Masukan:
    """The example of the page: six seats, ten candidates, one a day from the second of March."""
    semua = [
        permintaan(
            kode,
            [
                calon(f"{kode}/{i}", f"{kode}/{i}", sertifikat_berakhir=BERAKHIR.get(f"{kode}/{i}"))
                for i in range(1, banyak + 1)
            ],
            hari=hari,
            nama=nama,
        )
        for hari, (kode, nama, banyak) in enumerate(PEMDA_CONTOH, 2)
    ]
    opd = {c.perangkat_daerah for p in semua for c in p.calon if c.perangkat_daerah}
    return Masukan(
        kebijakan=kebijakan,
        jadwal=(jadwal(kursi=6),),
        permintaan=tuple(semua),
        tercakup=frozenset(opd - {tanda("opd", o) for o in OPD_TANPA_PAKSI}),
    )


def test_the_worked_example_is_what_the_rules_decide() -> None:
    baris = tabel(HALAMAN, "Pemda")
    assert [(b[0], int(b[1])) for b in baris] == [(nama, banyak) for _, nama, banyak in PEMDA_CONTOH]
    for kolom, kebijakan in enumerate(Kebijakan, 2):
        kursi = Counter(kursi_pemda(alokasikan(contoh(kebijakan))))
        assert [int(b[kolom]) for b in baris] == [kursi[kode] for kode, _, _ in PEMDA_CONTOH], kebijakan


def test_every_reason_the_guide_quotes_is_given_under_its_policy() -> None:
    kutipan = [k.split("\n")[0] for k in teks(HALAMAN).split("\n> ")[1:]]
    assert len(kutipan) == len(Kebijakan)
    for satu, kebijakan in zip(kutipan, Kebijakan, strict=True):
        alasan = [k.alasan for k in alokasikan(contoh(kebijakan)).keputusan if k.hasil is Hasil.KURSI]
        assert any(a.startswith(satu) for a in alasan), (kebijakan, satu, alasan)


def test_coverage_first_decides_as_the_guide_tells_seat_by_seat() -> None:
    hasil = alokasikan(contoh(Kebijakan.PRIORITAS_CAKUPAN))
    kursi = [(k.wilayah, k.orang) for k in hasil.keputusan if k.hasil is Hasil.KURSI]
    assert kursi[0] == ("61.71", tanda("orang", "61.71/4"))
    assert [w for w, _ in kursi[1:4]] == ["61.01"] * 3
    assert kursi[4:] == [("61.08", tanda("orang", "61.08/1")), ("61.71", tanda("orang", "61.71/1"))]


def test_renewals_first_decides_as_the_guide_tells_seat_by_seat() -> None:
    hasil = alokasikan(contoh(Kebijakan.PRIORITAS_KEDALUWARSA))
    kursi = [(k.wilayah, k.orang) for k in hasil.keputusan if k.hasil is Hasil.KURSI]
    urut = sorted(BERAKHIR, key=lambda siapa: BERAKHIR[siapa])
    assert [o for _, o in kursi[:5]] == [tanda("orang", siapa) for siapa in urut]
    assert kursi[5:] == [("61.01", tanda("orang", "61.01/1"))]


def panggilan_galat(pohon: ast.Module) -> Iterator[ast.Call]:
    """Where refusals are made: by their class, or by a class of their own that hands its code to the one above."""
    for simpul in ast.walk(pohon):
        if isinstance(simpul, ast.Call) and isinstance(simpul.func, ast.Name) and simpul.func.id in GALAT:
            yield simpul
        elif isinstance(simpul, ast.ClassDef) and any(
            isinstance(induk, ast.Name) and induk.id in GALAT for induk in simpul.bases
        ):
            yield from (
                satu
                for satu in ast.walk(simpul)
                if isinstance(satu, ast.Call)
                and isinstance(satu.func, ast.Attribute)
                and satu.func.attr == "__init__"
            )


def kode_di_kode() -> set[str]:
    """Every stable code that forum_paksi refuses with.

    They are written out where they are raised, but for the rules of separation, whose codes are the refusals', and
    for refusals raised anew to name another place.
    """
    hasil: set[str] = {kode.value for kode in KodePemisahan}
    for berkas in sorted((AKAR / "plugins/paksi/forum_paksi").rglob("*.py")):
        for satu in panggilan_galat(ast.parse(berkas.read_text(encoding="utf-8"))):
            kode = satu.args[0]
            if ast.unparse(kode) == "galat.kode" or (
                berkas.parent.name == "pemisahan" and ast.unparse(kode) == "kode.value"
            ):
                continue
            assert isinstance(kode, ast.Constant), f"{berkas}:{satu.lineno}: write the code out"
            hasil.add(str(kode.value))
    return hasil


def test_the_tables_of_refusals_have_every_code_of_the_plugin_once_and_no_other() -> None:
    kode = {
        halaman: [baris[0].strip("`") for baris in tabel(halaman, "`kode`")]
        for halaman in (HALAMAN, "inspektorat.md")
    }
    for satu in kode.values():
        assert satu == sorted(set(satu))
    semua = Counter(chain.from_iterable(kode.values()))
    assert [k for k, n in semua.items() if n > 1] == []
    assert set(semua) == kode_di_kode() | DARI_INTI


def test_every_reason_code_of_a_decision_is_explained() -> None:
    tersisih = {baris[0].strip("`") for baris in tabel(HALAMAN, "`alasanKode`")}
    isi = teks(HALAMAN)
    lain = {k.value for k in AlasanKode} - tersisih
    assert all(f"`{k}`" in isi for k in lain)
    for kebijakan in Kebijakan:
        assert not {k.alasan_kode.value for k in alokasikan(contoh(kebijakan)).keputusan} & tersisih
