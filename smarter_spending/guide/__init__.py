"""The notebooks' back room: findings, pages and what they are made with.  Not an API."""
