"""Lembaga: institutions outside the region tree, such as a certification body or a ministry."""
