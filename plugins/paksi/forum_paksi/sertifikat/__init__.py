"""Certificates: who holds which scheme, issued by whom, from when to when."""
