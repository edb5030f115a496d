"""One document to its record and passages: the one way in.

Convert, clean, set furniture aside, read structure, fields and metadata. Many files are read in
batch.py, which finds and opens them with files.py.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from pathlib import Path

from corpus.clean import Cleaned, clean
from corpus.errors import DocumentError
from corpus.fields import Labels, lead_rule
from corpus.files import read_data, shown_name
from corpus.fold import fold
from corpus.formats import convert, refuse
from corpus.formats.archive import Member
from corpus.formats.converted import Converted
from corpus.furniture import find_furniture
from corpus.gazetteer import Gazetteer
from corpus.lines import Line, split_lines
from corpus.metadata import Metadata, read_metadata
from corpus.naming import Reading
from corpus.passages import PassageMaker
from corpus.places import Finder, Places
from corpus.records import Document, Exclusion, Passage, Span
from corpus.structure import Structure

Read = tuple[Document, tuple[Passage, ...]]


def read_text(text: str, *, source: str, sha256: str = "", gazetteer: Finder | None = None) -> Read:
    """Read a decoded text.

    Args:
        source: the name that citations show.
        sha256: the hash of the source file, of the text's UTF-8 form where it is "".
        gazetteer: finds place names; the shipped gazetteer where it is None.

    Returns:
        The document and its passages in order; `document.text[p.start:p.end] == p.text`.

    Raises:
        DocumentError: the text holds nothing but white space and control characters.
    """
    return _read(Converted(text), source, sha256 or _sha256(_bytes(text)), gazetteer)


def _read(converted: Converted, source: str, sha256: str, gazetteer: Finder | None = None) -> Read:
    cleaned = clean(converted.text)
    if not cleaned.text.strip():
        raise DocumentError(f"{source!r}: no text in it.", hint="Check the export and try again.")
    places = Places(gazetteer if gazetteer is not None else Gazetteer.default())
    labels = Labels.default()
    folded = fold(cleaned.text)
    lines = split_lines(cleaned.text, folded)
    pages = cleaned.pages or converted.pages
    aside = find_furniture(lines, _body(lines), labels) | _printed(lines, pages, converted)
    kept = [line for i, line in enumerate(lines) if i not in aside]
    structure = Structure(cleaned.text, folded, kept, labels)
    drafts = structure.read()
    stem = Path(source).stem
    meta = read_metadata(Reading(cleaned.text, folded, lines, kept, drafts, stem), places)
    meta.title = meta.title or stem
    exclusions = [Exclusion(lines[i].start, lines[i].end, reason) for i, reason in aside.items()]
    exclusions += structure.exclusions
    exclusions.sort(key=lambda e: (e.start, e.end))
    rule = lead_rule(folded)
    span = rule.span if rule else None
    cleaned = replace(cleaned, pages=pages, removed=cleaned.removed + converted.notes)
    document = _document(cleaned, meta, exclusions, span, source, sha256)
    maker = PassageMaker(cleaned.text, folded, document.id, labels, places, rule, pages, meta.title)
    return document, maker.make(drafts, meta.region)


def _document(
    cleaned: Cleaned,
    meta: Metadata,
    exclusions: list[Exclusion],
    rule: Span | None,
    source: str,
    sha256: str,
) -> Document:
    return Document(
        id=hashlib.sha256(_bytes(cleaned.text)).hexdigest()[:16],
        source=source,
        sha256=sha256,
        title=meta.title,
        text=cleaned.text,
        issuer=meta.issuer,
        level=meta.level,
        region=meta.region,
        number=meta.number,
        date=meta.date,
        published=meta.published,
        effective=meta.effective,
        expires=meta.expires,
        recipients=meta.recipients,
        meta=tuple(meta.fields),
        lead_rule=rule,
        pages=cleaned.pages,
        exclusions=tuple(exclusions),
        removed=cleaned.removed,
    )


def _printed(lines: list[Line], pages: tuple[int, ...], converted: Converted) -> dict[int, str]:
    """The lines that the converter saw to be running heads, feet or page numbers."""
    if not converted.furniture:
        return {}
    return {
        i: "page header or footer, by its place"
        for i, line in enumerate(lines)
        if (bisect_right(pages, line.start), "".join(line.raw.split())) in converted.furniture
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _bytes(text: str) -> bytes:
    """UTF-8, for hashing; half surrogates of a broken source pass."""
    return text.encode("utf-8", "surrogatepass")


def _body(lines: list[Line]) -> tuple[int, int]:
    """Indices of the first and last line that surely are the document's own words."""
    sure = [
        i
        for i, ln in enumerate(lines)
        if ln.marker is not None
        or "\t" in ln.raw
        or (len(ln.text) > 30 and ln.text[-1] in "。;:!?)")
    ]
    return (sure[0], sure[-1]) if sure else (0, len(lines))


def read_file(path: Path) -> Read:
    """Read one file that holds one document.

    Raises:
        DocumentError: missing, unreadable, an archive (see read_all), of a format that is not
            read, empty, broken, encrypted, without text.
    """
    name = shown_name(path)
    refuse(name)
    return read_member(Member(name, read_data(path)))


def read_member(member: Member) -> Read:
    """Read the bytes of one document; raises DocumentError as read_file does."""
    return _read(convert(member.data, member.source), member.source, _sha256(member.data))


@cache
def fingerprint() -> str:
    """Hash of the reader's code and data: documents read by another reader are read again."""
    folder = Path(__file__).parent
    files = sorted([*folder.rglob("*.py"), *(folder / "data").glob("*.tsv")])
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]
