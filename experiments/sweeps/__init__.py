"""Sweeps: many scenarios, draws of parameters and seeds, run on any executor, stored run by run."""
