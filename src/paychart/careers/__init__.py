"""What to do about pay: the ladder of roles, next moves, the return on a credential or degree, whole careers.

`roles` (the ladder as cited data) and `rates` (tuition, odds, waits: evidence or marked assumption) are read by
all. `worth` prices a profile with draws that compare pair by pair; `ladder` and `moves` (`candidates` say what,
`gains` how much) stand on it. `plans` -> `paytables` -> `simulation` -> `costs` -> `lifetime`, `returns`: one seed,
so every plan meets the same random numbers. `character` and `criteria` -> `values` rank occupations;
`personal_plan` gathers, and the guide room draws it (`plan_page`, `ladder_chart`).
"""
