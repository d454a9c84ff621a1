"""Benchmarking a payroll, pay ranges, pay equity, disclosure control."""
