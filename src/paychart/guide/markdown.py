"""The guide as Markdown: the same statements, tables and numbered sources as the page, without its charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paychart.guide.page import GLOSSARY, METHOD, Footnotes, not_here
from paychart.guide.phrase import sentence
from paychart.guide.sections import Grid, Guide
from paychart.guide.statement import Source


def render(guide: Guide) -> str:
    """The whole guide; charts are told by the words written for those who cannot see them."""
    notes = Footnotes()

    def cite(sources: Sequence[Source]) -> str:
        return "".join(f"[^{notes.number(s)}]" for s in sources)

    blocks = [
        f"# {guide.topic.title}",
        f"*Pay guide, {guide.release}, {guide.scope.heading}*",
        guide.topic.about,
    ]
    if guide.topic.main.does:
        blocks.append("## What the work is")
        blocks += [
            f"- **{r.plain[:1].upper()}{r.plain[1:]}** ({r.code}): {r.does}" for r in guide.topic.roles
        ]
    for section in guide.sections:
        blocks.append(f"## {section.title}")
        told = [sentence(s) + cite(s.sources) for s in section.statements]
        blocks += [f"- {line}" for line in told] if section.listed else [" ".join(told)]
        blocks += [f"> {section.note}"] if section.note else []
        blocks += [_table(section.grid, cite)] if section.grid else []
    blocks.append("## Words")
    blocks += [f"- **{word}**: {meaning}" for word, meaning in GLOSSARY]
    blocks += ["## Sources", " ".join(filter(None, (METHOD, not_here(guide.missing))))]
    blocks += [f"[^{n}]: {source.citation} <{source.url}>" for n, source in notes.sources]
    text = "\n\n".join(blocks) + "\n"
    # Items of one list stand on following lines.
    return text.replace("\n\n- ", "\n- ").replace("\n\n[^", "\n[^")


def _table(grid: Grid, cite: Callable[[Sequence[Source]], str]) -> str:
    lines = [(*grid.header, "Source"), ("---", *["--:"] * len(grid.header))]
    for row, source in zip(grid.rows, grid.sources, strict=True):
        lines.append((*row, cite([source])))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
