from scenarios.catalogue import names
from tests.golden import store

for name in names():
    store(name)
    print(f"tests/golden/{name}.json written")
