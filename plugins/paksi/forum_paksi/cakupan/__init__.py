"""Cakupan: who is covered, who is not yet, and how that went over time."""
