"""How a model provider fails, and what a person is told then."""

import json
import sys

import httpx

from store.errors import UpstreamError


def model_failures() -> tuple[type[Exception], ...]:
    """What a call to a model may raise that is the provider's failure and not ours.

    The client passes a stream that breaks off on as httpx's or json's own error, and a silent one as TimeoutError.
    Its own errors exist only where it is loaded: nobody without an endpoint waits for that.
    """
    own = [sys.modules["openai"].APIError] if "openai" in sys.modules else []
    return (*own, httpx.HTTPError, TimeoutError, json.JSONDecodeError)


def explain_failure(problem: Exception) -> UpstreamError:
    """A provider's failure (one of `model_failures`) in words that say what to do."""
    status = getattr(problem, "status_code", None)
    if status in {401, 403}:
        return UpstreamError("The model provider refused the key. Check OPENAI_API_KEY.", code="MODEL_REFUSED_KEY")
    if status == 429:
        return UpstreamError(
            "The model provider says there were too many requests. Try again in a minute.", code="MODEL_BUSY"
        )
    said = "it took too long" if isinstance(problem, TimeoutError) else str(problem).strip().rstrip(".")
    return UpstreamError(
        f"The model did not answer: {said or type(problem).__name__}. Your message is kept; try again.",
        code="MODEL_FAILED",
    )
