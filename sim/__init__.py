"""Composes and runs the rehearsal."""
