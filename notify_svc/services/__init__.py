"""The rules of notify_svc: who gets which e-mail, and how it leaves once."""
