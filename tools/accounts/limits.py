"""How often one address or one account may try."""

import hashlib
import math

from store.errors import RateLimitError
from tools.context import Services


async def throttle(
    services: Services,
    action: str,
    *,
    address: str | None = None,
    account: str | None = None,
    most: int | None = None,
) -> None:
    """Count one attempt against the address and the account.

    Raises RateLimitError with `retry_after` in seconds beyond `most` (by default `SIGN_IN_LIMIT_REQUESTS`) per
    `RATE_LIMIT_PERIOD`.
    """
    settings = services.settings
    most = settings.sign_in_limit_requests if most is None else most
    for kind, value in (("address", address), ("account", account)):
        if value is None:
            continue
        name = hashlib.sha256(value.strip().lower().encode("utf-8", "replace")).hexdigest()
        seen, left = await services.cache.count(f"limit:{action}:{kind}:{name}", seconds=settings.rate_limit_period)
        if seen > most:
            seconds = max(1, math.ceil(left))
            raise RateLimitError(
                f"Too many requests; try again in {seconds} seconds.", details={"retry_after": seconds}
            )
