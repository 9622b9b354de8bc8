"""Guided exercises: pure step functions that every front end runs from the same data.

``base`` says what an exercise is. ``_running`` is what all of them share (pause, leave,
a stop), ``_sitting`` one exercise while it is done, with the way to something calming.
Every other module is a drop-in: ``guided`` runs what is written in
``assets/exercises``; a module of its own is needed only where a text is not enough.
"""
