"""What to do about it: priorities, decisions, money moved, the years ahead."""
