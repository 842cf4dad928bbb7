"""Himpunan: a province pools the requests of many pemda and divides the seats among them."""
