"""What has been released about whom: a file beside the key, without which two tables that leak together go out.

It holds no pay: for each table its columns, and for each person, under a name only the key can make, the number of
the group that was shown (-1 where withheld). And it holds the privacy budget spent.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput
from paychart.show.output import write_whole

People = NDArray[np.uint64]
MOST_EPSILON = 3.0  # in all, for one group of people; beyond it the noise no longer protects anybody
_SKETCH = 128


@dataclass(frozen=True, eq=False)
class Entry:
    """One table that went out: its columns, how, its people (n,) and the group (n,) each was shown in."""

    by: tuple[str, ...]
    method: str
    epsilon: float
    people: People
    groups: NDArray[np.int64]

    def same_as(self, other: Entry) -> bool:
        """The same groups of the same people: nothing is learned from it a second time."""
        return (
            self.by == other.by
            and self.epsilon == other.epsilon
            and np.array_equal(self.people, other.people)
            and np.array_equal(self.groups, other.groups)
        )


@dataclass(frozen=True)
class Ledger:
    """All tables made with one key."""

    entries: tuple[Entry, ...] = ()
    sketch: tuple[int, ...] = field(default=(), repr=False)

    @property
    def spent(self) -> float:
        """The privacy budget spent."""
        return sum(entry.epsilon for entry in self.entries)

    def tables(self) -> tuple[Entry, ...]:
        """The tables protected by withholding; noise of differential privacy adds up in the budget instead."""
        return tuple(entry for entry in self.entries if not entry.epsilon)


def ledger_path(key: Path) -> Path:
    """Where the ledger of a key lies."""
    return key.with_name(f"{key.name}.ledger")


def read_ledger(key: Path) -> Ledger:
    """The ledger beside `key`, empty where there is none yet. Raises BadInput where it is damaged."""
    path = ledger_path(key)
    if not path.exists():
        return Ledger()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Ledger(
            tuple(
                Entry(
                    tuple(e["by"]), e["method"], float(e["epsilon"]),
                    _unpacked(e["people"], np.uint64), _unpacked(e["groups"], np.int64),
                )
                for e in found["tables"]
            ),
            tuple(found["sketch"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise BadInput(
            f"{path.name} is damaged, so it cannot be checked what was released before.",
            hint="Bring it back from a backup; do not go on without it.",
        ) from error


def write_ledger(key: Path, ledger: Ledger) -> None:
    """Keep the ledger, readable by its owner only."""
    tables = [
        {
            "by": e.by,
            "method": e.method,
            "epsilon": e.epsilon,
            "people": _packed(e.people),
            "groups": _packed(e.groups),
        }
        for e in ledger.entries
    ]
    content = {"version": 1, "spent": ledger.spent, "sketch": ledger.sketch, "tables": tables}
    write_whole(json.dumps(content), ledger_path(key), private=True)


def sketch_of(ids: Sequence[str]) -> tuple[int, ...]:
    """The smallest hashes of the ids: how far two payrolls are about the same people, whatever their keys."""
    hashes = {int.from_bytes(hashlib.blake2b(i.encode(), digest_size=7).digest()) for i in ids}
    return tuple(sorted(hashes)[:_SKETCH])


def refuse_second_key(key: Path, ids: Sequence[str]) -> None:
    """Raise BadInput where a new key is to be made although tables about these people carry another one's noise:
    averaging over keys takes the noise away."""
    mine = set(sketch_of(ids))
    for path in sorted(key.parent.glob("*.ledger")):
        if path == ledger_path(key):
            continue
        other = read_ledger(path.with_suffix(""))
        together = sorted(mine | set(other.sketch))[:_SKETCH]
        shared = sum(one in mine and one in other.sketch for one in together)
        if shared * 10 >= len(together) > 0:
            raise BadInput(
                f"Tables about these people were released with the key {path.stem}.",
                nearest=(str(path.with_suffix("")),),
                hint="Use that key: comparing tables of two keys would take the noise away.",
            )


def _packed(values: NDArray[Any]) -> str:
    return base64.b64encode(zlib.compress(values.astype("<i8").tobytes())).decode("ascii")


def _unpacked(text: str, kind: Any) -> NDArray[Any]:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i8").astype(kind)
