"""Pooling West Kalimantan's requests: the public, a pemda, the coordinator and the LSP, each with their own rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from forum_paksi.cerita import kueri
from forum_paksi.cerita.klien import AlurTerhenti, Klien
from forum_paksi.seed.demo import JADWAL_PONTIANAK
from forum_paksi.seed.pelaku import LSP, PROVINSI

__all__ = ["mainkan"]

PEMDA: Final = "61.71"
TUAN_RUMAH: Final = "61.72"
BIAYA: Final = (
    ("TRANSPORT", "18000000"),
    ("AKOMODASI", "24500000"),
    ("TUK", "5000000"),
    ("KONSUMSI", "7250001"),
)
NAMA_HIMPUNAN: Final = "Himpunan PAKSI Pertama Kalimantan Barat"


async def mainkan(url: str, sandi: str, konsol: Console | None = None) -> None:
    """Play the story and print each step; ends with the seats and the waiting list.

    Exits with code 1 and a sentence when the server refuses a step. A story that was played already is shown as it
    ended, without changing anything.
    """
    keluaran = konsol or Console()
    try:
        async with (
            Klien(url, PROVINSI) as publik,
            Klien(url, PEMDA, f"demo.operator.{PEMDA}", sandi) as operator,
            Klien(url, PROVINSI, "demo.koordinator", sandi) as koordinator,
            Klien(url, LSP, "demo.lsp", sandi) as lsp,
        ):
            await Alur(keluaran, publik, operator, koordinator, lsp).mainkan()
    except AlurTerhenti as galat:
        keluaran.print(f"[red]Terhenti:[/] {galat}")
        raise typer.Exit(1) from None


class Alur:
    """The four users and what they have learnt so far."""

    def __init__(
        self, konsol: Console, publik: Klien, operator: Klien, koordinator: Klien, lsp: Klien
    ) -> None:
        self._konsol = konsol
        self._publik = publik
        self._operator = operator
        self._koordinator = koordinator
        self._lsp = lsp
        self._langkah = 0

    async def mainkan(self) -> None:
        """Play the story from where the data stands."""
        jadwal = await self._lihat_jadwal()
        ada = _node(await self._koordinator.minta(kueri.DAFTAR_HIMPUNAN, wilayah=PROVINSI))
        if ada:
            self._judul("Himpunan ini sudah pernah dimainkan; beginilah akhirnya")
            himpunan = str(ada[0]["id"])
            asal = await self._koordinator.minta(kueri.JADWAL_UNDANGAN, himpunan=himpunan)
            lahir = [u["jadwal"]["id"] for u in asal["undangan"] if u["jadwal"] is not None]
            if not lahir:
                raise AlurTerhenti(
                    "Himpunan ini berhenti di tengah jalan. Mulai lagi dari awal: make demo ARGS=--ulang"
                )
            await self._akhir(himpunan, lahir[0])
            return
        await self._permintaan_sendiri()
        himpunan = await self._himpun()
        tempat = await self._undang(himpunan, jadwal)
        await self._alokasikan(himpunan)
        await self._biaya(himpunan)
        await self._kirim_dan_konfirmasi(himpunan)
        await self._batalkan_satu(tempat)
        await self._akhir(himpunan, tempat)

    async def _lihat_jadwal(self) -> dict[str, Any]:
        self._judul("Publik: jadwal apa yang terbuka? (tanpa masuk, tanpa nama orang)")
        daftar = _node(await self._publik.minta(kueri.DAFTAR_JADWAL))
        self._tabel(
            ("Jadwal", "Cara", "Mulai", "Batas daftar", "Kursi", "Belum dibagi", "Sisa terbuka"),
            [
                (
                    j["kode"],
                    j["mode"],
                    j["mulaiPada"][:10],
                    j["batasDaftarLokal"][:10],
                    j["kapasitas"],
                    j["belumDibagi"],
                    sum(b["sisa"] for b in j["bagian"] if b["terbuka"]),
                )
                for j in daftar
            ],
        )
        for satu in daftar:
            if satu["kode"] == JADWAL_PONTIANAK:
                return satu
        raise AlurTerhenti(f"Jadwal {JADWAL_PONTIANAK} tidak ada. Isi data rekaan dengan: make demo")

    async def _permintaan_sendiri(self) -> None:
        self._judul("Operator Kota Pontianak: permintaan kami, dan hanya milik kami")
        daftar = _node(await self._operator.minta(kueri.DAFTAR_PERMINTAAN))
        self._tabel(
            ("Nomor", "Surat", "Keadaan", "Calon", "Jalur", "Pagu (Rp)"),
            [
                (p["nomor"], p["nomorSurat"], p["keadaan"], p["jumlahCalon"], p["jalur"], p["paguRupiah"])
                for p in daftar
            ],
        )
        await self._operator.minta(
            kueri.KONSULTASI,
            permintaan=daftar[0]["id"],
            isi="Mohon petunjuk: apakah portofolio dapat dilengkapi sampai batas pendaftaran?",
        )
        self._catat("Pertanyaan kepada LSP terkirim lewat utas konsultasi permintaan itu.")

    async def _himpun(self) -> str:
        self._judul("Koordinator Kalimantan Barat: buka himpunan dan terima semua permintaan")
        himpunan = await self._koordinator.minta(
            kueri.BUKA_HIMPUNAN, wilayah=PROVINSI, lembaga=LSP, nama=NAMA_HIMPUNAN
        )
        diajukan = _node(await self._koordinator.minta(kueri.DAFTAR_PERMINTAAN, keadaan=["DIAJUKAN"]))
        for satu in sorted(diajukan, key=lambda p: str(p["diajukanPada"])):
            himpunan = await self._koordinator.minta(
                kueri.HIMPUN, himpunan=himpunan["id"], permintaan=satu["id"]
            )
        self._tabel(
            ("Pemda", "Permintaan", "Calon"),
            [(p["wilayah"]["nama"], p["jumlahPermintaan"], p["calon"]) for p in himpunan["pemda"]],
            jumlah=True,
        )
        self._catat(f"Kebijakan {himpunan['kebijakan']} berlaku sejak dibuka dan terlihat oleh semua pemda.")
        return str(himpunan["id"])

    async def _undang(self, himpunan: str, jadwal: dict[str, Any]) -> str:
        """Invite the LSP to Singkawang; it answers, the coordinator agrees. Returns the schedule that came of it."""
        self._judul("Koordinator: undang LSP datang ke Singkawang, supaya 45 calon tidak perlu bepergian")
        senin = date.fromisoformat(jadwal["mulaiPada"][:10])
        undangan = await self._koordinator.minta(
            kueri.BUAT_UNDANGAN,
            himpunan=himpunan,
            isian={
                "tuanRumah": TUAN_RUMAH,
                "tukNama": "Aula Contoh Kota Singkawang",
                "tukAlamat": "Jalan Contoh 1, Singkawang",
                "tukWilayah": TUAN_RUMAH,
                "tanggal": [_rentang(senin, 0, 2)],
                "peserta": 45,
                "sumberAnggaran": "APBD",
                "anggaranRupiah": "60000000",
            },
        )
        await self._koordinator.minta(kueri.KIRIM_UNDANGAN, undangan=undangan["id"], versi=undangan["versi"])
        self._judul("Operator LSP menjawab: hari lain, dan peserta yang lebih sedikit")
        terjawab = await self._lsp.minta(
            kueri.JAWAB_UNDANGAN,
            undangan=undangan["id"],
            versi=undangan["versi"],
            isian={
                "tanggal": [_rentang(senin, 3, 4)],
                "peserta": 26,
                "catatan": f"Senin sampai Rabu asesor bertugas di {jadwal['kode']}.",
                "kesanggupan": {
                    "jumlahAsesor": 6,
                    "batasPerAsesor": 5,
                    "batasDaftar": jadwal["batasDaftarLokal"],
                },
            },
        )
        self._tabel(
            ("Versi", "Dari", "Peserta", "Asesor", "Tanggal", "Catatan"),
            [
                (
                    p["versi"],
                    p["pihak"],
                    p["peserta"],
                    p["jumlahAsesor"],
                    ", ".join(f"{t['mulai']} s.d. {t['sampai']}" for t in p["tanggal"]),
                    p["catatan"],
                )
                for p in terjawab["putaran"]
            ],
        )
        self._judul("Koordinator menyetujui jawaban itu: jadwalnya lahir, semua kursinya bagi himpunan")
        sepakat = await self._koordinator.minta(
            kueri.SETUJUI_JAWABAN, undangan=undangan["id"], versi=terjawab["versi"]
        )
        self._tabel(
            ("Jadwal", "Kapasitas bagian", "Terisi"),
            [(b["jadwal"]["kode"], b["kapasitas"], b["terisi"]) for b in sepakat["himpunan"]["bagian"]],
        )
        return str(sepakat["jadwal"]["id"])

    async def _biaya(self, himpunan: str) -> None:
        self._judul("Koordinator: catat biaya pelaksanaan (sertifikasinya sendiri tidak dipungut biaya)")
        for jenis, rupiah in BIAYA:
            await self._koordinator.minta(kueri.CATAT_BIAYA, himpunan=himpunan, jenis=jenis, rupiah=rupiah)
        self._tabel(("Biaya", "Rupiah"), BIAYA, jumlah=True)

    async def _alokasikan(self, himpunan: str) -> None:
        self._judul("Koordinator: kunci himpunan, tinjau pembagian (tidak menyimpan apa pun), lalu tetapkan")
        await self._koordinator.minta(kueri.KUNCI, himpunan=himpunan)
        tinjauan = await self._koordinator.minta(kueri.ALOKASIKAN, himpunan=himpunan, pratinjau=True)
        self._pemda(tinjauan["pemda"])
        self._tabel(
            ("Pemda", "Hasil", "Alasan yang dapat dibacakan"),
            [(k["wilayah"]["nama"], k["hasil"], k["alasan"]) for k in _contoh(tinjauan["keputusan"])],
        )
        await self._koordinator.minta(
            kueri.ALOKASIKAN, himpunan=himpunan, pratinjau=False, sidik=tinjauan["sidik"]
        )
        self._catat("Ditetapkan tepat seperti yang ditinjau; perubahan di antaranya akan ditolak.")

    async def _kirim_dan_konfirmasi(self, himpunan: str) -> None:
        self._judul(
            "Koordinator mengirim hasilnya; LSP, yang kini melihat namanya, mengonfirmasi semua kursi"
        )
        await self._koordinator.minta(kueri.KIRIM, himpunan=himpunan)
        hasil = await self._lsp.minta(kueri.KONFIRMASI, himpunan=himpunan)
        self._catat(f"Keadaan himpunan: {hasil['keadaan']}.")

    async def _batalkan_satu(self, jadwal: str) -> None:
        self._judul("Operator Kota Pontianak: satu peserta berhalangan")
        kursi = _node(await self._operator.minta(kueri.KURSI, jadwal=jadwal, keadaan=["DIKONFIRMASI"]))
        if not kursi:
            raise AlurTerhenti("Kota Pontianak tidak mendapat kursi, jadi tidak ada yang dapat dibatalkan.")
        hasil = await self._operator.minta(kueri.BATALKAN, pemesanan=kursi[0]["id"], catatan="Sakit")
        self._catat(
            f"Kursi {kursi[0]['orang']['nama']} lepas; {hasil['banyakNaik']} orang naik dari daftar tunggu "
            "dalam transaksi yang sama."
        )

    async def _akhir(self, himpunan: str, jadwal: str) -> None:
        self._judul("Akhirnya: 26 kursi")
        semua: list[dict[str, Any]] = []
        after: str | None = None
        while True:
            halaman = await self._koordinator.minta(kueri.KURSI, jadwal=jadwal, after=after)
            semua += _node(halaman)
            if not halaman["pageInfo"]["hasNextPage"]:
                break
            after = halaman["pageInfo"]["endCursor"]
        duduk = [p for p in semua if p["keadaan"] in {"DITAHAN", "DIKONFIRMASI"}]
        tunggu = sorted((p for p in semua if p["posisi"] is not None), key=lambda p: int(p["posisi"]))
        self._tabel(
            ("No.", "Nama (rekaan)", "Pemda", "OPD", "Keadaan"),
            [
                (i, p["orang"]["nama"], p["wilayah"]["nama"], _opd(p), p["keadaan"])
                for i, p in enumerate(duduk, 1)
            ],
        )
        self._judul("... dan daftar tunggunya")
        self._tabel(
            ("Posisi", "Nama (rekaan)", "Pemda", "OPD"),
            [(p["posisi"], p["orang"]["nama"], p["wilayah"]["nama"], _opd(p)) for p in tunggu],
        )
        self._judul("Yang dilihat setiap pemda: semua angka, nama hanya miliknya")
        dilihat = await self._operator.minta(kueri.HIMPUNAN, himpunan=himpunan)
        self._tabel(
            ("Pemda", "Calon", "Kursi diputuskan", "Kursi kini", "Menunggu kini"),
            [
                (
                    p["wilayah"]["nama"],
                    p["calon"],
                    p["kursi"],
                    p["kini"]["ditahan"] + p["kini"]["dikonfirmasi"],
                    p["kini"]["menunggu"],
                )
                for p in dilihat["pemda"]
            ],
            jumlah=True,
        )
        await self._biaya_akhir(himpunan)
        bernama = sum(k["orang"] is not None for k in _node(dilihat["keputusan"]))
        self._catat(
            f"Operator Kota Pontianak membaca {dilihat['keputusan']['totalCount']} keputusan beserta alasannya, "
            f"{bernama} di antaranya dengan nama."
        )

    async def _biaya_akhir(self, himpunan: str) -> None:
        self._judul(
            "Biayanya dibagi menurut kursi, tepat sampai rupiah terakhir, dan beku sejak dikonfirmasi"
        )
        biaya = (await self._koordinator.minta(kueri.BIAYA, himpunan=himpunan))["biaya"]
        self._tabel(
            ("Pemda", "Kursi", "Bagian (Rp)", "Pagu (Rp)", "Melebihi (Rp)"),
            [
                (p["wilayah"]["nama"], p["kursi"], p["rupiah"], p["pagu"], p["melebihi"] or 0)
                for p in biaya["pembagian"]
            ],
            jumlah=True,
        )

    def _pemda(self, pemda: Sequence[dict[str, Any]]) -> None:
        self._tabel(
            ("Pemda", "Calon", "Kursi", "Daftar tunggu", "Tidak dapat"),
            [(p["wilayah"]["nama"], p["calon"], p["kursi"], p["tunggu"], p["tidakDapat"]) for p in pemda],
            jumlah=True,
        )

    def _judul(self, teks: str) -> None:
        self._langkah += 1
        self._konsol.print(f"\n[bold]{self._langkah}. {teks}[/]")

    def _catat(self, teks: str) -> None:
        self._konsol.print(f"   {teks}")

    def _tabel(self, kolom: Sequence[str], baris: Sequence[Sequence[Any]], *, jumlah: bool = False) -> None:
        tabel = Table(show_footer=jumlah)
        for judul in kolom:
            tabel.add_column(judul, overflow="fold")
        if jumlah:
            tabel.columns[0].footer = "Jumlah"
            for i, satu in enumerate(tabel.columns[1:], 1):
                satu.footer = str(sum(int(b[i] or 0) for b in baris))
        for satu in baris:
            tabel.add_row(*("" if isi is None else str(isi) for isi in satu))
        self._konsol.print(tabel)


def _rentang(senin: date, dari: int, sampai: int) -> dict[str, str]:
    return {
        "mulai": f"{senin + timedelta(days=dari)}",
        "sampai": f"{senin + timedelta(days=sampai)}",
    }


def _node(sambungan: dict[str, Any]) -> list[dict[str, Any]]:
    return [tepi["node"] for tepi in sambungan["edges"]]


def _opd(pemesanan: dict[str, Any]) -> str:
    opd: dict[str, Any] | None = pemesanan["perangkatDaerah"]
    return "" if opd is None else str(opd["nama"])


def _contoh(keputusan: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A few decisions of each kind: the whole list is in the documents, not on the screen."""
    hasil: list[dict[str, Any]] = []
    for jenis in ("KURSI", "DAFTAR_TUNGGU", "TIDAK_DAPAT"):
        hasil += [k for k in keputusan if k["hasil"] == jenis][:4]
    return hasil
