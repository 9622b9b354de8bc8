"""Keeps what was said: encrypted, here, and only as long as the user wants."""
