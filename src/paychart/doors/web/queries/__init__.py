"""What a query may say: every parameter typed, bounded, named and described; unknown and repeated names are refused."""
