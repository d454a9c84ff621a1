"""What to do about pay: the ladder of roles, next moves, the return on a credential or degree, whole careers."""
