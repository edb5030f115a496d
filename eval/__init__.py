"""Asks the assistant questions and measures its answers; imports all, is imported by the CLI."""
