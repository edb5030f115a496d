"""The schema's steps (versions/), run by Alembic inside a transaction that the caller holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).with_name("migrations")
HEAD = "0005"  # the newest step of versions/


def scripts(folder: Path) -> tuple[Config, ScriptDirectory]:
    """Alembic's view of a folder of steps."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


def upgrade(connection: Connection) -> None:
    """Run the steps that the database lacks; CommandError where it is newer than this program."""
    config, steps = scripts(FOLDER)

    def missing(revision: Any, _: Any) -> Any:
        return steps._upgrade_revs("head", revision)

    with EnvironmentContext(config, steps, fn=missing) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
