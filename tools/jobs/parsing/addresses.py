"""One address per posting: tracking taken off, what tells postings apart kept."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|gclid|gclsrc|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_[ce]id|_hs\w+|hs\w+|mkt_tok|ref|"
    r"referer|referrer|refid|ref_?src|refsrc|src|source|sourceid|gh_src|gh_source|lever-(?:source|origin|via)|"
    r"trk\w*|trackingid|tracking|midtoken|midsig|eid|otptoken|lipi|lici|position|pagenum|recommended\w*|from|tk|"
    r"advn|adid|sjdu|acatk|pub|xkcb|xpse|xfps|cid|campaign\w*|sid|share\w*|s_kwcid|_ga|_gl|"
    r"ss|jobboardsource|jobsource|iis|iisn|jobpipeline|codes|rx_\w+|jvs|jvsd|emailtoken|savedsearchid|alertid|"
    r"click_?id|session\w*|originalsubdomain|uclick_id|tsid|vt|guid_?track|bid_?id)$",
    re.I,
)
# Kept whatever they look like: the posting's own number on boards that put it into the query.
_KEPT = re.compile(
    r"^(?:gh_jid|jk|vjk|jl|jobid|job_id|job|id|req|reqid|jid|currentjobid|posting|postingid|oid|p|"
    r"pid|jobs?_?opening_?id|career_job_req_id|company|career_ns|ashby_jid)$",
    re.I,
)


def canonical_url(url: str) -> str:
    """The address without tracking parameters, fragment (unless it routes a script page) and default port."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.port and (parts.scheme.lower(), parts.port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{parts.port}"
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if _KEPT.match(name) or not _TRACKING.match(name)
    ]
    fragment = parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    return urlunsplit(
        (parts.scheme.lower(), host, path.rstrip("/") if len(path) > 1 else path, urlencode(query), fragment)
    )


def same_page(first: str, second: str, *, only_host: bool = False) -> bool:
    """Whether two addresses name the same page, scheme, "www." and tracking aside; or at least the same site."""
    a, b = urlsplit(canonical_url(first)), urlsplit(canonical_url(second))
    hosts = [(part.hostname or "").removeprefix("www.") for part in (a, b)]
    return hosts[0] == hosts[1] and (only_host or (a.path == b.path and a.query == b.query))
