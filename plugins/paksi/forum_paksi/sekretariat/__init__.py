"""Sekretariat PAKSI: the desk inside an inspectorate that supports its penyuluh."""
