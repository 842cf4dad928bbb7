// The panel of example queries that fit this endpoint.
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { createContext, useContext } from "react";

export const DaftarContoh = createContext([]);

function Ikon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5.5h9M4 10h6M4 14.5h5M4 19h9" strokeLinecap="round" />
      <path d="M15 9l5 3.5-5 3.5z" strokeLinejoin="round" />
    </svg>
  );
}

function Panel() {
  const daftar = useContext(DaftarContoh);
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));

  function buka({ kueri, variabel }) {
    const sekarang = queryEditor.getValue().trim();
    const asli = daftar.some((contoh) => contoh.kueri.trim() === sekarang);
    if (sekarang && !asli) addTab(); // what somebody wrote is not overwritten
    queryEditor.setValue(kueri);
    variableEditor.setValue(Object.keys(variabel).length ? JSON.stringify(variabel, null, 2) : "");
    queryEditor.focus();
  }

  const pemilik = [...new Set(daftar.map((contoh) => contoh.pemilik))];
  return (
    <section className="contoh" aria-label="Contoh kueri">
      <div className="graphiql-doc-explorer-title">Contoh kueri</div>
      {daftar.length === 0 && <p>Belum ada contoh untuk titik akses ini.</p>}
      {pemilik.map((nama) => (
        <div key={nama}>
          <h3>{nama}</h3>
          <ul>
            {daftar
              .filter((contoh) => contoh.pemilik === nama)
              .map((contoh) => (
                <li key={contoh.judul}>
                  <button type="button" disabled={!queryEditor || !variableEditor} onClick={() => buka(contoh)}>
                    <span className="judul">{contoh.judul}</span>
                    {contoh.masuk && <span className="lencana">perlu masuk</span>}
                    <span className="keterangan">{contoh.keterangan}</span>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

export const CONTOH = { title: "Contoh kueri", icon: Ikon, content: Panel };
