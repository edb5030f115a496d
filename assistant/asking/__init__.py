"""Asking: a question's text into a Question; looks nothing up but words."""
