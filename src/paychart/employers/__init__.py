"""What employers ask: a payroll against the market, pay ranges, pay equity, and aggregates that leak nothing."""
