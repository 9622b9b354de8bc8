"""Scorers: which communication skills a line shows, and on which words it rests."""
