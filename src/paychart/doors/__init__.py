"""How people and programs reach the rooms below: command line, web, assistants. Nothing is computed here.

In: what a person typed, an address, an assistant's call. Out: words, JSON, tables, pages, files. `cli` makes
commands, `web/api` addresses and `mcp` tools from `questions`; commands that work on files (`benchmark`,
`release`, `guide`, `data`) are written by hand. `web/pages` asks the same questions and only lays out. Errors
keep the words of the room that raised them.
"""
