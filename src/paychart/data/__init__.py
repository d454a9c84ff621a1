"""What is known: official publications, the store they fill, and the small cited tables that ship with the package.

`sources/` has one module per publication (obtain, read, check); `store/` builds and opens the DuckDB file they
fill. `reference/` holds compact tables, each with its publisher in SOURCES.md; `families/` holds careers as
data, a folder a family. `vintages` says which editions are held, due or superseded; `refresh` fetches what is
due; `manifest` has the checksums of bundled files.
"""
