"""The evidence registry: cited, combined with care, and silent where nothing is known."""

from __future__ import annotations

import math

import pytest

from paychart.pay import evidence

CODER = "29-2072"


def test_every_row_is_cited_and_dated() -> None:
    rows = evidence.registry()
    assert len(rows) >= 60
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.source, row.id
        assert 2000 <= row.year <= 2026, row.id
        assert row.url.startswith("http") or "second-hand" in row.source, row.id
        assert row.design in {
            "raw survey", "matched survey", "raw official", "adjusted official", "official microdata",
            "official level", "natural experiment", "panel", "context",
        }, row.id  # fmt: skip


def test_log_effects_come_from_the_printed_figures() -> None:
    row = next(r for r in evidence.registry() if r.source == "AAPC 2021 salary survey" and r.reference)
    assert (row.value, row.reference) == (60_097, 47_200)
    assert row.log_effect == pytest.approx(math.log(60_097 / 47_200))
    assert row.to_dict()["percent"] == 27.3


def test_certification_is_shrunk_far_below_the_raw_gap_and_both_are_shown() -> None:
    pooled = evidence.certified(CODER)
    assert pooled is not None
    assert 18 < pooled.raw_percent < 30
    assert 0 < pooled.percent < 0.5 * pooled.raw_percent
    assert pooled.se > 0.02  # selection keeps it unsure, however many answered


def test_the_share_that_survives_comes_from_pairs_in_the_registry() -> None:
    keep = evidence.survival()
    assert len(keep.ratios) == 3
    assert all(0 < ratio < 1 for ratio in keep.ratios.values())
    assert keep.share == pytest.approx(sum(keep.ratios.values()) / 3)
    assert keep.sd >= 0.3 * keep.share


def test_random_effects_agree_with_the_closed_form_of_two_studies() -> None:
    effect, se, spread = evidence.random_effects([0.1, 0.3], [0.05, 0.05])
    # Q = 8, so tau^2 = (8 - 1) * 0.05^2
    assert spread == pytest.approx(math.sqrt(7 * 0.05**2))
    assert effect == pytest.approx(0.2)
    assert se == pytest.approx(math.sqrt(8 * 0.05**2 / 2))


def test_studies_that_agree_have_no_spread_between_them() -> None:
    assert evidence.random_effects([0.2, 0.2, 0.2], [0.05, 0.1, 0.2])[2] == 0


@pytest.mark.parametrize("code", ["RHIT", "RHIA", "CHDA", "CDIP", "ODS", "CPPM"])
def test_no_credential_without_evidence_gets_an_effect(code: str) -> None:
    assert evidence.credential(CODER, code) is None


def test_no_evidence_on_coders_is_carried_to_other_work() -> None:
    assert evidence.certified("11-9111") is None
    assert evidence.credential("53-3032", "CPC") is None


def test_a_single_credential_is_shrunk_towards_no_difference() -> None:
    auditor = evidence.credential(CODER, "CPMA")
    assert auditor is not None
    assert 0 < auditor.effect < auditor.raw
