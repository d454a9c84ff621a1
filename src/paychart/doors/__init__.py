"""How people and programs reach the rooms above: command line, web, assistants."""
