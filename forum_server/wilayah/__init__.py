"""The regions of Indonesia from the nation down to the village, by the codes of the Ministry of Home Affairs."""
