// The editor writes style sheets while it runs. Each gets the nonce of this page, the only inline sheets that the
// page's policy allows. Imported first, so that nothing makes a sheet before.
const nonce = document.querySelector('meta[property="csp-nonce"]').nonce;
const buat = document.createElement.bind(document);

document.createElement = (nama, pilihan) => {
  const elemen = buat(nama, pilihan);
  if (elemen instanceof HTMLStyleElement) elemen.nonce = nonce;
  return elemen;
};
