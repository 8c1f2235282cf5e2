"""Running the curriculum: one notebook for many districts, and the command line."""
