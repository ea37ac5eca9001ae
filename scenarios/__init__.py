"""What analysts edit: the baseline, its sources, the catalogue of policies; and the reader that checks them."""
