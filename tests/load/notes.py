"""What was acknowledged, and how what is there differs from it."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Set, Tuple, Union

import attrs

View = Dict[str, Any]
"""What is compared of a thing: fields by name."""
World = Dict[str, Dict[str, View]]
"""Collections of things, by name and id."""


@attrs.frozen
class New:
    """The id of something that is being made: a field of the answer."""

    field: str = "id"


@attrs.frozen
class Change:
    """What becomes of one thing."""

    collection: str
    id: Union[str, New]
    view: Optional[View]
    """As it is afterwards; None when it is gone."""


class Notes:
    """What one worker has been told of its own part of the world.

    Only the worker changes that part, one request at a time. So after a kill there is one write at
    most of which nobody knows whether it happened, and it happened as a whole or not at all.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.gone: Set[Tuple[str, str]] = set()
        self.in_doubt: Tuple[Change, ...] = ()
        self._is_applied = False

    def of(self, collection: str) -> Dict[str, View]:
        """The things of a collection by id."""
        return self.world.setdefault(collection, {})

    def ever(self, collection: str) -> List[str]:
        """The ids of all that is and was there."""
        return [*self.of(collection), *(id for name, id in self.gone if name == collection)]

    def acknowledge(self, changes: Sequence[Change], answer: Any) -> None:
        """Note changes that were answered."""
        for change in changes:
            id = getattr(answer, change.id.field) if isinstance(change.id, New) else change.id
            self._apply(attrs.evolve(change, id=id))

    def doubt(self, changes: Sequence[Change], outcome: str) -> None:
        """Note changes whose answer was lost; `outcome` is what the client says of them."""
        self.in_doubt = () if outcome == "not_sent" else tuple(changes)
        self._is_applied = outcome == "applied"

    def settle(self, there: World) -> Tuple[Optional[bool], List[str]]:
        """Compare with what is there, and go on from that.

        Returns:
            Whether the write in doubt has happened, None if there was none; and what is wrong.
        """
        # A write that changes nothing, such as the same role again, cannot be seen.
        doubtful = tuple(change for change in self.in_doubt if self._alters(change))
        found = _differences(self.world, there)
        rest = _without(found, doubtful) if doubtful else found
        has_happened = rest is not None if doubtful else None
        wrong = [self._told(change) for change in (found if rest is None else rest)]
        if doubtful and self._is_applied and not has_happened:
            wrong.append(f"missing, though the client knew that it was applied: {doubtful}")
        for change in found:
            self._apply(change)
        self.doubt((), "")
        return has_happened, wrong

    def _alters(self, change: Change) -> bool:
        return (
            isinstance(change.id, New) or self.of(change.collection).get(change.id) != change.view
        )

    def _apply(self, change: Change) -> None:
        assert isinstance(change.id, str)
        if change.view is None:
            self.of(change.collection).pop(change.id, None)
            self.gone.add((change.collection, change.id))
        else:
            self.of(change.collection)[change.id] = change.view

    def _told(self, change: Change) -> str:
        assert isinstance(change.id, str)
        what = f"{change.collection} {change.id}"
        noted = self.of(change.collection).get(change.id)
        if change.view is None:
            return f"{what} is missing, acknowledged was {noted}"
        if noted is not None:
            return f"{what} is {change.view}, acknowledged was {noted}"
        if (change.collection, change.id) in self.gone:
            return f"{what} is there, acknowledged was its end: {change.view}"
        return f"{what} is there, nothing like it was acknowledged: {change.view}"


def _differences(noted: World, there: World) -> List[Change]:
    """What would have to happen for the one to be like the other."""
    found = []
    for collection in sorted({*noted, *there}):
        old, new = noted.get(collection, {}), there.get(collection, {})
        ids = [*old, *(id for id in new if id not in old)]
        found += [Change(collection, id, new.get(id)) for id in ids if old.get(id) != new.get(id)]
    return found


def _without(found: Sequence[Change], write: Sequence[Change]) -> Optional[List[Change]]:
    """The changes that are not of a write; None if the write is not there as a whole."""
    rest = list(found)
    for change in write:
        for other in rest:
            is_same = isinstance(change.id, New) or change.id == other.id
            if is_same and (change.collection, change.view) == (other.collection, other.view):
                rest.remove(other)
                break
        else:
            return None
    return rest
