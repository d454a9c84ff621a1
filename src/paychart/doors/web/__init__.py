"""The web door: pages for people and a JSON API for programs, over the same functions as the command line.

`safety.Wall` (limits, headers, logs) stands around FastAPI. `answers.Answers` computes on a bounded pool of threads
and keeps encoded answers by (store content, form, address); `current_store` swaps a replaced store. `queries/`,
`schemas/` and `formats` are the edges, `api/` the addresses; each calls one function of a room. `pages/` renders
Jinja templates (`pages/asked` is the way of those that ask about a person); `uploads` keeps files in memory.
"""
