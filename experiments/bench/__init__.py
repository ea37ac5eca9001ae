"""How fast the simulation is on this machine, each figure against something that runs beside it.  `make bench`."""
