"""What the record can and can't say about missions and violence; each estimate with what speaks against it."""
