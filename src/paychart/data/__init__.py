"""What is known: official publications, the store they fill, and the small cited tables that ship with the package."""
