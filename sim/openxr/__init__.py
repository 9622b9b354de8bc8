"""OpenXR under Panda3D: a session, its frames and its pictures.

Nothing here imports ``xr``: every class takes the module as its first argument, so
that all of it can be tested without a runtime. Only `graphics` and `copying` know the
renderer. Places and turns leave this package with Z up (see `poses`).
"""
