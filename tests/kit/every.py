"""One rule over every route, module or cassette: one test that reports all its failures at once."""

from __future__ import annotations

import functools
import inspect
from typing import Any, Callable, Iterable, List, Tuple, Union

import pytest

FAILURES = (Exception, pytest.fail.Exception)
"""What ends one case: a false assertion, ``DID NOT RAISE``, any error."""

Test = Callable[..., None]


def every(
    names: str, values: Iterable[Any], ids: Union[Callable[[Any], str], Iterable[str]] = str
) -> Callable[[Test], Test]:
    """Run a test for all values, as one test, and fail at the end with each case that failed.

    It reads like ``pytest.mark.parametrize``, for rules that hold for every route: hundreds of
    cases that pass or fail for one reason. `names` are the arguments that the values fill, with
    commas between them; `ids` are the names of the cases, or return that of one. Fixtures are
    shared by all cases.
    """
    cases = list(values)
    labels = [] if callable(ids) else list(ids)
    arguments = names.replace(" ", "").split(",")

    def decorate(check: Test) -> Test:
        @functools.wraps(check)
        def test(**fixtures: Any) -> None:
            failed: List[Tuple[str, BaseException]] = []
            for number, case in enumerate(cases):
                filled = zip(arguments, case if len(arguments) > 1 else [case])
                try:
                    check(**fixtures, **dict(filled))
                except FAILURES as error:
                    name = ids(case) if callable(ids) else labels[number]
                    failed.append((name, error))
            assert cases, "no case: nothing is asserted"
            if failed:
                lines = [f"{name}: {type(error).__name__}: {error}" for name, error in failed]
                head = f"{len(failed)} of {len(cases)} cases fail"
                raise AssertionError("\n".join([head, *lines])) from failed[0][1]

        signature = inspect.signature(check)
        others = [p for name, p in signature.parameters.items() if name not in arguments]
        test.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return test

    return decorate
