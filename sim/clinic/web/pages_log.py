"""The log: who looked at what, and what came and went."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from sim.clinic.desk.log import PAGE
from sim.clinic.web.page import Here

router = APIRouter()


@router.get("/log")
def log(page: Here, before: int = 0, client: str = "") -> Response:
    """The newest entries first."""
    if not before:
        page.desk.log.add("looked_at_log", client)
    found = page.desk.log.page(before, client)
    one = page.desk.clients.one(client) if client else None
    return page.show("log.html", found=found, client=one, has_more=len(found) == PAGE)
