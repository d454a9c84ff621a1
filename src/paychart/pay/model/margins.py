"""The errors of published and modelled cells, each worked out once and put into all answers that rest on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from paychart.pay.model.calibration import LEVELS
from paychart.pay.model.grid import MEDIAN, Floats
from paychart.pay.model.sheet import PUBLISHED, Sheet
from paychart.pay.uncertainty import sampling_half_width

NORMAL_QUANTILES = ndtri((1 + np.array(LEVELS)) / 2).tolist()
Link = tuple[NDArray[np.intp], NDArray[np.intp]]


@dataclass(eq=False)
class Margins:
    """Rows of sheets whose errors go into the answers, each row once.

    `parts` are (page, rows); `links` say which answers, and by which of all these rows: single cells, then the areas
    of joint ones, then their industries.
    """

    parts: list[tuple[Sheet, NDArray[np.intp]]] = field(default_factory=list)
    links: tuple[list[Link], list[Link], list[Link]] = field(default_factory=lambda: ([], [], []))
    count: int = 0

    def add(self, page: Sheet, *links: Link) -> None:
        """One link (answers, rows of `page`) of each kind."""
        rows, place = np.unique(np.concatenate([rows for _, rows in links]), return_inverse=True)
        places = np.split(place + self.count, np.cumsum([len(rows) for _, rows in links[:-1]]))
        for held, (at, _), own in zip(self.links, links, places, strict=True):
            held.append((at, own))
        self.parts.append((page, rows))
        self.count += len(rows)

    def add_errors(self, half: Floats) -> None:
        """Put the half-widths of the rows into those of the answers (n, 6, levels), in quadrature."""
        if not self.parts:
            return
        own = np.concatenate([page.half_width[rows] for page, rows in self.parts])
        each = np.concatenate([own, own[:, [MEDIAN]]], axis=1)
        printed = np.concatenate([page.kind[rows] == PUBLISHED for page, rows in self.parts])
        wage = np.concatenate([page.wage[rows] for page, rows in self.parts])[printed]
        rse = np.concatenate([page.rse[rows] for page, rows in self.parts])[printed]
        each[printed] = sampling_half_width(wage, rse, NORMAL_QUANTILES)
        for links in self.links:
            at, place = (np.concatenate(side) for side in zip(*links, strict=True))
            half[at] = np.hypot(half[at], each[place])
