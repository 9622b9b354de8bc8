"""The session: one log, one state, one writer."""
