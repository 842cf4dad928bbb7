"""Diklat: waves of training for candidates; passing one is evidence, not a certificate."""
