// What the page remembers: the documents of this tab of the browser, until it is closed. Variables and headers may
// hold secrets and are remembered nowhere.
const RAHASIA = /:(variables|headers)$/;

function tanpaRahasia(kunci, nilai) {
  if (!kunci.endsWith(":tabState")) return nilai;
  const keadaan = JSON.parse(nilai);
  const tabs = keadaan.tabs.map((tab) => ({ ...tab, variables: null, headers: null, response: null }));
  return JSON.stringify({ ...keadaan, tabs });
}

// Each endpoint has documents of its own. GraphiQL counts keys and clears all: only those of this endpoint.
export function buatSimpanan(kode) {
  const awalan = `forum:${kode}:`;
  const milik = () => Object.keys(sessionStorage).filter((kunci) => kunci.startsWith(awalan));
  return {
    get length() {
      return milik().length;
    },
    getItem: (kunci) => sessionStorage.getItem(awalan + kunci),
    setItem: (kunci, nilai) => {
      if (!RAHASIA.test(kunci)) sessionStorage.setItem(awalan + kunci, tanpaRahasia(kunci, nilai));
    },
    removeItem: (kunci) => sessionStorage.removeItem(awalan + kunci),
    clear: () => milik().forEach((kunci) => sessionStorage.removeItem(kunci)),
  };
}
