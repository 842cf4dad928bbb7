"""Moving what belongs to a former region code to the code in its place."""
