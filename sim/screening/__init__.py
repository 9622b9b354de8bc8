"""The private questions before a rehearsal with one's own partner, and what follows.

`answers` is pure data, `care` is what holds for this run, `asking` the terminal and
`panels` the window. docs/explanation/before-you-begin.md says why it is as it is.
"""
