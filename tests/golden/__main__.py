import sys

from scenarios.catalogue import names
from tests.golden import store

for name in sys.argv[1:] or names():
    store(name)
    print(f"tests/golden/{name}.json written")
