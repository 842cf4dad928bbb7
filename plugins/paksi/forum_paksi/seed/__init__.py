"""Data the plugin brings: made-up data for the demo."""
