"""Step 1: what students have learned, and the question agreed (notebook 2)."""
