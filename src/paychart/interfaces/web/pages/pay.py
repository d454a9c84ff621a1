"""*What would I earn?* - the first page: a form on one side, the answer as a sentence and a picture on the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response

from paychart.codes import find_area, find_industry, find_occupation, index
from paychart.codes.credentials import catalogue
from paychart.errors import PaychartError, UnknownCode
from paychart.interfaces.web.api import answers_of
from paychart.interfaces.web.pages.render import page
from paychart.interfaces.web.pages.steps import steps_of
from paychart.interfaces.web.problems import hint_of
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.explain import Explanation, explain
from paychart.pay.offer import Offer, place_offer
from paychart.pictures import Marker, money, pay_range
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.store import Store
from paychart.titles import code as code_title

ADDRESS, TITLE = "/", "What would I earn?"
router = APIRouter()

EDUCATION = {
    "": "Any",
    "high school": "High school",
    "some college": "Some college",
    "associate": "Associate",
    "bachelor": "Bachelor’s",
    "master": "Master’s",
    "doctoral": "Doctoral",
}
_EXAMPLE = "Medical Records Specialists"


@dataclass(frozen=True)
class Trouble:
    """What was wrong with one field: the message, and links that mend it."""

    name: str
    message: str
    hint: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass
class Shown:
    """Everything the template shows. `form` holds the fields as text."""

    form: dict[str, Any]
    troubles: list[Trouble] = field(default_factory=list)
    answer: Estimate | None = None
    explanation: Explanation | None = None
    offer: Offer | None = None
    picture: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, Any] | None = None
    family: bool = True


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile in the address; without one, an example."""
    given = parse_qs(request.url.query, keep_blank_values=True)
    shown = await answers_of(request).compute(lambda store: _work(store, given))
    return page(
        request,
        "pay.html.j2",
        status=422 if shown.troubles else 200,
        shown=shown,
        form=shown.form,
        education=EDUCATION,
        credentials=[(one.code, one.name) for one in catalogue().values()],
        share=share_address(shown.form),
    )


def share_address(form: dict[str, Any]) -> str:
    """The address that holds the whole profile and nothing else."""
    dropped = {"compare_with", *(("per",) if form["per"] == "year" else ())}
    kept = {k: v for k, v in form.items() if v not in ("", [], None) and k not in dropped}
    return "/?" + urlencode(kept, doseq=True)


def form_of(given: dict[str, list[str]]) -> dict[str, Any]:
    """The fields of the form as text: the last value of each, all credentials."""
    names = (
        "occupation",
        "area",
        "industry",
        "education",
        "experience",
        "hours",
        "pay",
        "per",
        "compare_with",
    )
    form: dict[str, Any] = {name: given.get(name, [""])[-1].strip()[:1_000] for name in names}
    form["occupation"] = form["occupation"] or _EXAMPLE
    form["per"] = "hour" if form["per"] == "hour" else "year"
    form["credential"] = [code for code in given.get("credential", []) if code.strip()][:10]
    return form


def _work(store: Store, given: dict[str, list[str]]) -> Shown:
    shown = Shown(form_of(given))
    profile = _profile(shown, store)
    if profile is None:
        return shown
    try:
        shown.answer = estimate(profile, store)
    except PaychartError as error:
        _blame(shown, _field_of(error), error)
        return shown
    shown.family = shown.answer.profile.occupation in index(store).family
    shown.explanation = explain(shown.answer, store)
    shown.steps = steps_of(shown.explanation.waterfall)
    _place_offer(shown, profile, store)
    _compare(shown, store)
    interval = shown.answer.interval90["p50"] if shown.answer.interval90 else None
    marker = Marker(shown.offer.pay, f"your offer {money(shown.offer.pay)}") if shown.offer else None
    shown.picture = pay_range(shown.answer.annual, interval, marker)
    return shown


