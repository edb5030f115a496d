"""Golden answers: what an office itself answers to a question, given first and marked official."""
