// Run the server audits of graphql-http against one URL and print their results as JSON.
import { auditServer } from "graphql-http";

const hasil = await auditServer({ url: process.argv[2] });
console.log(
  JSON.stringify(hasil.map(({ id, name, status, reason }) => ({ id, name, status, reason: reason ?? null }))),
);
