"""What people fill in. Checked here for what a person can see at once, by the services for the rest."""
