"""Each public question, declared once: its fields, its answer, the answer's shape, its examples.

In: the words a person gave at some door, by field name. Out: an `Answer`: what a room made of them, as a JSON
value and, where it has one, as a table. The command line, the JSON API, the assistants' tools and the
web forms are made from these declarations; a new field or question is written here and nowhere else.

`ask(question, store, words)` is all that a door calls. `QUESTIONS` holds them by name.
"""

from __future__ import annotations

from paychart.questions.field import Field
from paychart.questions.question import Answer, Asked, Question, ask, plain_hint

__all__ = ["Answer", "Asked", "Field", "Question", "ask", "plain_hint"]
