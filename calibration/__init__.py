"""Fitting the model to what is known of the baseline years; follows in a later issue."""
