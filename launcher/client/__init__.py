"""What the launcher needs to use the stack as a person's script would: its HTTP API and the mail catcher's."""
