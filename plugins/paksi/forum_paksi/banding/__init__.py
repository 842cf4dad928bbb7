"""Appeals against a decision."""
