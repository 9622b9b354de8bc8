"""The partner: how they take a line, what they do, and the words for it."""
