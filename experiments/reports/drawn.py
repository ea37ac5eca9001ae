"""Pictures of a document as files in memory, with numbers as readers of its language write them."""

import altair as alt
import vl_convert

from experiments.language import check, number

PIXELS = 2.0  # of a picture for each of the chart's, so that print is sharp


def png(chart, language):
    """The chart as bytes of a PNG file."""
    return vl_convert.vegalite_to_png(_spec(chart), scale=PIXELS, ppi=96, format_locale=locale(language))


def svg(chart, language):
    """The chart as the text of an SVG file."""
    return vl_convert.vegalite_to_svg(_spec(chart), format_locale=locale(language))


def _spec(chart):
    with alt.data_transformers.disable_max_rows():
        return chart.to_dict()


def locale(language):
    """Signs of numbers, as d3-format takes them."""
    check(language)
    sample = number(1234.5, language, 1)
    return {"decimal": sample[-2], "thousands": sample[1], "grouping": [3], "currency": ["", " EUR"], "minus": "−"}
