"""The ladder: cited roles, steps that exist, pay that is the reader's own estimate, goals out of reach."""

from __future__ import annotations

import pytest

from paychart import Profile, estimate
from paychart.careers.ladder import NOTES, ladder, profile_at
from paychart.careers.reach import reach
from paychart.careers.roles import edges, family_goal, find_role, known_credentials, role_of, roles
from paychart.data.store import Store
from paychart.errors import BadInput, UnknownCode
from paychart.profile import Education
from paychart.words import index

READER = Profile(
    "29-2072", "0019740", education=Education.ASSOCIATE, experience_years=3, credentials=("RHIT",)
)


def test_there_are_thirty_roles_and_more_each_cited(store: Store) -> None:
    assert len(roles()) >= 30
    for role in roles().values():
        assert role.source, role.role
        assert role.url.startswith("http"), role.role
        assert all((role.tasks, role.titles)), role.role
        assert role.soc in index(store).occupations, role.role
        assert not role.industry or role.industry in index(store).industries, role.role
        assert known_credentials(role) == role.credentials, role.role
        assert role.experience_basis in ("stated", "judgment")
        assert bool(role.standing_basis) == (role.standing != 0.5)
    assert len({role.name for role in roles().values()}) == len(roles())


def test_every_step_joins_roles_and_every_role_has_a_step() -> None:
    joined = {edge.from_role for edge in edges()} | {edge.to_role for edge in edges()}
    assert joined == set(roles())
    assert all(edge.reason for edge in edges())
    assert len({(edge.from_role, edge.to_role) for edge in edges()}) == len(edges())


def test_tracks_cover_what_the_field_is() -> None:
    tracks = {role.track for role in roles().values()}
    named = {"coding", "audit", "privacy and compliance", "registry", "informatics", "analytics", "teaching"}
    assert named | {"consulting", "vendor", "management", "executive", "records"} <= tracks


def test_pay_on_a_rung_is_the_estimate_of_the_reader_then(store: Store) -> None:
    climbed = ladder(READER, store, goal="coding auditor")
    last = climbed.rungs[-1]
    assert last.role.role == "coding-auditor"
    assert last.profile.experience_years == pytest.approx(3 + (last.years or 0))
    own = estimate(last.profile, store)
    assert last.pay == own.annual["p50"]
    assert last.pay90 == own.interval90["p50"] if own.interval90 else last.pay90 is None


def test_a_role_below_the_middle_of_its_occupation_is_paid_there(store: Store) -> None:
    rung = ladder(READER, store, goal="HIM manager").rung("him-manager")
    assert rung.role.standing < 0.5
    assert rung.answer.annual["p10"] < rung.pay < rung.answer.annual["p50"]
    assert rung.pay90 is not None
    assert rung.pay90[0] <= rung.pay <= rung.pay90[1]


def test_later_rungs_carry_experience_and_schooling() -> None:
    way = reach(roles()["coder"], 0.0)["him-director"]
    coder = Profile("29-2072", education=Education.HIGH_SCHOOL, experience_years=0)
    then = profile_at(coder, roles()["him-director"], way.years)
    assert way.years >= roles()["him-director"].experience_years
    assert then.experience_years == way.years
    assert then.education is Education.BACHELOR
    unsaid = profile_at(Profile("29-2072"), roles()["him-director"], way.years)
    assert not unsaid.describes_person  # priced alike: what was left unsaid stays unsaid


def test_schooling_is_never_lowered() -> None:
    reader = Profile("29-2072", education=Education.MASTER, experience_years=2)
    assert profile_at(reader, roles()["coder"], 1.0).education is Education.MASTER


def test_an_unreachable_goal_names_the_missing_rung(store: Store) -> None:
    director = Profile("11-9111", experience_years=12, education=Education.BACHELOR)
    with pytest.raises(BadInput, match=r"missing rung is Health data analyst") as caught:
        ladder(director, store, role="HIM director", goal="health data scientist")
    assert "--role" in caught.value.hint


def test_a_goal_entered_from_other_work_says_so(store: Store) -> None:
    with pytest.raises(BadInput, match="enter it from school or other work"):
        ladder(READER, store, goal="clinical documentation nurse")


def test_wrong_words_bring_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownCode) as caught:
        ladder(READER, store, goal="HIM directer")
    assert "HIM director" in caught.value.nearest
    with pytest.raises(BadInput, match="11-9111 work"):
        ladder(READER, store, role="HIM director")


def test_every_occupation_has_a_way(store: Store) -> None:
    """Off the families the path is generic: related work that asks for as much, marked as such."""
    found = ladder(Profile("53-3032", "3900000", experience_years=6), store)
    assert found.start.generic
    assert len(found.rungs) > 3
    assert {edge.kind for edge in found.edges} == {"related"}
    with pytest.raises(BadInput, match="group of occupations"):
        ladder(Profile("53-3000"), store)


def test_nurses_climb_as_nurses(store: Store) -> None:
    lpn = reach(role_of(Profile("29-2061")), 3.0)
    assert lpn["rn"].path == ("lpn", "rn")
    assert lpn["nurse-practitioner"].path[-1] == "nurse-practitioner"
    (step,) = (edge for edge in edges() if (edge.from_role, edge.to_role) == ("lpn", "rn"))
    assert step.study_years == 1.5
    assert "NCLEX-RN" in step.license
    assert family_goal(role_of(Profile("29-1141", experience_years=4))) == "nurse-practitioner"


def test_a_typical_title_finds_its_role() -> None:
    assert find_role("tumor registrar").role == "registrar"
    assert find_role("CDI Specialist").role == "cdi-specialist"


def test_experience_decides_the_usual_role() -> None:
    assert role_of(Profile("29-2072")).role == "roi-clerk"
    assert role_of(Profile("29-2072", experience_years=1)).role == "coder"
    assert role_of(Profile("29-2072", experience_years=20)).role == "senior-coder"


def test_the_whole_ladder_is_plain_values(store: Store) -> None:
    import json

    whole = json.loads(json.dumps(ladder(Profile("29-9021"), store, everything=True).to_dict()))
    assert len(whole["rungs"]) == len(roles())
    assert any(rung["years_from_now"] is None for rung in whole["rungs"])


def test_the_note_on_years_is_true_of_the_roles() -> None:
    assert any("many roles no printed requirement" in note for note in NOTES)
    assert sum(role.experience_basis != "stated" for role in roles().values()) > len(roles()) / 3
