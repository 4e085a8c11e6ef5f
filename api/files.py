"""Files as answers: shown in the browser, or saved under a name."""

from fastapi import Response


def file_response(content: bytes, media_type: str, name: str, *, download: bool) -> Response:
    """The file as it is; `name` is of our own making, so it needs no quoting."""
    kind = "attachment" if download else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
