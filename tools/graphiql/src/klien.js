// Requests to one endpoint: queries and mutations by POST, subscriptions by websocket. The token is held here, in
// memory, and leaves only in the Authorization header and in connection_init.
import { Kind, parse } from "graphql";
import { createClient } from "graphql-ws";

import KELUAR from "./keluar.graphql?raw";
import SEGARKAN from "./segarkan.graphql?raw";

const SEGARKAN_SEBELUM = 60_000; // milliseconds before the token ends

// The operation to run. GraphiQL names the one it saw last, which may be of the document before.
function pilihOperasi(query, nama) {
  try {
    const operasi = parse(query).definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
    return operasi.find((o) => o.name?.value === nama) ?? operasi[0];
  } catch {
    return undefined; // the server says what is wrong with it
  }
}

export class Klien {
  #token = null;
  #jam = 0;
  #soket = null;
  #pendengar = new Set();

  constructor(kode) {
    this.alamat = `/graphql/${encodeURIComponent(kode)}`;
  }

  // For React's useSyncExternalStore: who is signed in, or null.
  langgan = (pendengar) => {
    this.#pendengar.add(pendengar);
    return () => this.#pendengar.delete(pendengar);
  };

  siapa = () => this.#token?.siapa ?? null;

  async kirim(permintaan, kepala = {}) {
    const jawab = await fetch(this.alamat, {
      method: "POST",
      credentials: "omit",
      headers: {
        accept: "application/graphql-response+json, application/json;q=0.9",
        "content-type": "application/json",
        ...(this.#token && { authorization: `Bearer ${this.#token.akses}` }),
        ...kepala,
      },
      body: JSON.stringify(permintaan),
    });
    return jawab.json();
  }

  // What GraphiQL calls to run the document in its editor.
  fetcher = ({ operationName, ...isi }, { headers } = {}) => {
    const kepala = Object.fromEntries(
      Object.entries(headers ?? {}).map(([nama, nilai]) => [nama.toLowerCase(), nilai]),
    );
    const operasi = pilihOperasi(isi.query, operationName);
    const permintaan = operasi?.name ? { ...isi, operationName: operasi.name.value } : isi;
    return operasi?.operation === "subscription"
      ? this.#dengar(permintaan, kepala)
      : this.kirim(permintaan, kepala);
  };

  async *#dengar(permintaan, kepala) {
    const sendiri = kepala.authorization && this.#buatSoket({ authorization: kepala.authorization });
    const soket = sendiri || (this.#soket ??= this.#buatSoket(this.#token && { token: this.#token.akses }));
    try {
      yield* soket.iterate(permintaan);
    } catch (sebab) {
      if (sebab instanceof CloseEvent || sebab?.code) {
        throw new Error(`Sambungan ditutup server (${sebab.code}). ${sebab.reason ?? ""}`.trim());
      }
      throw sebab;
    } finally {
      if (sendiri) sendiri.dispose();
    }
  }

  #buatSoket(pembuka) {
    const alamat = new URL(this.alamat, location.href);
    alamat.protocol = alamat.protocol.replace("http", "ws");
    return createClient({ url: alamat.href, connectionParams: pembuka ?? {}, retryAttempts: 0 });
  }

  terima(token, siapa) {
    this.#pasang({
      siapa,
      akses: token.tokenAkses,
      segar: token.tokenSegar,
      sampai: Date.parse(token.berlakuSampai),
    });
  }

  keluar() {
    const segar = this.#token?.segar;
    this.#pasang(null);
    if (segar) void this.kirim({ query: KELUAR, variables: { token: segar } });
  }

  #pasang(token) {
    clearTimeout(this.#jam);
    this.#soket?.dispose();
    this.#soket = null;
    this.#token = token;
    if (token) {
      const nanti = token.sampai - Date.now() - SEGARKAN_SEBELUM;
      this.#jam = setTimeout(() => void this.#segarkan(token), Math.max(nanti, 1_000));
    }
    this.#pendengar.forEach((kabari) => kabari());
  }

  async #segarkan(lama) {
    const jawab = await this.kirim({ query: SEGARKAN, variables: { token: lama.segar } }).catch(() => null);
    if (this.#token !== lama) return;
    const hasil = jawab?.data?.hasil;
    if (hasil?.__typename === "TokenMasuk") this.terima(hasil, lama.siapa);
    else this.#pasang(null);
  }
}
