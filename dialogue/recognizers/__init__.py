"""Recognisers: drop-ins that turn an utterance into text."""
