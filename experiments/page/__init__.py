"""The page in the browser: see flows, pull levers, watch a run, read what is stored; by Panel, on this machine only."""
