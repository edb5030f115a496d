"""Prompts as text files with declared variables and a version; rendering is strict.

A file has a head of `key: value` lines between `---` lines (version, variables), then a system
part and a user part divided by a line `=== user`. Knows nothing of models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")


class PromptError(ValueError):
    """A prompt file is malformed, or its variables do not fit."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with declared variables.

    Attributes:
        version: recorded with every answer written with it.
    """

    name: str
    version: str
    variables: tuple[str, ...]
    system: str
    user: str

    def render(self, **values: str) -> tuple[str, str]:
        """System and user text with the variables filled in, once: a value is never a template.

        Raises:
            PromptError: a variable is missing or unknown; all of them are listed.
        """
        missing = sorted(set(self.variables) - set(values))
        unknown = sorted(set(values) - set(self.variables))
        if missing or unknown:
            raise PromptError(f"prompt {self.name!r}: missing {missing}, unknown {unknown}")

        def fill(text: str) -> str:
            return _VARIABLE.sub(lambda m: values[m.group(1)], text)

        return fill(self.system), fill(self.user)


def load(name: str, folder: Path = FOLDER) -> Prompt:
    """Read a prompt by name.

    Raises:
        PromptError: no such file, no head, or variables used and declared differ.
    """
    path = folder / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"no prompt {name!r} in {folder.name}/")
    _, head, body = path.read_text(encoding="utf8").split("---\n", 2)
    fields = dict(line.split(":", 1) for line in head.strip().splitlines())
    declared = tuple(v.strip() for v in fields.get("variables", "").split(",") if v.strip())
    system, marker, user = body.partition("=== user\n")
    used = set(_VARIABLE.findall(body))
    if not marker or used != set(declared):
        raise PromptError(f"prompt {name!r}: declared {sorted(declared)}, used {sorted(used)}")
    return Prompt(name, fields["version"].strip(), declared, system.strip(), user.strip())
