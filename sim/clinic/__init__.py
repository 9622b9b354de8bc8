"""Therapist and client: what is assigned, what is shared, and how it is sealed."""
