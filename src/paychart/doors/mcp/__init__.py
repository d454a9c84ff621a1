"""The door for AI assistants: a Model Context Protocol server whose tools are the public questions."""
