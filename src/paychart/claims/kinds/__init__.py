"""Claim kinds, one module each. To add one, write a module here with three names, and its tests:

    NAME = "wage figure"          # the kind, as it is printed
    ORDER = 10                    # lower kinds take a word or figure first; no two kinds mark the same one
    def find(clause, reader): ... # yields a Finding for each claim, with its verdict

`grammar` has figures and comparisons, `reader` the names in a clause and its subject, `evidence` the official
figures, and `words` the sentences that explain.
"""
