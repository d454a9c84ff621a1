"""O*NET 31 renamed files and merged job zones: the reader takes both editions."""

from __future__ import annotations

import pytest

from paychart.errors import SourceUnavailable
from paychart_lab.titles import onet

HEAD = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"


@pytest.mark.parametrize("name", ["Interests", "Career Interest Types"])
def test_a_table_is_found_under_either_name(tmp_path, name):
    (tmp_path / f"{name}.txt").write_text(HEAD + "29-2072.00\t1.B.1.a\tRealistic\tOI\t2.5\n", encoding="utf-8")
    (row,) = onet.rows(tmp_path, "Interests")
    assert row["Data Value"] == "2.5"


def test_zones_one_and_two_are_one_stage():
    assert [onet.stage(zone) for zone in "12345"] == ["2", "2", "3", "4", "5"]


def test_a_file_under_neither_name_is_named(tmp_path):
    with pytest.raises(SourceUnavailable, match=r"Technology Skills\.txt was not found"):
        list(onet.rows(tmp_path, "Technology Skills"))
