"""Language models that may word the partner, and the embedding that finds topics."""
