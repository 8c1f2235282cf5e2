"""What a district brings: its tables, how they are checked, and where its choices are kept."""
