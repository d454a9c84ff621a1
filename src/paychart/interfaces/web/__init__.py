"""The web door: pages for people and a JSON API for programs, over the same functions as the command line."""
