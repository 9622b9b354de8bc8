"""The child process that owns every model: language and speech."""
