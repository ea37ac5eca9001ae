"""Running the model: designs, runs, stores, comparisons and what is read from them."""
