"""Who may do what where: permissions, roles, and the grants of roles to accounts."""
