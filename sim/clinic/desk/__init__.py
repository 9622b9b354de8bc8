"""The therapist's own vault: clients, assignments, reports, corrections, notes, log."""
