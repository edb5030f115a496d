"""Errors of the staff's pages: a message in the page, with all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from assistant.web.problems import status_of, told
from assistant.web.staff.gate import CSRF, SECRET, visit_of
from assistant.web.staff.views import Views
from assistant.web.texts import say
from corpus.errors import MinshengError


def telling(views: Views) -> type[APIRoute]:
    """A kind of route that shows an error that a user can meet as a page, nothing lost."""

    class Telling(APIRoute):
        """A route whose errors are pages."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """The route's handler with the errors told."""
            handle = super().get_route_handler()

            async def handled(request: Request) -> Response:
                try:
                    return await handle(request)
                except MinshengError as error:
                    visit = await visit_of(request)
                    fields = {n: v for n, v in visit.form.items() if n not in SECRET}
                    return views.page(
                        visit, None, "kept.html", say("staff", visit.language), fields=fields,
                        csrf=visit.form.get(CSRF, ""),
                        problem=told(error, visit.language), status=status_of(error),
                    )  # fmt: skip

            return handled

    return Telling
