// Sign-in, and out. The password travels as a variable, never in the document.
import { Fragment, useRef, useState, useSyncExternalStore } from "react";

import MASUK from "./masuk.graphql?raw";
import TOTP from "./masuk_totp.graphql?raw";

const BELUM_TERPASANG =
  "Akun ini wajib memasang autentikator dahulu. Pasang lewat aplikasi daerah Anda, lalu masuk lagi di sini.";
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
  const [tantangan, setTantangan] = useState(null); // the second step, once the password was right

  function terima(hasil, nama) {
    if (hasil?.__typename === "TokenMasuk") klien.terima(hasil, nama);
    else if (hasil?.__typename === "ButuhTotp" && hasil.terpasang) setTantangan({ nama, isi: hasil.tantangan });
    else if (hasil?.__typename === "ButuhTotp") setPesan(BELUM_TERPASANG);
    else setPesan(hasil?.pesan ?? TAK_TERHUBUNG);
  }

  async function kirim(peristiwa) {
    peristiwa.preventDefault();
    const formulir = peristiwa.currentTarget;
    const isi = Object.fromEntries(new FormData(formulir));
    setPesan("");
    setSibuk(true);
    try {
      const { data, errors } = await klien.kirim(
        tantangan
          ? { query: TOTP, variables: { tantangan: tantangan.isi, kode: isi.kode } }
          : { query: MASUK, variables: { nama: isi.nama, sandi: isi.sandi } },
      );
      terima(data?.hasil ?? { pesan: errors?.[0]?.message }, tantangan?.nama ?? isi.nama);
    } catch {
      setPesan(TAK_TERHUBUNG);
    } finally {
      setSibuk(false);
      for (const bidang of formulir.querySelectorAll(".rahasia")) bidang.value = "";
    }
  }

  function batal() {
    setTantangan(null);
    setPesan("");
    tutup();
  }

  return (
    <form onSubmit={kirim}>
      <h2 id="judul-masuk">{tantangan ? "Langkah kedua" : "Masuk"}</h2>
      {tantangan ? (
        <label key="kode">
          Kode autentikator, atau satu kode pemulihan
          <input name="kode" className="rahasia" autoComplete="one-time-code" autoFocus required />
        </label>
      ) : (
        <Fragment key="sandi">
          <label>
            Nama pengguna
            <input name="nama" autoComplete="username" autoCapitalize="none" spellCheck={false} required />
          </label>
          <label>
            Sandi
            <input name="sandi" className="rahasia" type="password" autoComplete="current-password" required />
          </label>
        </Fragment>
      )}
      <p className="pesan" role="alert">
        {pesan}
      </p>
      <p className="keterangan">Token disimpan di memori halaman ini saja dan hilang saat halaman ditutup.</p>
      <div className="baris">
        <button type="button" className="tombol" onClick={batal}>
          Batal
        </button>
        <button type="submit" className="tombol utama" disabled={sibuk}>
          {sibuk ? "Memeriksa…" : "Masuk"}
        </button>
      </div>
    </form>
  );
}
