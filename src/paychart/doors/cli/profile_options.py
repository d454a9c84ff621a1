"""PROFILE: the options that describe whose pay is asked for, the same on every command that takes one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

import typer

from paychart.profile import ANY_OCCUPATION, Profile

OccupationOption = Annotated[
    str, typer.Option("--occupation", "-o", help='SOC code or name, e.g. 29-2072 or "medical coder".')
]
AreaOption = Annotated[
    str, typer.Option("--area", "-a", help='State, metro, BLS/CBSA/FIPS code, or "rural Maryland".')
]
IndustryOption = Annotated[
    str, typer.Option("--industry", "-i", help='Employer type: NAICS code or a word such as "hospital".')
]
EducationOption = Annotated[
    str,
    typer.Option(
        help="Highest level finished: less than high school, high school, some college, associate, "
        "bachelor, master or doctoral."
    ),
]
ExperienceOption = Annotated[
    float | None, typer.Option("--experience", help="Years of work since school, from 0 to 60.")
]
CredentialOption = Annotated[
    list[str] | None,
    typer.Option("--credential", "-c", help="Such as RHIT or CPC; give it once for each credential."),
]
HoursOption = Annotated[float | None, typer.Option("--hours", help="Paid hours a week; 40 is full time.")]


def make_profile(
    occupation: OccupationOption,
    area: AreaOption = "US",
    industry: IndustryOption = "all",
    education: EducationOption = "",
    experience: ExperienceOption = None,
    credential: CredentialOption = None,
    hours: HoursOption = None,
) -> Profile:
    """The profile of the command line's words. Raises BadInput for what cannot be."""
    return Profile.from_words(
        occupation, area, industry, education, experience, tuple(credential or ()), hours
    )


def make_work(
    occupation: OccupationOption = "",
    area: AreaOption = "US",
    industry: IndustryOption = "all",
    education: EducationOption = "",
    experience: ExperienceOption = None,
    credential: CredentialOption = None,
    hours: HoursOption = None,
) -> Profile:
    """A profile whose occupation may be missing, where the command can take a job title in its place."""
    return make_profile(
        occupation or ANY_OCCUPATION, area, industry, education, experience, credential, hours
    )


def make_reader(
    area: AreaOption = "US",
    industry: IndustryOption = "all",
    education: EducationOption = "",
    experience: ExperienceOption = None,
    credential: CredentialOption = None,
    hours: HoursOption = None,
) -> Profile:
    """A profile whose occupation is left to the command, which takes it from its topic."""
    return make_profile(ANY_OCCUPATION, area, industry, education, experience, credential, hours)


def takes_profile(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameter `profile: Profile` becomes the options of PROFILE."""
    return _with_options(command, "profile", make_profile)


def takes_reader(command: Callable[..., None]) -> Callable[..., None]:
    """The same for `reader: Profile`, without the occupation."""
    return _with_options(command, "reader", make_reader)


def takes_work(command: Callable[..., None]) -> Callable[..., None]:
    """The same for `work: Profile`, whose occupation is `ANY_OCCUPATION` where none was given."""
    return _with_options(command, "work", make_work)


def _with_options(
    command: Callable[..., None], name: str, make: Callable[..., Profile]
) -> Callable[..., None]:
    """The command with the options of `make` in place of the parameter `name`.

    The wrapped function's signature is the one Typer reads: the options of `make` first, then the command's
    own, which must have defaults or be options.
    """
    hints = get_type_hints(command, include_extras=True)
    own = [p for p in inspect.signature(command).parameters.values() if p.name != name]
    options = list(inspect.signature(make).parameters.values())
    option_hints = get_type_hints(make, include_extras=True)

    @functools.wraps(command)
    def run(**values: Any) -> None:
        words = {option.name: values.pop(option.name) for option in options}
        command(**{name: make(**words)}, **values)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (*options, *own)]
    annotations = {p.name: option_hints.get(p.name, hints.get(p.name)) for p in parameters}
    run.__annotations__ = annotations
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [p.replace(annotation=annotations[p.name]) for p in parameters]
    )
    del run.__wrapped__
    return run
