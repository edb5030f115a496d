"""Policy documents as records: Document, Passage, Field, and how they are read from files.

Imports nothing of the other packages.
"""

from corpus.batch import read_all
from corpus.errors import DocumentError, MinshengError
from corpus.files import find_files
from corpus.reader import read_file, read_text
from corpus.records import Document, Exclusion, Field, Heading, Passage, Span
from corpus.typed import passage_line

__all__ = [
    "Document",
    "DocumentError",
    "Exclusion",
    "Field",
    "Heading",
    "MinshengError",
    "Passage",
    "Span",
    "find_files",
    "passage_line",
    "read_all",
    "read_file",
    "read_text",
]
