"""Logging in at an OpenID provider: the flow, what is believed of its answers, and which account they mean."""
