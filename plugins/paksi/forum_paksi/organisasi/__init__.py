"""Forum penyuluh as organisations: their legal basis, term, organs, and members."""
