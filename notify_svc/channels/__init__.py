"""Ways out of the house. `base` says what a channel is, `email` is the one there is."""
