"""Shapes of what is found for words."""

from __future__ import annotations

from paychart.questions.shapes.derive import shape
from paychart.words import credentials, lookup, suggest
from paychart.words.titles import coder

Match = shape(lookup.Match)
Suggestion = shape(suggest.Suggestion)
Candidate = shape(coder.Candidate)
Coding = shape(coder.Coding, question=str)
Credential = shape(credentials.Credential, minimum_education=str | None)
