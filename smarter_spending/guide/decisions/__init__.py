"""Step 3: what to do about each program, and which dollars move (notebooks 10 and 11)."""
