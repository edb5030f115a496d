"""Reading the tab-separated data files that hold world knowledge.

Form: UTF-8; lines that start with "#" and empty lines are comments; the first other line names
the columns; a cell may hold several values separated by "|". It does not know what the columns
mean, nor where a user's own files lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import MinshengError


class DataFileError(MinshengError):
    """A data file is missing or not in the form that its header comment states."""


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of one data file, cells stripped.

    Args:
        path: the file.
        columns: the columns that its header line must name first, in this order. Cells at the
            end of a line may be left out; further columns are ignored.

    Raises:
        DataFileError: missing file, other columns, a line with too many cells or no first cell.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise DataFileError(
            f"data file {path.name!r} cannot be read: {fault}", hint="It must be UTF-8 text."
        ) from fault
    rows: list[dict[str, str]] = []
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = cells
            _check_header(path, header, columns)
            continue
        if len(cells) > len(header) or not cells[0]:
            raise DataFileError(
                f"{path.name!r} line {number}: {len(cells)} cells, first {cells[0]!r}",
                hint=f"A line has at most {len(header)} cells separated by tabs: {header}.",
            )
        cells += [""] * (len(header) - len(cells))
        rows.append(dict(zip(header, cells, strict=True)))
    return rows


def _check_header(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    if list(header[: len(columns)]) != list(columns):
        raise DataFileError(
            f"{path.name!r} has the columns {list(header)}, not {list(columns)}",
            hint="The first line that is no comment names the columns, separated by tabs.",
        )


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell that may hold several.

    >>> values("民政部门| 民政厅|")
    ('民政部门', '民政厅')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())
