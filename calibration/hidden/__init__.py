"""How many persons are on no list: multiple-systems estimation from a table of list overlaps."""
