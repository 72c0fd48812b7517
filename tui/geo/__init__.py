"""Places on the earth: coordinates as people write them, and distances between them."""
