"""The pages of tables as HTML: the task ledger and the list of documents, with their forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from urllib.parse import urlencode

from assistant.web.ledger import COLUMNS, SORTS, Choice, cells
from assistant.web.markup import clip, esc, shown_date, titled
from assistant.web.render_pages import reader_link
from assistant.web.shelf import STATUSES, Entry, Task
from assistant.web.texts import Language, say

PAGE = 100  # rows of a page
_MATTER_SHOWN = 160
_TITLE_SHOWN = 40
_CELL_SHOWN = 60
# What a reason of corpus begins with, and the text that tells readers of it.
_REASONS = (
    ("web page", "reason_web"), ("table header", "reason_header"),
    ("page number", "reason_running"), ("page header", "reason_running"),
    ("Markdown", "reason_marks"), ("watermark", "reason_watermark"),
)  # fmt: skip
_Row = TypeVar("_Row")
Options = Iterable[tuple[str, str]]  # value, text


@dataclass(frozen=True, slots=True)
class Slice(Generic[_Row]):
    """The rows of one page, how many were found in all, and which page of how many it is."""

    rows: Sequence[_Row]
    found: int
    number: int
    pages: int


def slice_of(rows: Sequence[_Row], number: int) -> Slice[_Row]:
    """The page of that number, counted from 1; one beyond the end is the last."""
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, number), pages)
    return Slice(rows[(number - 1) * PAGE : number * PAGE], len(rows), number, pages)


def ledger(
    shown: Slice[Task], everything: Sequence[Task], choice: Choice, today: date, language: Language
) -> str:
    """The ledger's page: form, count, download, table."""
    query = choice.query()
    export = urlencode({**query, "lang": language})
    head = "".join(_head(name, choice, language) for name in COLUMNS)
    rows = "".join(_task_row(task, today, language) for task in shown.rows)
    count = esc(say("ledger_count", language, found=shown.found, total=len(everything)))
    download = (
        f'<a class="download" download href="tasks.xlsx?{esc(export)}">'
        f"{esc(say('download_xlsx', language))}</a>"
    )
    nothing = "" if shown.found else f'<p class="nothing">{esc(say("nothing_found", language))}</p>'
    return (
        f'<h1>{esc(say("ledger", language))}</h1><p class="facts">'
        f"{esc(say('ledger_note', language))}</p>{_ledger_form(everything, choice, language)}"
        f'<p class="count" role="status">{count}{download if shown.found else ""}</p>{nothing}'
        f"{_table('ledger', head, rows, say('ledger', language)) if shown.found else ''}"
        f"{_pages(shown, query, language)}"
    )


def documents(shown: Slice[Entry], total: int, words: str, today: date, language: Language) -> str:
    """The page of documents: what each is, and what of it is in no passage."""
    names = ("document", "region", "level", "number", "date", "validity", "passages", "coverage")
    head = "".join(f'<th scope="col">{esc(say(f"column_{n}", language))}</th>' for n in names)
    rows = "".join(_document_row(entry, today, language) for entry in shown.rows)
    count = esc(say("documents_count", language, found=shown.found, total=total))
    field = _field("words", words, "documents_words", language)
    nothing = "" if shown.found else f'<p class="nothing">{esc(say("nothing_found", language))}</p>'
    return (
        f"<h1>{esc(say('nav_documents', language))}</h1>"
        f'<p class="facts">{esc(say("documents_note", language))}</p>'
        f"{_form(field, language)}"
        f'<p class="count" role="status">{count}</p>{nothing}'
        f"{_table('documents', head, rows, say('library', language)) if shown.found else ''}"
        f"{_pages(shown, {'words': words} if words else {}, language)}"
    )


def _table(kind: str, head: str, rows: str, label: str) -> str:
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{esc(label)}">'
        f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _head(name: str, choice: Choice, language: Language) -> str:
    text = esc(say(f"task_{name}", language))
    if name not in SORTS:
        return f'<th scope="col">{text}</th>'
    query = urlencode({**choice.query(), "sort": name, "lang": language})
    sorted_by = ' aria-sort="ascending"' if (choice.sort or SORTS[0]) == name else ""
    return f'<th scope="col"{sorted_by}><a href="?{esc(query)}">{text}</a></th>'


def _task_row(task: Task, today: date, language: Language) -> str:
    matter, *others, title = cells(task, today, language)
    link = reader_link(task.document.id, language, task.passage.start, task.passage.end)
    labels = [say(f"task_{name}", language) for name in COLUMNS]
    status = task.status(today)
    parts = [
        f'<th scope="row"><a href="{esc(link)}">{esc(clip(matter, _MATTER_SHOWN))}</a></th>',
        *(
            f'<td data-label="{esc(label)}"{_of(name, status)}>{esc(clip(text, _CELL_SHOWN))}</td>'
            for name, label, text in zip(COLUMNS[1:-1], labels[1:-1], others, strict=True)
        ),
        f'<td data-label="{esc(labels[-1])}">{esc(clip(title, _TITLE_SHOWN))}'
        f"<small>{esc(task.passage.locator)}</small></td>",
    ]
    return f"<tr>{''.join(parts)}</tr>"


def _of(name: str, status: str) -> str:
    return f' class="status {status}"' if name == "status" else ""


