"""Claims: whether what a written sentence states stands in the passages that it cites."""
