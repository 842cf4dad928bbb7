// The page of one endpoint: GraphiQL, with example queries that fit the region and a sign-in form.
import "./nonce.js";
import "./pekerja.js";
import "graphiql/style.css";
import "./gaya.css";

import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { CONTOH, DaftarContoh } from "./contoh.jsx";
import { Klien } from "./klien.js";
import { Masuk } from "./masuk.jsx";
import { buatSimpanan } from "./simpanan.js";

const wadah = document.getElementById("halaman");
const { kode, nama } = wadah.dataset;
const KOSONG = "# Tulis kueri di sini, atau pilih dari Contoh kueri di sebelah kiri.\n";

function Halaman({ klien, daftar, simpanan }) {
  const [pertama] = daftar;
  const tab = pertama && {
    query: pertama.kueri,
    variables: Object.keys(pertama.variabel).length ? JSON.stringify(pertama.variabel, null, 2) : null,
  };
  return (
    <>
      <header className="atas">
        <a className="merek" href="/" title="Pilih titik akses lain">
          Forum PAKSI
        </a>
        <h1>
          {nama} <code>{klien.alamat}</code>
        </h1>
        <a className="ganti" href="/">
          Ganti titik akses
        </a>
        <Masuk klien={klien} />
      </header>
      <main>
        <DaftarContoh.Provider value={daftar}>
          <GraphiQL
            fetcher={klien.fetcher}
            plugins={[CONTOH]}
            visiblePlugin={CONTOH}
            storage={simpanan}
            defaultTabs={tab && [tab]}
            defaultQuery={KOSONG}
            shouldPersistHeaders={false}
            showPersistHeadersSettings={false}
          >
            <GraphiQL.Logo>
              <span className="logo-kosong" />
            </GraphiQL.Logo>
          </GraphiQL>
        </DaftarContoh.Provider>
      </main>
    </>
  );
}

const jawab = await fetch(`/graphiql/${encodeURIComponent(kode)}/contoh`).catch(() => null);
const daftar = jawab?.ok ? (await jawab.json()).contoh : [];
createRoot(wadah).render(
  <Halaman klien={new Klien(kode)} daftar={daftar} simpanan={buatSimpanan(kode)} />,
);
