"""Job titles as people write them, coded to occupations."""

from paychart.titles.coder import Candidate, Coding, Mixture, code, code_many, mixture

__all__ = ["Candidate", "Coding", "Mixture", "code", "code_many", "mixture"]
