"""Watching a running server: metrics for Prometheus, traces for OpenTelemetry. Neither holds anything of a person."""
