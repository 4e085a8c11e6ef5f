"""Files as answers: shown in the browser, or saved under a name."""

import re
from urllib.parse import quote

from fastapi import Response


def file_response(content: bytes, media_type: str, name: str, *, download: bool) -> Response:
    """The file as it is; `name` is of our own making, so it needs no quoting."""
    kind = "attachment" if download else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def named_file(content: bytes, media_type: str, name: str) -> Response:
    """The file to be saved under a name that somebody else gave it: quoted, with a plain one beside it (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]+", "_", name) or "file"
    headers = {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=media_type, headers=headers)
