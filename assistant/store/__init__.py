"""What the service remembers: one database, a module a noun; its schema grows by Alembic steps.

SQLite in one file by default, PostgreSQL by URL. Only what is called imports SQLAlchemy: `errors`
and this package itself stay free of it.
"""
