"""Pay over time: history with its breaks, pay aged to today, forecasts, and the outlook of an occupation."""
