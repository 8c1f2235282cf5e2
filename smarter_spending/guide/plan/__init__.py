"""Steps 4 and 5: the plan, the schools, the board page and the review (notebooks 12 to 15)."""
