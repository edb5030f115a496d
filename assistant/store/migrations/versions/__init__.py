"""One module a step; a published one is never changed."""
