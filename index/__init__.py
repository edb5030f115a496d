"""The index: passages in, hits out; knows nothing of answers."""
