"""The credential catalogue: what the issue asks for is there, dated and cited, and contradictions are refused."""

from __future__ import annotations

import pytest

from paychart.errors import BadInput, UnknownCode
from paychart.profile import Education
from paychart.words.credentials import catalogue, check_together, find_credential

ASKED = {
    "RHIT", "RHIA", "CCA", "CCS", "CCS-P", "CHDA", "CHPS", "CDIP", "CPC", "COC", "CIC", "CRC", "CPMA", "CPPM",
    "CDEO", "ODS", "CCDS", "CPHIMS",
}  # fmt: skip


def test_the_catalogue_holds_every_credential_asked_for() -> None:
    assert set(catalogue()) >= ASKED
    for credential in catalogue().values():
        assert credential.issuer
        assert credential.purpose
        assert credential.source
        assert credential.url.startswith("https://")
        assert 2020 <= credential.as_of <= 2026
        assert all(len(role) == 7 and role[2] == "-" for role in credential.roles)


@pytest.mark.parametrize(("text", "code"), [("rhit", "RHIT"), ("CTR", "ODS"), ("cpc-h", "COC"),
                                            ("certified coding specialist", "CCS")])  # fmt: skip
def test_codes_former_codes_and_names_are_found(text: str, code: str) -> None:
    assert find_credential(text).code == code


def test_facts_of_ncra_as_its_pages_print_them() -> None:
    ods = find_credential("ODS")
    assert (ods.exam_fee_member, ods.exam_fee) == (335, 435)
    assert (ods.upkeep_fee_member, ods.upkeep_fee, ods.cycle_years) == (35, 145, 1)


def test_an_unknown_credential_names_the_nearest() -> None:
    with pytest.raises(UnknownCode) as caught:
        find_credential("RHTI")
    assert any("RHIT" in near for near in caught.value.nearest)


@pytest.mark.parametrize(
    ("codes", "education", "says"),
    [
        (("RHIA", "RHIT"), None, "takes the place"),
        (("CPC", "CPC-A"), None, "takes the place"),
        (("CPC", "CPC"), None, "more than once"),
        (("RHIA",), Education.ASSOCIATE, "at least a bachelor"),
        (("RHIT",), Education.HIGH_SCHOOL, "at least an associate"),
    ],
)
def test_contradictions_are_refused(codes: tuple[str, ...], education: Education | None, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        check_together([find_credential(code) for code in codes], education)


def test_what_goes_together_passes() -> None:
    check_together([find_credential("RHIA"), find_credential("CHDA")], Education.MASTER)
