"""Angkatan: a region's cohort of candidates, what they learn, what they do afterwards, and what others learn from it."""
