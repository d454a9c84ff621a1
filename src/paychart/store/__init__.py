"""The DuckDB store the sources fill: build, open, provenance, integrity."""
