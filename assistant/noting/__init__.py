"""Notes below an answer: how current it is, and what other documents say of the same matter."""
