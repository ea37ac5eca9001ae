"""What the tab Experiments is made of."""
