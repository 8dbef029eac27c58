"""Web pages in a browser, which asks the sandbox before it sends their requests."""

from __future__ import annotations

import httpx
import pytest

from lagclient.sandbox import Faults, Sandbox
from tests.kit.sandbox import Wire

PAGE = "http://localhost:5173"
ASK = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "authorization,content-type",
}


def preflight(lag: Sandbox, http: httpx.Client) -> httpx.Response:
    """Ask as a browser does before a request of a page."""
    return http.options(f"{lag.url}/users/me", headers=ASK)


@pytest.mark.parametrize("cors", ["*", PAGE, ["http://other.test", PAGE]])
def test_page_of_an_allowed_origin(cors, http):
    """A browser lets the page send its request and read the response, a refusal as well."""
    with Sandbox(cors=cors, faults=Faults("rate_limit:system.health")) as lag:
        answer = preflight(lag, http)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] in ("*", PAGE)
        assert "PATCH" in answer.headers["access-control-allow-methods"]
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()
        for line, status in (("GET /users/me", 200), ("GET /nowhere", 404), ("GET /health", 429)):
            response = Wire(lag, http)(line, headers={"Origin": PAGE})
            assert response.status_code == status
            assert response.headers["access-control-allow-origin"] in ("*", PAGE)
            assert "retry-after" in response.headers["access-control-expose-headers"].lower()


@pytest.mark.parametrize("cors", [(), "http://other.test"])
def test_page_of_another_origin(cors, http):
    """Without its origin in `cors`, no header lets a page read a response."""
    with Sandbox(cors=cors) as lag:
        assert preflight(lag, http).is_error
        response = Wire(lag, http)("GET /users/me", headers={"Origin": PAGE})
        assert "access-control-allow-origin" not in response.headers
