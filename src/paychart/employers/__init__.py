"""What employers ask: a payroll against the market, pay ranges, pay equity, and aggregates that leak nothing.

`payroll_file` finds a payroll on disk or in bytes; a `desk` (folder or memory) holds what is worked on. `reading`
makes it one view, `coding` codes each distinct text once, `market` turns `estimate` into small tables.
`row_reading`, `lookups`, `pricing`, `scoring` and `verdict` price rows as Ibis expressions, staged as views and run
by an engine (DuckDB, or `spark_engine`) in the order the rows came (`in_order`); `writing` publishes whole files.
`disclosure` decides what an aggregate may show, `joint_protection` what several tables may show together.
`equity_tests` is statistics on clean arrays, `equity` the audit and its words.
"""
