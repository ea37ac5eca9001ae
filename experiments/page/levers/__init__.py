"""The tab Policies: levers made of the catalogue's policies, the file that they make, and what it changes."""
