"""Undangan: a pool invites its LSP to come to the region instead of travelling to it."""
