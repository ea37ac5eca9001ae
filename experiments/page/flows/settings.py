"""What a visitor of the tab Map looks at."""

import param

from experiments.page.flows.known import FIRST_YEAR, LAST_YEAR
from experiments.page.flows.outlines import WINDOWS
from experiments.page.flows.picked import ALL, FILTERS
from scenarios import catalogue
from sim.geography import city_names

NONE = "none"
SHOWN = ("a", "both", "difference")
MEAN = 0  # the year that stands for the mean of all


def _one_of(names, default=None):
    return param.Selector(default=default or names[0], objects=list(names))


class Settings(param.Parameterized):
    """All of it stands in the address."""

    a = _one_of(catalogue.names())
    b = _one_of((NONE, *catalogue.names()))
    show = _one_of(SHOWN)
    year = _one_of((MEAN, *range(FIRST_YEAR, LAST_YEAR + 1)), LAST_YEAR)
    size = _one_of(("hidden", "identified"))
    window = _one_of(tuple(WINDOWS))
    city = _one_of((NONE, *city_names()))
    form = _one_of((ALL, *FILTERS["form"]))
    sector = _one_of((ALL, *FILTERS["sector"]))
    origin = _one_of((ALL, *FILTERS["origin"]))
    sex = _one_of((ALL, *FILTERS["sex"]))
    age_group = _one_of((ALL, *FILTERS["age_group"]))

    @property
    def filters(self):
        return {name: getattr(self, name) for name in FILTERS}

    @property
    def scenarios(self):
        """{"A": name} or {"A": name, "B": name}, of the catalogue."""
        return {"A": self.a} | ({} if self.b == NONE else {"B": self.b})

    @property
    def shown_year(self):
        """The year, or None for the mean of all."""
        return None if self.year == MEAN else self.year

    @property
    def row_of_city(self):
        """The chosen city's row in data/cities.csv, or None."""
        return None if self.city == NONE else city_names().index(self.city)


NAMES = {name: name for name in Settings.param if name != "name"}  # in the address
