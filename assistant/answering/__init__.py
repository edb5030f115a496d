"""The ways to an answer: each module looks at a question one way and gives a Draft or None."""