def _profile(shown: Shown, store: Store) -> Profile | None:
    """The profile with names resolved into the form; None where a field is wrong, with the trouble noted."""
    form = shown.form
    finders: tuple[tuple[str, Callable[[], tuple[str, str]]], ...] = (
        ("occupation", lambda: _found(find_occupation(form["occupation"], store))),
        ("area", lambda: _found(find_area(form["area"], store))),
        ("industry", lambda: _found(find_industry(form["industry"], store))),
    )
    codes = {}
    for name, find in finders:
        try:
            codes[name], words = find()
            form[name] = "" if codes[name] in (NATION, ALL_INDUSTRIES) else words
        except PaychartError as error:
            _blame(shown, name, error, _title_choices(form[name]) if name == "occupation" else ())
    numbers = {name: _number(shown, name) for name in ("experience", "hours")}
    if shown.troubles:
        return None
    try:
        return Profile.from_words(
            codes["occupation"],
            codes["area"],
            codes["industry"],
            form["education"],
            numbers["experience"],
            tuple(form["credential"]),
            numbers["hours"],
        )
    except PaychartError as error:
        _blame(shown, _field_of(error), error)
        return None


def _found(held: Any) -> tuple[str, str]:
    return held.code, getattr(held, "title", "") or held.name


def _number(shown: Shown, name: str) -> float | None:
    text = shown.form[name].replace(",", "").replace("$", "")
    if not text:
        return None
    try:
        value = float(text)
        if value == value and abs(value) != float("inf"):
            return value
    except ValueError:
        pass
    shown.troubles.append(Trouble(name, f"“{text[:40]}” is not a number.", "Give digits, such as 5."))
    return None


def _field_of(error: PaychartError) -> str:
    """Which field an error of the profile as a whole is about."""
    text = error.message.lower()
    for name, words in (
        ("experience", ("experience",)),
        ("hours", ("hours",)),
        ("education", ("education", "attainment", "at least")),
        ("credential", ("credential", "takes the place", "asks for")),
        ("pay", ("offer", "pay")),
    ):
        if any(word in text for word in words):
            return name
    return "occupation"


def _blame(shown: Shown, name: str, error: PaychartError, more: tuple[tuple[str, str], ...] = ()) -> None:
    """Note the trouble; each nearest value becomes a link with that one field changed."""
    choices = []
    for text in error.nearest:
        code, _, words = text.partition(" ")
        known = bool(words) and (code[:1].isdigit() and isinstance(error, UnknownCode))
        choices.append((words if known else text, code if known else text))
    links = [(label, _with(shown.form, name, value)) for label, value in (*choices, *more)]
    unique = tuple({label: (label, address) for label, address in links}.values())[:8]
    shown.troubles.append(Trouble(name, error.message, hint_of(error), unique))


def _with(form: dict[str, Any], name: str, value: str) -> str:
    return share_address({**form, name: [value] if name == "credential" else value})


def _title_choices(text: str) -> tuple[tuple[str, str], ...]:
    """What the job-title coder makes of words that name no occupation."""
    try:
        coding = code_title(text)
    except PaychartError:
        return ()
    return tuple((c.soc_title, c.soc) for c in coding.candidates[:4] if c.probability >= 0.05)


def _place_offer(shown: Shown, profile: Profile, store: Store) -> None:
    pay = _number(shown, "pay")
    if pay is None:
        return
    try:
        shown.offer = place_offer(profile, pay, store, hourly=shown.form["per"] == "hour")
    except PaychartError as error:
        _blame(shown, "pay", error)


def _compare(shown: Shown, store: Store) -> None:
    """The difference to the profile that the visitor came from, where it is another one."""
    earlier = shown.form["compare_with"]
    if not earlier or shown.answer is None:
        return
    past = Shown(form_of(parse_qs(earlier[:1_000])))
    profile = _profile(past, store)
    if profile is None:
        return
    try:
        answer = estimate(profile, store)
    except PaychartError:
        return
    changes = [
        (label, past.form[name] or absent, shown.form[name] or absent)
        for name, label, absent in _LABELS
        if past.form[name] != shown.form[name]
    ]
    if not changes:
        return
    gap = shown.answer.annual["p50"] - answer.annual["p50"]
    shown.before = {
        "changes": [(label, _words(before), _words(after)) for label, before, after in changes],
        "median": answer.annual["p50"],
        "gap": gap,
        "percent": 100 * gap / answer.annual["p50"],
        "address": share_address(past.form),
    }


_LABELS = (
    ("occupation", "Job", ""),
    ("area", "Place", "United States"),
    ("industry", "Employer", "all employers"),
    ("education", "Education", "any education"),
    ("experience", "Years since school", "any"),
    ("credential", "Credentials", "none given"),
    ("hours", "Hours a week", "40"),
)


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
