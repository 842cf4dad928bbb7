"""Spreadsheets: reading workbooks that people filled in, writing exports, and templates to fill in."""
