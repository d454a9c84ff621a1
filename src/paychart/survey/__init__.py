"""Design-based estimates from weighted records with successive-difference replicate weights (ACS, CPS
ASEC)."""
