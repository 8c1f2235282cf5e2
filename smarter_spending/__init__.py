"""Smarter Spending: what each program costs, what it buys, and how sure we are."""
