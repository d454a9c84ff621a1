"""Job titles as people write them, coded to occupations."""
