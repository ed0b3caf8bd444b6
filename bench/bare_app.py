"""The least that an ASGI application can do with a call: read the body and answer with one number."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def answer(request: Request) -> Response:
    """Whatever is asked."""
    await request.body()
    return Response(b'{"result": [[1.0]]}', media_type="application/json")


app = Starlette(routes=[Route("/xlwings/custom-functions-call", answer, methods=["POST"])])
