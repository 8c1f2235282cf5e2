"""Steps 0 and 1: where a district stands, who decides, and by what values (notebooks 0 and 1)."""
