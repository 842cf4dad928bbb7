"""What a certification asks of a person, as versioned data with its source."""
