"""Job titles as people write them, coded to occupations.

`wording` takes a title apart and `spelling` reads unknown words; `catalogue` and `model` each say what they know,
and `coder` weighs them by their measured trust. The laboratory (`lab/paychart_lab/titles`) learns and judges.
"""

from paychart.words.titles.coder import Candidate, Coding, code, code_many

__all__ = ["Candidate", "Coding", "code", "code_many"]
