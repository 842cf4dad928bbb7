"""GraphQL as core offers it: the request's context, errors, connections and execution."""
