"""What notebooks 3 and 14 still ask of the tables of learning, until each has its room."""
