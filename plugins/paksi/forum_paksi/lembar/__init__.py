"""Workbooks of this plugin: templates to fill in, and the participants of a schedule."""
