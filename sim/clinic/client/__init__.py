"""The client's side: what was assigned and is taken on, and what is shared of it."""
