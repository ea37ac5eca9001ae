"""What is on the maps: figures and look of each, from the persons picked of scenarios and what a visitor set."""

import altair as alt
import polars as pl

from experiments import theme
from experiments.language import say
from experiments.page.flows.drawing import Look, picture
from experiments.page.flows.named import titles
from experiments.page.flows.picked import FIGURES, difference, largest_difference, picked
from experiments.page.flows.told import coverage
from experiments.page.flows.travels import COUNT
from experiments.reports import drawn
from sim.geography import city_names

DIFFERENCE = "difference"
WANTED = {"a": ("A",), "both": ("A", "B"), "difference": (DIFFERENCE,)}  # maps by what is to be shown


class Scene:
    """Persons who match the filters, of each scenario that is known.

    Args:
        travels: {"A": Travels, "B": Travels}, as far as known.
        filters: As of `picked`.
    """

    def __init__(self, travels, filters):
        self.picked = {letter: picked(one, filters) for letter, one in travels.items()}
        self._largest: dict[tuple[bool, str], tuple[float, float]] = {}

    def maps(self, settings, language):
        """{A, B or DIFFERENCE: (its Figures, its Look)}, as far as known."""
        found = {}
        for which in WANTED[settings.show]:
            is_difference = which == DIFFERENCE
            if which in self.picked or (is_difference and len(self.picked) == 2):
                largest = self._scale(is_difference, settings.size)
                look = Look(language, settings.window, settings.size, largest, is_difference, settings.row_of_city)
                found[which] = self._figures(which, settings.shown_year), look
        return found

    def _figures(self, which, year):
        if which != DIFFERENCE:
            return self.picked[which].figures(year)
        return difference(*(self.picked[letter].figures(year) for letter in "AB"))

    def _scale(self, is_difference, size):
        """What is drawn largest, in any year and either scenario."""
        key = is_difference, size
        if key not in self._largest:
            if is_difference:
                self._largest[key] = largest_difference(self.picked["A"], self.picked["B"], size)
            else:
                flows, persons = zip(*(one.largest(size) for one in self.picked.values()), strict=True)
                self._largest[key] = max(flows), max(persons)
        return self._largest[key]


def title_of(which, settings, language):
    """What stands above a map."""
    year = settings.shown_year or say(language, "page_map.mean_of_years")
    named = {letter: titles(language)[name] for letter, name in settings.scenarios.items()}
    if which == DIFFERENCE:
        return say(language, "page_map.title_difference", one=named["A"], other=named["B"], year=year)
    return say(language, "page_map.title", scenario=named[which], year=year)


def table_of(maps):
    """All that the maps show, and what is too small to be drawn: shown, measure, from, city, persons."""
    columns = ["shown", "measure", "from", "city", "persons"]
    parts = []
    for which, (figures, _) in maps.items():
        flows = figures.flows.select(pl.lit("moves").alias("measure"), pl.col("left").alias("from"), "city", COUNT)
        by_city = figures.cities.unpivot(FIGURES, index="city", variable_name="measure", value_name=COUNT)
        by_city = by_city.select("measure", pl.lit(None, pl.Int64).alias("from"), "city", COUNT)
        parts.append(pl.concat([flows, by_city]).with_columns(pl.lit(which).alias("shown")))
    names = dict(enumerate(city_names()))
    named = (pl.col(end).replace_strict(names, return_dtype=pl.String) for end in ("from", "city"))
    return pl.concat(parts).with_columns(*named).select(columns)


def pictured(maps, settings, language, kind):
    """The maps one below the other, as the bytes of a file.

    Args:
        kind: "png" or "svg".
    """
    whole = alt.vconcat(*(
        picture(figures, look, title_of(which, settings, language), coverage(figures, look))
        for which, (figures, look) in maps.items()
    )).resolve_scale(size="independent")  # fmt: skip
    made = theme.finished(whole, "thbsim", say(language, "page.not_statistics"), 760)
    return drawn.png(made, language) if kind == "png" else drawn.svg(made, language).encode("utf-8")
