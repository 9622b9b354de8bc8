"""How a headset stays easy to wear: asking how it is, breaks, room around the user.

Pure Python and numpy: no renderer, no headset. `sim.comfort.tending.Comfort` is the one
object that a front end calls each frame; `sim.comfort_panels` shows what it asks.
"""
