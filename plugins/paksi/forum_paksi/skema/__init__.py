"""Certification schemes and the ways (jalur) into them, as versioned reference data with their sources."""
