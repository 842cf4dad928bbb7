"""Accounts: how people log in, the tokens they hold, and the invitations that let them in."""
