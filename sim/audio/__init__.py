"""Sound in and out of the stage: microphone, speaker, voice detection, measures."""
