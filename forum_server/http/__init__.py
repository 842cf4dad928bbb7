"""HTTP and websockets: GraphQL by its specifications, status pages, and what surrounds every request."""
