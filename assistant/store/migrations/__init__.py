"""Alembic's folder of steps."""
