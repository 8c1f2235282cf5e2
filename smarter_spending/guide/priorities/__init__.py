"""Step 2: goals, root causes and priorities (notebooks 3 to 5)."""
