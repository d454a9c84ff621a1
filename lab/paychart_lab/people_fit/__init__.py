"""How education, experience, employer and hours move a worker's rank in the occupation, learned from person
records."""
