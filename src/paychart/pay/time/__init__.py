"""Pay over time: history with its breaks, pay aged to today, forecasts, and the outlook of an occupation.

`series` links years (one to one only), `index` solves CPI and ECI, `nowcast` ages an `Estimate`, `growth` is the
model that `forecast` uses and the laboratory tries on the past; `trend` and `outlook` are the two doors. What was
learned is in `data/reference/time_parameters.json`, written by `scripts/learn_forecast.py`.
"""
