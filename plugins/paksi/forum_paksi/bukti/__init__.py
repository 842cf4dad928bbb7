"""What a person has passed or taught outside this plugin's own records: e-learning, diklat, agenda 1."""
