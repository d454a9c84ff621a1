"""What to do about pay: one engine turns an option into a gain, a cost, odds and a verdict; every page reads it.

Enters: a profile, and options in words. Leaves: `Outcome`s and what is made of them; what nobody knows is None.
`option` (a person, a change), made by `study_options` and `work_options`; `outcomes` weighs them with `option_pay` (one
call of the kernel) by the rules of `outcome`; `outcome_words` says them. `moves`, `ladder`, `returns`, `offers` and
`personal_plan` read these. `roles` and `reach` are families of careers as data; `rates` are cited or marked assumed.
Whole careers: `plans` -> `paytables` -> `simulation` -> `costs` -> `lifetime`, `returns`: one seed, so every plan meets
the same random numbers. `character` and `criteria` -> `values` rank occupations.
"""
