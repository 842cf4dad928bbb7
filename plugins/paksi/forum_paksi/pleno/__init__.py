"""Pleno: the meeting that decides whether people are competent."""
