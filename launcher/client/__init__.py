"""The stack as a person's script uses it: its HTTP API, its pages and the mail catcher."""
