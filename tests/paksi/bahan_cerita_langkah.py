"""What people do in the stories of certification: one verb for each document they send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from forum_paksi import checks
from forum_server.plugin import Aktor
from tests.paksi.bahan_cerita import GALAT, KINI, LSP, PEMDA, Panggung, Tokoh, geser, pdf
from tests.paksi.bahan_kegiatan import foto

POKOK = "PaksiPermohonan { id keadaan putaran rekomendasi }"
SERTIFIKAT = "PaksiSertifikat { id nomor keadaan berlaku terbit berakhir kodePeriksa }"
JENIS_BUTIR = "butir { kode status punya perlu petunjuk kegiatan }"
LIHAT = f"""query($p: ID!) {{ paksiPermohonan(id: $p) {{ keadaan putaran rekomendasi alasan kebutuhanKhusus
    riwayat {{ ke alasan }} apl02 {{ kode kompeten }} dokumen {{ butir berkas {{ id }} }}
    temuan {{ butir sesuai catatan }} kelayakan {{ lengkap {JENIS_BUTIR} }}
    asesmen {{ putaran rekomendasi asesor {{ nama }} unit {{ kode hasil }} }}
    pleno {{ putaran keputusan alasan pemutus {{ nama }} }} banding {{ alasan dikabulkan jawaban }}
    sertifikat {{ nomor }} }} }}"""
MILIKKU = """query { saya { akun { orang { paksiSertifikat { edges { node { id nomor keadaan berlaku terbit berakhir
    berhentiPada kodePeriksa skema { kode } pengganti { nomor } riwayat { dari ke alasan }
    kesiapanPembaruan { terpenuhi bagian { kode punya perlu kurang tenggat } } } } } } } } }"""
CAKUPAN = """query($w: String!) { paksiCakupanWilayah(kode: $w) { pemegang { paksi api }
    perangkatDaerah { jumlah belumAda diBawahKuota terpenuhi inspektoratLengkap } } }"""
HIMPUNAN = """query($h: ID!) { paksiHimpunan(id: $h) { keadaan keputusan(first: 50) { edges { node {
    hasil alasanKode wilayah { kode } orang { nama } } } } } }"""
TUGAS = "query { paksiTugasAsesmen(belumSelesai: true) { edges { node { permohonan { id } } } } }"
KABAR = "query { pemberitahuan(first: 50) { edges { node { jenis data } } } }"
PERIKSA = "query($k: String!) { paksiPeriksaSertifikat(kode: $k) { berlaku keadaan nama skema wilayah } }"


class Cerita(Panggung):
    """The verbs. Each answers with what the document gave, or raises `Tertolak`; `oleh`: somebody else tries."""

    # --- the national operator -------------------------------------------------------------------------------

    async def tetapkan_unit(self, skema: str, banyak: int = 2) -> list[str]:
        """Set the units of a scheme; they ship empty."""
        semua = await self.tanya(Aktor.anonim(), "query { paksiDaftarSkema { id kode unit { id } } }")
        (satu,) = [s for s in semua if s["kode"] == skema]
        assert satu["unit"] == []
        hasil = await self.lakukan(
            self.nasional.aktor,
            "paksiTetapkanUnit",
            "skema: ID!, unit: [PaksiUnitIsian!]!",
            "PaksiSkema { unit { id } }",
            skema=satu["id"],
            unit=[{"kode": f"O.84{n:02}", "judul": f"Unit {n}"} for n in range(1, banyak + 1)],
        )
        return [u["id"] for u in hasil["unit"]]

    # --- evidence and reports --------------------------------------------------------------------------------

    async def catat_bukti(
        self, siapa: Tokoh, jenis: str, nama: str, selesai: date, *, oleh: Tokoh | None = None
    ) -> Any:
        """Write evidence down, with its file."""
        pelaku = (oleh or siapa).aktor
        return await self.lakukan(
            pelaku,
            "paksiCatatBukti",
            "orang: ID!, isian: PaksiBuktiIsian!, unggahan: ID",
            "PaksiBukti { id jenis selesai }",
            orang=siapa.id,
            isian={"jenis": jenis, "nama": nama, "mulai": f"{selesai}", "selesai": f"{selesai}"},
            unggahan=str(await self.server.unggah(pelaku, pdf(nama), nama="bukti.pdf")),
        )

    async def catat_kegiatan(
        self, siapa: Tokoh, hari: date, *, oleh: Tokoh | None = None, **ganti: Any
    ) -> str:
        """Write the draft of a report."""
        isian = {
            "lembaga": LSP,
            "jenis": "PENYULUHAN",
            "nama": f"Penyuluhan {hari}",
            "ruangLingkup": "Pendidikan",
            "sasaran": "Guru",
            "tujuan": "Mengenal sembilan nilai integritas",
            "deskripsi": "Ceramah dan permainan",
            "tempat": "Aula Contoh",
            "mulai": f"{hari}",
            "selesai": f"{hari}",
            "jumlahPeserta": 30,
        }
        hasil = await self.lakukan(
            (oleh or siapa).aktor,
            "paksiCatatKegiatan",
            "orang: ID!, isian: PaksiKegiatanIsian!",
            "PaksiKegiatan { id keadaan }",
            orang=siapa.id,
            isian=isian | ganti,
        )
        return hasil["id"]

    async def lampirkan_foto(self, oleh: Tokoh, kegiatan: str) -> Any:
        """Attach a photo to a report."""
        return await self.lakukan(
            oleh.aktor,
            "paksiLampirkanBuktiKegiatan",
            "kegiatan: ID!, unggahan: ID!",
            "PaksiKegiatan { id bukti { media } }",
            kegiatan=kegiatan,
            unggahan=str(await self.server.unggah(oleh.aktor, foto(kegiatan), nama="foto.jpg")),
        )

    async def ajukan_kegiatan(self, oleh: Tokoh, kegiatan: str) -> Any:
        """Hand a report in, first or again."""
        return await self.lakukan(
            oleh.aktor, "paksiAjukanKegiatan", "kegiatan: ID!", "PaksiKegiatan { keadaan }", kegiatan=kegiatan
        )

    async def periksa_kegiatan(
        self, kegiatan: str, putusan: str = "DITERIMA", catatan: str | None = None
    ) -> Any:
        """The LSP's verdict on a report."""
        return await self.lakukan(
            self.verifikator.aktor,
            "paksiPeriksaKegiatan",
            "kegiatan: ID!, putusan: PaksiPutusanKegiatan!, catatan: String",
            "PaksiKegiatan { keadaan catatan }",
            kegiatan=kegiatan,
            putusan=putusan,
            catatan=catatan,
        )

    # --- the application -------------------------------------------------------------------------------------

    async def buat_permohonan(
        self, siapa: Tokoh, skema: str, jenis: str = "BARU", *, oleh: Tokoh | None = None, **lain: Any
    ) -> str:
        """Write a draft."""
        hasil = await self.lakukan(
            (oleh or siapa).aktor,
            "paksiBuatPermohonan",
            "orang: ID!, isian: PaksiPermohonanIsian!",
            POKOK,
            orang=siapa.id,
            isian={"skema": skema, "lembaga": LSP, "jenis": jenis, **lain},
        )
        return hasil["id"]

    async def isi_apl01(self, oleh: Tokoh, p: str, kebutuhan: str | None = None) -> Any:
        """APL-01, agreed to."""
        return await self.lakukan(
            oleh.aktor,
            "paksiIsiApl01",
            "permohonan: ID!, setuju: Boolean!, informasiPendukung: String, kebutuhanKhusus: Rahasia",
            "PaksiPermohonan { kebutuhanKhusus }",
            permohonan=p,
            setuju=True,
            informasiPendukung="Auditor sejak 2015",
            kebutuhanKhusus=kebutuhan,
        )

    async def jawab_apl02(self, oleh: Tokoh, p: str, unit: Sequence[str]) -> Any:
        """APL-02: competent in each of these units."""
        return await self.lakukan(
            oleh.aktor,
            "paksiJawabApl02",
            "permohonan: ID!, jawaban: [PaksiJawabanUnitIsian!]!",
            "PaksiPermohonan { apl02 { kode kompeten } }",
            permohonan=p,
            jawaban=[{"unit": u, "kompeten": True, "bukti": "Portofolio"} for u in unit],
        )

    async def lampirkan(self, oleh: Tokoh, p: str, butir: str, isi: bytes | None = None) -> Any:
        """Attach the file of one item."""
        unggahan = await self.server.unggah(oleh.aktor, isi or pdf(butir), nama=f"{butir}.pdf")
        return await self.lakukan(
            oleh.aktor,
            "paksiLampirkanDokumen",
            "permohonan: ID!, butir: String!, unggahan: ID!",
            "PaksiPermohonan { dokumen { butir berkas { id } } }",
            permohonan=p,
            butir=butir,
            unggahan=str(unggahan),
        )

    async def ajukan(self, oleh: Tokoh, p: str) -> Any:
        """Hand it in."""
        return await self._p(oleh, "paksiAjukanPermohonan", p)

    async def mulai_verifikasi(self, p: str, *, oleh: Tokoh | None = None) -> Any:
        """The verifier begins."""
        return await self._p(oleh or self.verifikator, "paksiMulaiVerifikasi", p)

    async def catat_temuan(self, p: str, butir: str, catatan: str | None = None) -> Any:
        """One item is in order, or isn't: then a note says why."""
        return await self._p(
            self.verifikator,
            "paksiCatatTemuan",
            p,
            "butir: String!, sesuai: Boolean!, catatan: String",
            butir=butir,
            sesuai=catatan is None,
            catatan=catatan,
        )

    async def putuskan_verifikasi(self, p: str, putusan: str = "MEMENUHI_SYARAT") -> Any:
        """The verifier decides."""
        return await self._p(
            self.verifikator,
            "paksiPutuskanVerifikasi",
            p,
            "putusan: PaksiPutusanVerifikasi!",
            putusan=putusan,
        )

    async def tugaskan_asesor(self, p: str, asesor: str, tanggal: date | None = None) -> Any:
        """The LSP gives it to an asesor."""
        return await self._p(
            self.lsp,
            "paksiTugaskanAsesor",
            p,
            "asesor: ID!, tanggal: Date",
            asesor=asesor,
            tanggal=None if tanggal is None else f"{tanggal}",
        )

    async def daftarkan_asesor(self, siapa: Tokoh) -> str:
        """Put somebody on the LSP's list of asesor."""
        hasil = await self.lakukan(
            self.lsp.aktor,
            "paksiDaftarkanAsesor",
            "lembaga: String!, orang: ID!, noMet: String!, sertifikatBerakhir: Date!",
            "PaksiAsesor { id }",
            lembaga=LSP,
            orang=siapa.id,
            noMet=f"MET.{siapa.nip[-3:]} 2025",
            sertifikatBerakhir=f"{geser(KINI, 2)}",
        )
        return hasil["id"]

    async def mulai_asesmen(self, asesor: Tokoh, p: str) -> Any:
        """The asesor begins."""
        return await self._p(asesor, "paksiMulaiAsesmen", p)

    async def catat_hasil(self, asesor: Tokoh, p: str, hasil: dict[str, str]) -> Any:
        """K or BK of each unit."""
        return await self._p(
            asesor,
            "paksiCatatHasilUnit",
            p,
            "unit: [PaksiHasilUnitIsian!]!",
            unit=[{"unit": u, "hasil": h, "metode": ["PORTOFOLIO", "LISAN"]} for u, h in hasil.items()],
        )

    async def rekomendasikan(self, asesor: Tokoh, p: str, nilai: str, catatan: str | None = None) -> Any:
        """The asesor recommends."""
        return await self._p(
            asesor,
            "paksiRekomendasikan",
            p,
            "rekomendasi: PaksiKompetensi!, catatan: String",
            rekomendasi=nilai,
            catatan=catatan,
        )

    async def buat_pleno(self, nomor: str) -> str:
        """The LSP calls a pleno of today."""
        hasil = await self.lakukan(
            self.lsp.aktor,
            "paksiBuatPleno",
            "isian: PaksiPlenoIsian!",
            "PaksiPleno { id }",
            isian={
                "lembaga": LSP,
                "nomor": nomor,
                "tanggal": f"{KINI}",
                "tempat": "Ruang sidang",
                "anggota": [self.hakim.id, self.pemutus.id],
            },
        )
        return hasil["id"]

    async def masukkan_pleno(self, pleno: str, p: str) -> Any:
        """Put it on the agenda."""
        return await self.lakukan(
            self.lsp.aktor,
            "paksiMasukkanPleno",
            "pleno: ID!, permohonan: [ID!]!",
            "PaksiPleno { id }",
            pleno=pleno,
            permohonan=[p],
        )

    async def putuskan(
        self, p: str, nilai: str, alasan: str | None = None, *, oleh: Tokoh | None = None
    ) -> Any:
        """What the pleno decides."""
        return await self._p(
            oleh or self.pemutus,
            "paksiPutuskanPleno",
            p,
            "keputusan: PaksiKompetensi!, alasan: String",
            keputusan=nilai,
            alasan=alasan,
        )

    async def ajukan_banding(self, oleh: Tokoh, p: str, alasan: str) -> Any:
        """Appeal."""
        return await self._p(oleh, "paksiAjukanBanding", p, "alasan: String!", alasan=alasan)

    async def jawab_banding(
        self, p: str, dikabulkan: bool, jawaban: str, *, oleh: Tokoh | None = None
    ) -> Any:
        """The answer to an appeal."""
        return await self._p(
            oleh or self.hakim,
            "paksiPutuskanBanding",
            p,
            "dikabulkan: Boolean!, jawaban: String!",
            dikabulkan=dikabulkan,
            jawaban=jawaban,
        )

    async def terbitkan(self, p: str, nomor: str) -> Any:
        """The LSP issues the certificate, today."""
        return await self._p(
            self.lsp,
            "paksiTerbitkanSertifikat",
            p,
            "nomor: String!, terbit: Date!",
            nomor=nomor,
            terbit=f"{KINI}",
        )

    # --- certificates ----------------------------------------------------------------------------------------

    async def impor_sertifikat(
        self, siapa: Tokoh, skema: str, nomor: str, terbit: date, berakhir: date
    ) -> Any:
        """The province imports an old certificate of somebody."""
        isi = "nip,nik,skema,lembaga,nomor,terbit,berakhir\n"
        isi += f"{siapa.nip},,{skema},{LSP},{nomor},{terbit},{berakhir}\n"
        return await self.lakukan(
            self.koordinator.aktor,
            "paksiImporSertifikat",
            "isi: Rahasia",
            "PaksiLaporanImpor { ditulis kesalahan { pesan } }",
            isi=isi,
        )

    async def ubah_sertifikat(
        self, nama: str, sertifikat: str, alasan: str, *, oleh: Tokoh | None = None
    ) -> Any:
        """Bekukan, Aktifkan or Cabut."""
        return await self.lakukan(
            (oleh or self.lsp).aktor,
            f"paksi{nama}Sertifikat",
            "sertifikat: ID!, alasan: String!",
            SERTIFIKAT,
            sertifikat=sertifikat,
            alasan=alasan,
        )

    # --- looking ---------------------------------------------------------------------------------------------

    async def lihat(self, p: str, oleh: Tokoh) -> Any:
        """An application as somebody sees it; None: not at all."""
        return await self.tanya(oleh.aktor, LIHAT, p=p)

    async def tugas(self, asesor: Tokoh) -> list[str]:
        """The applications an asesor still has to assess."""
        hasil = await self.tanya(asesor.aktor, TUGAS)
        return [e["node"]["permohonan"]["id"] for e in hasil["edges"]]

    async def kabar(self, siapa: Tokoh) -> list[str]:
        """Of which steps of their application somebody was told, in the order of the alphabet."""
        hasil = await self.tanya(siapa.aktor, KABAR)
        semua = [e["node"] for e in hasil["edges"]]
        return sorted(k["data"]["tindakan"] for k in semua if k["jenis"] == "paksi.permohonan")

    async def sertifikatnya(self, siapa: Tokoh) -> list[dict[str, Any]]:
        """Somebody's certificates as they see them, the latest first."""
        saya = await self.tanya(siapa.aktor, MILIKKU)
        return [e["node"] for e in saya["akun"]["orang"]["paksiSertifikat"]["edges"]]

    async def periksa_sertifikat(self, kode: str) -> Any:
        """What anybody learns by a certificate's code."""
        return await self.tanya(Aktor.anonim(), PERIKSA, k=kode)

    async def cakupan(self, wilayah: str = PEMDA) -> Any:
        """Coverage of a region, as its operator sees it."""
        return await self.tanya(self.operator.aktor, CAKUPAN, w=wilayah)

    async def kelayakan(
        self, siapa: Tokoh, skema: str, jenis: str = "BARU", jalur: str | None = None
    ) -> dict[str, tuple[str, int, int | None]]:
        """How somebody would stand today, item by item: status, what they have, what it takes."""
        hasil = await self.tanya(
            siapa.aktor,
            "query($orang: ID!, $skema: String!, $jenis: PaksiJenisPermohonan!, $jalur: String) {"
            " paksiKelayakan(orang: $orang, skema: $skema, jenis: $jenis, jalur: $jalur) {"
            f" ... on PaksiKelayakan {{ lengkap {JENIS_BUTIR} }} {GALAT} }} }}",
            orang=siapa.id,
            skema=skema,
            jenis=jenis,
            jalur=jalur,
        )
        return menurut_butir(hasil)

    async def unduh(self, oleh: Tokoh, nama: str, isian: str, **variabel: Any) -> bytes:
        """Ask for a one-time link and use it."""
        tautan = await self.lakukan(oleh.aktor, nama, isian, "Tautan { alamat }", **variabel)
        return (await self.server.unduh(tautan["alamat"], aktor=oleh.aktor))[1]

    async def periksa_data(self) -> list[str]:
        """Rules of the data that are broken: none, however a story went."""
        async with self.server.db.read() as koneksi:
            return await koneksi.run_sync(lambda k: list(checks(Session(bind=k))))

    async def _p(self, oleh: Tokoh, nama: str, p: str, isian: str = "", /, **variabel: Any) -> Any:
        """Something done to an application."""
        semua = ", ".join(s for s in ("permohonan: ID!", isian) if s)
        return await self.lakukan(oleh.aktor, nama, semua, POKOK, permohonan=p, **variabel)


def menurut_butir(kelayakan: Any) -> dict[str, tuple[str, int, int | None]]:
    """Item → status, what there is, what it takes."""
    return {b["kode"]: (b["status"], b["punya"], b["perlu"]) for b in kelayakan["butir"]}
