"""The second step of logging in: codes of an authenticator, and recovery codes for when it is lost."""
