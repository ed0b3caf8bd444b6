"""Errors that go out as HTTP answers, in the form that the add-in shows: it takes the text of "detail"."""

from __future__ import annotations

from starlette.responses import JSONResponse


class HttpError(Exception):
    """A status and a plain sentence for whoever sent the request."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None):
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers

    def response(self, request_id: str) -> JSONResponse:
        """The answer to send."""
        return JSONResponse(
            {"detail": self.sentence, "request_id": request_id}, status_code=self.status, headers=self.headers
        )
