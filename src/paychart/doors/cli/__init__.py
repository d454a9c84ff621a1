"""The command line, one module per command.

Each module has `register(app)`; heavy imports happen inside the command's function. A `PaychartError` ends with
exit code 2 and says what was wrong and what to do.
"""
