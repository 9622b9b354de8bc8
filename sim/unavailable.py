"""Why there is no headset: one calm line, and the window takes its place."""


class HeadsetUnavailable(Exception):
    """This headset cannot be used here; one line says why."""


class NoHeadsetYet(HeadsetUnavailable):
    """The program for headsets is there, but no headset is connected to it; wait."""
