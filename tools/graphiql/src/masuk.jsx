// Sign-in, and out. The password travels as a variable, never in the document.
import { useRef, useState, useSyncExternalStore } from "react";

const MASUK = `mutation Masuk($nama: String!, $sandi: Rahasia!) {
  masuk(namaPengguna: $nama, sandi: $sandi) {
    __typename
    ... on TokenMasuk { tokenAkses tokenSegar berlakuSampai }
    ... on Galat { pesan }
  }
}`;
const TAK_TERHUBUNG = "Server tidak dapat dihubungi. Periksa jaringan Anda, lalu coba lagi.";

export function Masuk({ klien }) {
  const siapa = useSyncExternalStore(klien.langgan, klien.siapa);
  const dialog = useRef(null);
  if (siapa) {
    return (
      <div className="masuk">
        <span role="status">
          Masuk sebagai <strong>{siapa}</strong>
        </span>
        <button type="button" className="tombol" onClick={() => klien.keluar()}>
          Keluar
        </button>
      </div>
    );
  }
  return (
    <div className="masuk">
      <span role="status">Belum masuk</span>
      <button type="button" className="tombol utama" onClick={() => dialog.current.showModal()}>
        Masuk
      </button>
      <dialog ref={dialog} aria-labelledby="judul-masuk">
        <Formulir klien={klien} tutup={() => dialog.current.close()} />
      </dialog>
    </div>
  );
}

function Formulir({ klien, tutup }) {
  const [pesan, setPesan] = useState("");
  const [sibuk, setSibuk] = useState(false);

  async function kirim(peristiwa) {
    peristiwa.preventDefault();
    const formulir = peristiwa.currentTarget;
    const isi = new FormData(formulir);
    const nama = isi.get("nama");
    setPesan("");
    setSibuk(true);
    try {
      const jawab = await klien.kirim({ query: MASUK, variables: { nama, sandi: isi.get("sandi") } });
      const hasil = jawab.data?.masuk;
      if (hasil?.__typename === "TokenMasuk") klien.terima(hasil, nama);
      else setPesan(hasil?.pesan ?? jawab.errors?.[0]?.message ?? TAK_TERHUBUNG);
    } catch {
      setPesan(TAK_TERHUBUNG);
    } finally {
      setSibuk(false);
      formulir.elements.sandi.value = "";
    }
  }

  return (
    <form onSubmit={kirim}>
      <h2 id="judul-masuk">Masuk</h2>
      <label>
        Nama pengguna
        <input name="nama" autoComplete="username" autoCapitalize="none" spellCheck={false} required />
      </label>
      <label>
        Sandi
        <input name="sandi" type="password" autoComplete="current-password" required />
      </label>
      <p className="pesan" role="alert">
        {pesan}
      </p>
      <p className="keterangan">Token disimpan di memori halaman ini saja dan hilang saat halaman ditutup.</p>
      <div className="baris">
        <button type="button" className="tombol" onClick={tutup}>
          Batal
        </button>
        <button type="submit" className="tombol utama" disabled={sibuk}>
          {sibuk ? "Memeriksa…" : "Masuk"}
        </button>
      </div>
    </form>
  );
}
