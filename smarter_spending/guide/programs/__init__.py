"""Step 3: what programs cost and what they bought (notebooks 6 to 9)."""
