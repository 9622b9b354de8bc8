"""The list of clients."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from sim.clinic.desk.log import PAGE
from sim.clinic.web.page import Here

router = APIRouter()


@router.get("/clients")
def clients(
    page: Here, q: str = "", waits: bool = False, after: str = "", after_id: str = ""
) -> Response:
    """Everybody, or those whose alias holds `q`."""
    found = page.desk.clients.page(q[:60], (after, after_id), waits=waits)
    count, waiting = page.desk.clients.count()
    values: dict[str, Any] = {
        "found": found,
        "q": q,
        "waits": waits,
        "count": count,
        "with_unread": waiting,
        "has_more": len(found) == PAGE,
    }
    if page.is_part:
        return page.show("clients_rows.html", **values)
    page.desk.log.add("looked_at_clients")
    return page.show("clients.html", **values)
