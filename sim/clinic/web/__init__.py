"""The therapist's app: a web app on this computer only."""
