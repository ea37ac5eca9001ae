"""What the tab Map is made of: persons moved, found and held, by city, and how a map shows them."""
