"""`python -m experiments.page.flows`: live the baseline's runs again and write baseline.parquet anew."""

from experiments.page.flows.known import SHIPPED, ship

if __name__ == "__main__":
    ship()
    print(f"Written: {SHIPPED}")
