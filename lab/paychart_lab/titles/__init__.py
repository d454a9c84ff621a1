"""Learning, calibrating and judging the title coder."""
