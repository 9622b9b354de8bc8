"""What a headset notices of its user, counted on this computer: a drop-in folder.

``docs/explanation/what-the-headset-notices.md`` says what each one counts and why.
"""

from sim.sensors._watching import Watching, notice, told

__all__ = ["Watching", "notice", "told"]
