// Builds the page into the server's package: files named after their content, a manifest that says which is which,
// and beside each what browsers ask for compressed. Nothing is fetched when the page runs.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const KELUARAN = new URL("../../forum_server/http/aset/", import.meta.url).pathname;

const mampatkan = {
  name: "mampatkan",
  apply: "build",
  closeBundle() {
    for (const nama of readdirSync(KELUARAN)) {
      const berkas = join(KELUARAN, nama);
      if (!/\.(css|js|ttf)$/.test(nama) || statSync(berkas).size < 1024) continue;
      const isi = readFileSync(berkas);
      writeFileSync(`${berkas}.gz`, gzipSync(isi, { level: 9 }));
      writeFileSync(
        `${berkas}.br`,
        brotliCompressSync(isi, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: isi.length },
        }),
      );
    }
  },
};

export default defineConfig({
  base: "/aset/",
  publicDir: false,
  plugins: [mampatkan],
  // Editors, their workers and React are one page's worth of code: there is nothing to warn of.
  build: {
    outDir: KELUARAN,
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    manifest: "aset.json",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 10_000,
    rollupOptions: {
      input: { graphiql: "src/graphiql.jsx", gaya: "src/gaya.css" },
      // "use client" of React libraries means nothing here.
      onwarn: (peringatan, sampaikan) => peringatan.code === "MODULE_LEVEL_DIRECTIVE" || sampaikan(peringatan),
    },
  },
  logLevel: "warn",
  worker: { format: "es" },
});
