"""The documents of the story; a frontend would send the same."""

from __future__ import annotations

_GALAT = "... on Galat { kode pesan }"
_PEMDA = "pemda { wilayah { nama } jumlahPermintaan calon kursi tunggu tidakDapat }"

DAFTAR_JADWAL = """query { paksiDaftarJadwal(filter: {menerima: true}, first: 20) { edges { node {
  id kode mode mulaiPada batasDaftarLokal kapasitas belumDibagi bagian { terbuka sisa menunggu } } } } }"""

DAFTAR_PERMINTAAN = """query ($keadaan: [PaksiKeadaanPermintaan!]) {
  paksiDaftarPermintaan(keadaan: $keadaan, first: 100) { edges { node {
    id nomor nomorSurat keadaan jumlahCalon jalur paguRupiah diajukanPada } } } }"""

DAFTAR_HIMPUNAN = """query ($wilayah: String!) {
  paksiDaftarHimpunan(wilayah: $wilayah, keadaan: [TERBUKA, DIKUNCI, DIALOKASIKAN, DIKIRIM, DIKONFIRMASI], first: 1) {
    edges { node { id keadaan } } } }"""

KONSULTASI = f"""mutation ($permintaan: ID!, $isi: String!) {{
  paksiKirimKonsultasi(permintaan: $permintaan, isi: $isi) {{ ... on PaksiPermintaan {{ id }} {_GALAT} }} }}"""

BUKA_HIMPUNAN = f"""mutation ($wilayah: String!, $lembaga: String!, $nama: String!) {{
  paksiBukaHimpunan(wilayah: $wilayah, lembaga: $lembaga, nama: $nama, skema: "PAKSI_PERTAMA",
    kebijakan: PRIORITAS_CAKUPAN) {{ ... on PaksiHimpunan {{ id kebijakan {_PEMDA} }} {_GALAT} }} }}"""

HIMPUN = f"""mutation ($himpunan: ID!, $permintaan: ID!) {{
  paksiHimpunPermintaan(himpunan: $himpunan, permintaan: $permintaan) {{
    ... on PaksiHimpunan {{ id kebijakan {_PEMDA} }} {_GALAT} }} }}"""

BUAT_UNDANGAN = f"""mutation ($himpunan: ID!, $isian: PaksiUndanganIsian!) {{
  paksiBuatUndangan(himpunan: $himpunan, isian: $isian) {{ ... on PaksiUndangan {{ id versi }} {_GALAT} }} }}"""

KIRIM_UNDANGAN = f"""mutation ($undangan: ID!, $versi: Int!) {{
  paksiKirimUndangan(undangan: $undangan, versi: $versi) {{ ... on PaksiUndangan {{ id versi }} {_GALAT} }} }}"""

JAWAB_UNDANGAN = f"""mutation ($undangan: ID!, $versi: Int!, $isian: PaksiJawabanIsian!) {{
  paksiJawabUndangan(undangan: $undangan, versi: $versi, isian: $isian) {{
    ... on PaksiUndangan {{ versi putaran {{ versi pihak peserta jumlahAsesor tanggal {{ mulai sampai }} catatan }} }}
    {_GALAT} }} }}"""

SETUJUI_JAWABAN = f"""mutation ($undangan: ID!, $versi: Int!) {{
  paksiSetujuiJawaban(undangan: $undangan, versi: $versi, pilihan: 1) {{
    ... on PaksiUndangan {{ keadaan jadwal {{ id kode kapasitas }}
      himpunan {{ bagian {{ kapasitas terisi jadwal {{ kode }} }} }} }} {_GALAT} }} }}"""

JADWAL_UNDANGAN = """query ($himpunan: ID!) { paksiHimpunan(id: $himpunan) { undangan { jadwal { id } } } }"""

CATAT_BIAYA = f"""mutation ($himpunan: ID!, $jenis: PaksiJenisBiaya!, $rupiah: String!) {{
  paksiCatatBiaya(himpunan: $himpunan, jenis: $jenis, rupiah: $rupiah) {{ ... on PaksiHimpunan {{ id }} {_GALAT} }} }}"""

BIAYA = """query ($himpunan: ID!) { paksiHimpunan(id: $himpunan) { biaya { total beku
  pembagian { wilayah { nama } kursi rupiah pagu melebihi } } } }"""

KUNCI = f"""mutation ($himpunan: ID!) {{
  paksiKunciHimpunan(himpunan: $himpunan) {{ ... on PaksiHimpunan {{ keadaan }} {_GALAT} }} }}"""

ALOKASIKAN = f"""mutation ($himpunan: ID!, $pratinjau: Boolean!, $sidik: String) {{
  paksiAlokasikan(himpunan: $himpunan, pratinjau: $pratinjau, sidik: $sidik) {{
    ... on PaksiAlokasi {{ sidik pemda {{ wilayah {{ nama }} calon kursi tunggu tidakDapat }}
      keputusan {{ hasil alasan wilayah {{ nama }} }} }} {_GALAT} }} }}"""

KIRIM = f"""mutation ($himpunan: ID!) {{
  paksiKirimHimpunan(himpunan: $himpunan) {{ ... on PaksiHimpunan {{ keadaan }} {_GALAT} }} }}"""

KONFIRMASI = f"""mutation ($himpunan: ID!) {{
  paksiKonfirmasiHimpunan(himpunan: $himpunan) {{ ... on PaksiHimpunan {{ keadaan }} {_GALAT} }} }}"""

KURSI = """query ($jadwal: ID!, $keadaan: [PaksiKeadaanPemesanan!], $after: String) {
  paksiDaftarPemesanan(jadwal: $jadwal, keadaan: $keadaan, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { id keadaan posisi orang { nama } wilayah { nama } perangkatDaerah { nama } } } } }"""

BATALKAN = f"""mutation ($pemesanan: ID!, $catatan: String) {{
  paksiBatalkanSlot(pemesanan: $pemesanan, catatan: $catatan) {{
    ... on PaksiSlotDibatalkan {{ banyakNaik }} {_GALAT} }} }}"""

HIMPUNAN = """query ($himpunan: ID!) { paksiHimpunan(id: $himpunan) {
  pemda { wilayah { nama } calon kursi tunggu kini { ditahan dikonfirmasi menunggu } }
  keputusan(first: 200) { totalCount edges { node { hasil alasan orang { nama } } } } } }"""
