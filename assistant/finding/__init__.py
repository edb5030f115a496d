"""Finding: which passages may answer, and which of their sentences do."""
