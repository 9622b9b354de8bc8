"""A reply becomes a performance: face, gaze, gesture, voice, body."""
