"""One synthetic person's path through a run, told as dated lines that say which draw decided."""
