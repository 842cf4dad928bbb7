"""Keys of services: which frontends may call from which origins, and which servers may call without a person."""