def _document_row(entry: Entry, today: date, language: Language) -> str:
    document = entry.document
    link = reader_link(document.id, language)
    values = (
        ("region", document.region),
        ("level", document.level),
        ("number", document.number),
        ("date", shown_date(document.date or document.published, language)),
        ("validity", _validity(entry, today, language)),
        ("passages", str(entry.passages)),
    )
    cells_ = "".join(
        f'<td data-label="{esc(say(f"column_{name}", language))}">{esc(value)}</td>'
        for name, value in values
    )
    return (
        f'<tr><th scope="row"><a href="{esc(link)}">{esc(titled(document.title))}</a>'
        f"<small>{esc(document.source)}</small></th>{cells_}"
        f'<td data-label="{esc(say("column_coverage", language))}">{_coverage(entry, language)}'
        "</td></tr>"
    )


def _validity(entry: Entry, today: date, language: Language) -> str:
    document = entry.document
    parts = []
    if document.effective:
        day = shown_date(document.effective, language)
        parts.append(say("valid_from", language, date=day))
    if document.expires:
        past = document.expires < today.isoformat()
        day = shown_date(document.expires, language)
        parts.append(say("valid_ended" if past else "valid_until", language, date=day))
    return say("list_comma", language).join(parts)


def left_out(entry: Entry, language: Language) -> list[str]:
    """How much of a document was left out, for each reason."""
    counts: Counter[str] = Counter()
    for reason, count in (*entry.coverage.excluded, *entry.document.removed):
        counts[next((key for start, key in _REASONS if reason.startswith(start)), "")] += count
    return [say(key or "reason_other", language, count=count) for key, count in counts.items()]


def _coverage(entry: Entry, language: Language) -> str:
    """The share that can be cited or is left out for a reason, then what is neither."""
    found = entry.coverage
    shown = "".join(f"<small>{esc(text)}</small>" for text in left_out(entry, language))
    if found.gaps:
        first = found.gaps[0]
        link = reader_link(entry.document.id, language, first.start, first.end)
        warning = esc(say("coverage_gaps", language, count=len(found.gaps)))
        shown = f'<a class="warning" href="{esc(link)}">{warning}</a>{shown}'
    return f"{int(1000 * found.share) / 10:.1f} %{shown}"


def _ledger_form(everything: Sequence[Task], choice: Choice, language: Language) -> str:
    places = sorted({task.place for task in everything} - {""})
    titles = {task.document.id: clip(task.document.title, _TITLE_SHOWN) for task in everything}
    fields = (
        _field("words", choice.words, "ledger_words", language),
        _field("unit", choice.unit, "ledger_unit", language),
        _select("place", choice.place, ((p, p) for p in places), "all_regions", language),
        _select(
            "status",
            choice.status,
            ((s, say(f"status_{s}", language)) for s in STATUSES),
            "all_statuses",
            language,
        ),
        _select("doc", choice.doc, titles.items(), "all_documents", language),
        _sorting(choice, language),
    )
    return _form("".join(fields), language)


def _form(fields: str, language: Language) -> str:
    return (
        f'<form class="choose" method="get">{fields}'
        f'<input type="hidden" name="lang" value="{language}">'
        f'<button type="submit">{esc(say("apply", language))}</button>'
        f'<a class="reset" href="?lang={language}">{esc(say("reset", language))}</a></form>'
    )


def _field(name: str, value: str, key: str, language: Language) -> str:
    label = esc(say(key, language))
    return (
        f'<label><span>{label}</span><input type="search" name="{name}" maxlength="200" '
        f'value="{esc(value)}"></label>'
    )


def _select(name: str, value: str, options: Options, every: str, language: Language) -> str:
    return _options(name, value, (("", say(every, language)), *options), f"task_{_LABELS[name]}",
                    language)  # fmt: skip


_LABELS = {"place": "place", "status": "status", "doc": "document"}


def _sorting(choice: Choice, language: Language) -> str:
    options = ((name, say(f"task_{name}", language)) for name in SORTS)
    return _options("sort", choice.sort or SORTS[0], options, "sort_by", language)


def _options(name: str, value: str, options: Options, key: str, language: Language) -> str:
    items = "".join(
        f'<option value="{esc(v)}"{" selected" if v == value else ""}>{esc(text)}</option>'
        for v, text in options
    )
    label = esc(say(key, language))
    return f'<label><span>{label}</span><select name="{name}">{items}</select></label>'


def _pages(shown: Slice[_Row], query: Mapping[str, str], language: Language) -> str:
    """Links to the page before and after, where there are several."""
    if shown.pages == 1:
        return ""

    def link(number: int, key: str) -> str:
        if not 1 <= number <= shown.pages:
            return ""
        address = urlencode({**query, "page": number, "lang": language})
        return f'<a href="?{esc(address)}">{esc(say(key, language))}</a>'

    where = esc(say("page_number", language, page=shown.number, pages=shown.pages))
    label = esc(say("pages_label", language))
    return (
        f'<nav class="turning" aria-label="{label}">{link(shown.number - 1, "page_before")}'
        f"<span>{where}</span>{link(shown.number + 1, 'page_after')}</nav>"
    )
