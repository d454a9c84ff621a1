"""Strips on a shared scale: figures of the axis stand apart."""

from __future__ import annotations

import re

import pytest

from paychart.show import Scale
from paychart.show.pay_range import axis_strip


@pytest.mark.parametrize("scale", [Scale(40_000, 240_000), Scale(48_000, 206_000), Scale(20_000, 130_000)])
def test_figures_of_an_axis_do_not_run_into_each_other(scale: Scale) -> None:
    drawn = re.findall(r'x="([\d.]+)%"[^>]*text-anchor="(\w+)"', axis_strip(scale))
    assert len(drawn) >= 2
    assert {anchor for _, anchor in drawn} == {"middle"}


def test_a_single_figure_is_kept_at_the_edge() -> None:
    assert axis_strip(Scale(99_000, 119_000)).count("<text") >= 1
