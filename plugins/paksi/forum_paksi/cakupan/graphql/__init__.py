"""Coverage in GraphQL."""
