"""What the project makes things with; not part of the package."""
