"""The laboratory: fitting, training, evaluation, back-tests and generators. It is not in the wheel.

A checkout has it (`pip install -e .`). It reads paychart; paychart reads only what it leaves: tables in
`data/reference`, or files beside a user's store. Commands that learn import it when they run.

`cells` fits and judges cells nobody published, `people_fit` the effects of people's traits, `titles` the title coder,
`time` the forecast; `person_records` makes records with known truth.
"""
