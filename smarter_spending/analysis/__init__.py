"""What it cost and what it bought: the economics of education, one concept a file."""
