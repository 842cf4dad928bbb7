"""How fast the server is, measured side by side with the least that could do the same; see README.md."""
