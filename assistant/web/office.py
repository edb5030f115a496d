"""How the service is run: what is kept, how fast citizens may ask, where documents are managed."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.settings import Settings
from assistant.web.recorder import KEEPS, Keep
from corpus.errors import MinshengError
from corpus.units import Units


class OfficeError(MinshengError):
    """A setting of the service has a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Office:
    """The settings that only the service reads.

    Attributes:
        rate: questions a minute from one address, 0 for any number.
        keep, retention: whose answers are kept, and for how many days (0: for ever).
        settings: where the index and the folder of uploads are; None where documents are not
            managed here.
        units: the bodies that golden answers are checked for.
    """

    rate: float = 0.0
    keep: Keep = "none"
    retention: float = 0.0
    settings: Settings | None = None
    units: Units | None = None


HOME = Office()


def office_of(settings: Settings) -> Office:
    """The office that the settings describe; OfficeError for a value that cannot be."""
    keep = next((k for k in KEEPS if k == settings.keep), None)
    if keep is None:
        raise OfficeError(
            f"设置 setting keep = {settings.keep!r}.", hint=f"可选 one of: {', '.join(KEEPS)}。"
        )
    units = Units.default(settings.extra)
    return Office(settings.rate, keep, settings.retention, settings, units)
