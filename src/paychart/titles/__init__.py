"""Job titles as people write them, coded to occupations."""

from paychart.titles.coder import Candidate, Coding, code, code_many

__all__ = ["Candidate", "Coding", "code", "code_many"]
