"""Assessments: one round of one application, with its asesor, units and recommendation."""
