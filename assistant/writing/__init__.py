"""Writing: a language model's sentences from the same evidence, checked before shown."""
