"""The main job told step by step over HTTP, as its users live it."""
