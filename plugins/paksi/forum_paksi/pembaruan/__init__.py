"""Renewal readiness: what a holder still has to report before the certificate ends, and by when."""
