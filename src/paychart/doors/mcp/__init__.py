"""The door for AI assistants: a Model Context Protocol server over the same functions as the command line."""
