"""Scripts that bake and train what the program ships; not needed to run it."""
