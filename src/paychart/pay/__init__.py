"""The core: wage distributions, cells, factors, uncertainty, trend."""
