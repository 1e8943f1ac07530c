"""A mapping that nothing can change: records that hold one are frozen to the bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NoReturn, TypeVar

Key = TypeVar("Key")
Held = TypeVar("Held", covariant=True)


class FrozenMapping(Mapping[Key, Held]):
    """A copy of a mapping that can be read, compared, hashed and pickled, and never changed.

    ``types.MappingProxyType`` alone will not do: it cannot be pickled, and scenarios travel to other processes.
    """

    __slots__ = ("_items",)
    _items: Mapping[Key, Held]

    def __init__(self, items: Mapping[Key, Held]) -> None:
        """items: what is copied, in its order; changes to it later are not seen here."""
        object.__setattr__(self, "_items", MappingProxyType(dict(items)))

    def __getitem__(self, key: Key) -> Held:
        return self._items[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(dict(self._items))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise TypeError(f"a frozen mapping cannot be changed: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise TypeError(f"a frozen mapping cannot be changed: {name}")

    def __reduce__(self) -> tuple[type[FrozenMapping[Key, Held]], tuple[dict[Key, Held]]]:
        return FrozenMapping, (dict(self._items),)


def freeze(record: object, *fields: str) -> None:
    """Replace mappings in fields of a frozen dataclass by frozen copies; for its ``__post_init__``.

    record: the dataclass that is being made. fields: names of its fields that hold mappings.
    """
    for name in fields:
        value = getattr(record, name)
        if not isinstance(value, FrozenMapping):
            object.__setattr__(record, name, FrozenMapping(value))
