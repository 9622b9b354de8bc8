"""Rooms: what surrounds the two people."""
