"""One module per publication: how to obtain it, read it and check it. Nothing else knows a file format.

A module declares `Table`s (`schema`) and has `load(connection, ...) -> Provenance`, which creates and fills them in
the given DuckDB connection, in key order, or raises `SourceUnavailable` or `BadInput` naming file, row and column;
`damage.reading` turns what a parser raises on damaged bytes into one. No module keeps a database open.
"""
