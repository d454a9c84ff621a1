"""The command line's options, made from the fields of a question, and the command made of a question."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, print_json
from paychart.questions import Answer, Asked, Field, Question

Command = Callable[..., None]


def option_of(field: Field) -> inspect.Parameter:
    """A field as a parameter that Typer reads; all are texts, which the question reads in the words of every door."""
    kinds: dict[str, Any] = {"yes": bool, "text": str, "number": str, "whole": str}
    kind = list[str] if field.many else kinds[field.kind]
    shown = {"number": "NUMBER", "whole": "WHOLE NUMBER"}.get(field.kind)
    default = field.absent
    if field.kind in ("number", "whole") and default is not None:
        default = f"{default:g}" if isinstance(default, float) else str(default)
    if field.argument:
        told: Any = typer.Argument(help=field.help)
    else:
        names = [f"--{field.name.replace('_', '-')}", *([field.flag] if field.flag else [])]
        told = typer.Option(*names, help=field.help, metavar=shown)
    optional = kind | None if default in (None, [], "") and kind is not bool else kind
    return inspect.Parameter(
        field.name if field.name != "from" else "from_",
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if field.required else (None if default in ([], "") else default),
        annotation=Annotated[kind if field.required else optional, told],
    )


def command_of(question: Question, show: Command) -> Command:
    """The command of a question: its fields as options, then those of `show`, which prints what was made.

    Where the first parameter of `show` is named `asked` it does the whole work itself, from the fields' values.
    """
    first, *rest = inspect.signature(show).parameters.values()
    # What is printed may be of a type that loads slowly: only the options' own types are looked up.
    space = sys.modules[show.__module__].__dict__
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=eval(p.annotation, space)) for p in rest]
    pictures = getattr(show, "pictures", {})
    options = {option.name: option for option in map(option_of, question.fields)}
    fields = {option: field.name for option, field in zip(options, question.fields, strict=True)}
    alone = first.name == "asked"
    shared = [] if alone else _shared(question)

    def run(**values: Any) -> None:
        given = {fields[name]: values.pop(name) for name in options}
        words = {name: value for name, value in given.items() if value not in (None, [], ())}
        if alone:
            show(question.read(words), **values)
            return
        files = {name: values.pop(name) for name in pictures}
        as_json, store = values.pop("as_json"), values.pop("store", None)
        with _opened(question, store) as (opened, progress):
            answer = question.answer(opened, question.read(words, progress))
        for name, path in files.items():
            if path is not None:
                pictures[name](answer.made, path)
        if as_json:
            print_json(answer.to_json())
        else:
            show(answer.made, **values)

    drawn = [_picture_option(name, help) for name, (help, _) in getattr(show, "told", {}).items()]
    parameters = [*options.values(), *own, *drawn, *shared]
    run.__name__ = question.words.rpartition(" ")[2].replace("-", "_")
    run.__doc__ = help_of(question)
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def add(app: typer.Typer, question: str, show: Command) -> None:
    """Give a group of commands the command of a question."""
    from paychart.questions.registry import QUESTIONS

    asked = QUESTIONS[question]
    app.command(asked.words.rpartition(" ")[2])(command_of(asked, show))


def answered(asked: Asked, store: Path | None = None) -> Answer:
    """The answer to what was asked, for commands that do more than print it."""
    question = asked.question
    assert question is not None
    with _opened(question, store) as (opened, progress):
        return question.answer(opened, replace(asked, progress=progress))


def help_of(question: Question) -> str:
    """What `--help` says of a question: its sentence, more, and examples."""
    heading = "[bold]Example[/bold]" if len(question.commands) == 1 else "[bold]Examples[/bold]"
    examples = [heading, *(f"  paychart {line}" for line in question.commands)] if question.commands else []
    return "\n\n".join(filter(None, (question.about, question.more, *examples)))


def draws(name: str, help: str, write: str) -> Callable[[Command], Command]:
    """Marks a `show` whose answer can also be drawn: option `--name FILE` calls `write` ("module:function")."""

    def mark(show: Command) -> Command:
        module, _, function = write.partition(":")

        def draw(made: Any, path: Path) -> None:
            from importlib import import_module

            getattr(import_module(module), function)(made, path)

        show.told = {name: (help, write)}  # type: ignore[attr-defined]
        show.pictures = {name: draw}  # type: ignore[attr-defined]
        return show

    return mark


def _picture_option(name: str, help: str) -> inspect.Parameter:
    told = Annotated[Path | None, typer.Option(f"--{name}", help=help)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=told)


def _shared(question: Question) -> list[inspect.Parameter]:
    both: Sequence[tuple[str, Any, Any]] = (("as_json", False, JsonFlag), ("store", None, StoreOption))
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=told)
        for name, default, told in both[: 2 if question.stored else 1]
    ]


@contextmanager
def _opened(question: Question, path: Path | None) -> Iterator[tuple[Any, Callable[[int, int], None]]]:
    from paychart.doors.cli.output import open_with_progress, progress_bar

    if not question.stored:
        yield None, lambda done, of: None
    elif not question.busy:
        with open_with_progress(path) as store:
            yield store, lambda done, of: None
    else:
        with open_with_progress(path) as store, progress_bar(question.busy) as step:
            yield store, step


__all__ = ["Asked", "command_of", "draws", "help_of", "option_of"]
