"""A person's application for a certificate, from the draft to the decision."""
