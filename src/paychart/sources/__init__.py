"""One module per publication: how to obtain it, read it and check it. Nothing else knows a file format."""
