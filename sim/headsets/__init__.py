"""Where the user sees the room; the desktop is a headset like any other."""
