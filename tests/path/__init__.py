"""The first check-in, and choosing in the lobby."""
