"""The sections of a guide: which statements, charts and tables answer each of a reader's questions."""

from paychart.guide.sections.build import Guide, build
from paychart.guide.sections.shape import Grid, Section

__all__ = ["Grid", "Guide", "Section", "build"]
