"""The client's side."""
