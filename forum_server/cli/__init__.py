"""The command line: `forum`."""
