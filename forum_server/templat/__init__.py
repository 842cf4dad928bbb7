"""Empty tables of core to download and fill in."""
