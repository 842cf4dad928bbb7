"""What a penyuluh did: reported, verified, and counted once."""
