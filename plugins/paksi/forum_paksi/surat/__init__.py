"""Letters: a pemda's or a pool's request to the LSP, and the LSP's invitation to those who are seated."""
