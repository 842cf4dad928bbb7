"""Good practice: what members of a cohort did, written down for their region and published by it to all."""
