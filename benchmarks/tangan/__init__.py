"""The same work by hand: raw ASGI, SQL as text, the driver itself. It defines 1.0; nobody would maintain it."""
