"""Charts show what they are given, say what they leave out, and are written whole."""

import re
import struct
from functools import cache
from html.parser import HTMLParser

import polars as pl
import pytest
import vl_convert

from experiments import charts, maps
from sim.geography import cities

SCENARIOS = ("baseline", "online-monitoring", "sector-inspections", "reception-places", "awareness", "both")
OUTCOMES = ("Identified, Belgium", "Hidden at year's end, Belgium", "Victim-years, all three countries")
YEARS = range(2010, 2015)
BELGIAN = tuple(city.name for city in cities() if city.country == "BE")
FETCHES = re.compile(
    r"""(?:url\(|@import|\bfrom|\bimport\(?|\bfetch\(|\bimportScripts\(|"GET",)\s*["'`]?(?:https?:)?//\w"""
)  # in a script or style sheet: a request for a fixed address of another host


class Loading(HTMLParser):
    """What a page would load: addresses in its tags, and fixed addresses that its scripts and styles fetch."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("src", "href", "srcset", "data", "poster")]

    def handle_data(self, data):
        self.found += FETCHES.findall(data)


def summary_of(scenarios=SCENARIOS[:2], outcomes=OUTCOMES, years=YEARS, mean=130.0):
    rows = [
        (scenario, outcome, "persons/year", year, mean, mean * 0.9, mean * 1.1)
        for scenario in scenarios
        for outcome in outcomes
        for year in years
    ]
    return pl.DataFrame(rows, ("scenario", "outcome", "unit", "year", "mean", "low", "high"), orient="row")


def effects_of(percents, scenario="awareness"):
    """One effect in percent for each outcome of {title: percent or None}, one percentage point either way."""
    bounds = {title: (None, None, None) if p is None else (p, p - 1.0, p + 1.0) for title, p in percents.items()}
    rows = [(scenario, "baseline", title, *found) for title, found in bounds.items()]
    return pl.DataFrame(
        rows,
        {"scenario": str, "reference": str, "outcome": str} | dict.fromkeys(charts.PERCENT, float),
        orient="row",
    )


def flows_of(*rows):
    return pl.DataFrame(rows, {"origin": str, "destination": str, "persons": float}, orient="row")


def many_flows():
    """Every pair of Belgian cities, each flow larger than the one before."""
    pairs = [(left, entered) for left in BELGIAN for entered in BELGIAN if left != entered]
    return flows_of(*((*pair, float(persons)) for persons, pair in enumerate(pairs, 1)))


@cache
def every_chart():
    return {
        "years": charts.years_chart(summary_of()),
        "effects": charts.effects_chart(effects_of(dict(zip(OUTCOMES, (25.0, -8.0, 0.5), strict=True)))),
        "flows": maps.flows_map(many_flows(), cities()),
    }


def found_in(spec, key):
    """All values of a key, at any depth."""
    if isinstance(spec, dict):
        yield from (value for name, value in spec.items() if name == key)
    for inner in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from found_in(inner, key)


def texts(chart):
    """Titles and subtitles, with their lines joined."""
    titles = [title for title in found_in(chart.to_dict(), "title") if isinstance(title, dict)]
    lines = [title.get(part, "") for title in titles for part in ("text", "subtitle")]
    return [" ".join(line) if isinstance(line, list) else line for line in lines]


def rows_with(chart, column):
    """Rows of all data of a chart that have a column."""
    data = [values for values in found_in(chart.to_dict(), "values") if isinstance(values, list)]
    return [row for values in data for row in values if isinstance(row, dict) and column in row]


def drawn_flows(chart):
    return {(row["origin"], row["destination"]) for row in rows_with(chart, "step")}


def svg_of(chart):
    return vl_convert.vegalite_to_svg(chart.to_dict())


@pytest.mark.parametrize("name", ["years", "effects", "flows"])
def test_a_page_loads_nothing_and_links_to_no_other_host(tmp_path, name):
    page, _ = charts.save(every_chart()[name], tmp_path, name)
    text = page.read_text(encoding="utf-8")
    assert not Loading(text).found
    spec = text[text.rindex('"$schema"') :]
    assert re.findall(r"https?://[^\"]*", spec) == ["https://vega.github.io/schema/vega-lite/v6.4.1.json"]
    assert '"editor":false' in text
    assert not list(found_in(every_chart()[name].to_dict(), "url"))


@pytest.mark.parametrize(
    "loading",
    [
        '<script src="https://cdn.example/vega.js">',
        "<link rel=stylesheet href=//fonts.example/a.css>",
        "<style>url(https://fonts.example/a.woff)</style>",
        '<script>import x from "https://esm.example/x"</script>',
        '<script>fetch("https://data.example/a.json")</script>',
    ],
)
def test_the_search_for_loading_pages_finds_them(loading):
    assert len(Loading(f"<html><body>{loading}</body></html>").found) == 1


@pytest.mark.parametrize("name", ["years", "effects", "flows"])
def test_a_picture_is_a_png_of_sensible_size(tmp_path, name):
    page, picture = charts.save(every_chart()[name], tmp_path / "new" / "folder", name)
    content = picture.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content.endswith(b"IEND\xaeB`\x82")
    assert 1000 < width < 2400
    assert 300 < height < 2400
    assert (page.name, picture.name) == (f"{name}.html", f"{name}.png")


def test_nothing_half_written_remains_when_saving_fails(tmp_path):
    (tmp_path / "years.png").mkdir()
    (tmp_path / "years.png" / "kept").touch()
    with pytest.raises(OSError, match=r"years\.png"):
        charts.save(every_chart()["years"], tmp_path, "years")
    assert {path.name for path in tmp_path.iterdir()} <= {"years.png", "years.html"}
    assert (tmp_path / "years.png" / "kept").exists()


def test_a_chart_that_cannot_be_drawn_leaves_no_file(tmp_path):
    chart = charts.years_chart(summary_of()).transform_filter("datum.((")
    with pytest.raises(ValueError, match="Unexpected token"):
        charts.save(chart, tmp_path, "years")
    assert not list(tmp_path.iterdir())


def test_saving_again_replaces_both_files(tmp_path):
    for path in charts.save(every_chart()["years"], tmp_path, "chart"):
        path.write_bytes(b"old")
    page, picture = charts.save(every_chart()["effects"], tmp_path, "chart")
    assert "Differences from baseline" in page.read_text(encoding="utf-8")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert sorted(tmp_path.iterdir()) == [page, picture]


def test_a_name_cannot_end_the_script_of_its_page(tmp_path):
    page, _ = charts.save(charts.years_chart(summary_of(("</script><script>", "<!--"))), tmp_path, "years")
    plain, _ = charts.save(charts.years_chart(summary_of(("one", "two"))), tmp_path, "plain")
    ends, plain_ends = (path.read_text(encoding="utf-8").count("</script") for path in (page, plain))
    assert ends == plain_ends


@pytest.mark.parametrize("number", [2, 6])
def test_every_scenario_and_outcome_is_drawn(number):
    chart = charts.years_chart(summary_of(SCENARIOS[:number]))
    assert set(OUTCOMES) <= set(texts(chart))
    assert all(f">{scenario}<" in svg_of(chart) for scenario in SCENARIOS[:number])
    domains = [scale["domain"] for scale in found_in(chart.to_dict(), "scale") if "range" in scale]
    assert all(domain == list(SCENARIOS[:number]) for domain in domains)


def test_outcomes_keep_the_order_in_which_they_come():
    chart = charts.years_chart(summary_of(outcomes=OUTCOMES[::-1]))
    assert [text for text in texts(chart) if text in OUTCOMES] == list(OUTCOMES[::-1])


def test_a_scenario_on_its_own_stands_in_the_title_without_a_legend():
    chart = charts.years_chart(summary_of(SCENARIOS[:1]))
    assert "Outcomes by year: baseline" in texts(chart)
    assert set(found_in(chart.to_dict()["concat"], "legend")) == {None}


@pytest.mark.parametrize("years", [range(2015, 2016), range(2014, 2016), range(2010, 2020), range(2000, 2051)])
def test_years_are_whole_each_named_once_and_without_a_comma(years):
    svg = svg_of(charts.years_chart(summary_of(outcomes=OUTCOMES[:1], years=years)))
    named = [int(text) for text in re.findall(r">(\d{4})<", svg)]
    assert named == sorted(set(named))
    assert set(named) <= set(years)
    assert named[0] == years[0]
    assert not re.search(r">2,0\d\d<", svg)


def test_the_subtitle_says_what_the_band_holds():
    assert "Lines show the mean of the runs, bands hold 95 % of the runs." in texts(charts.years_chart(summary_of()))
    single = charts.years_chart(summary_of(years=(2015,)))
    assert "Dots show the mean of the runs, bars hold 95 % of the runs." in texts(single)


@pytest.mark.parametrize("mean", [0.0, None, float("nan")])
def test_outcomes_that_are_nothing_or_unknown_can_be_drawn(tmp_path, mean):
    table = summary_of(mean=1.0).with_columns(pl.lit(mean, pl.Float64).alias(name) for name in ("mean", "low", "high"))
    page, _ = charts.save(charts.years_chart(table), tmp_path, "years")
    assert '"mean":NaN' not in page.read_text(encoding="utf-8")


def test_more_rows_than_altair_allows_by_itself_can_be_drawn():
    table = summary_of(SCENARIOS, tuple(f"Outcome {number}" for number in range(2)), range(1500, 2000))
    assert table.height > 5000
    assert len(rows_with(charts.years_chart(table), "mean")) == table.height


def test_effects_of_several_scenarios_have_a_panel_for_each_outcome():
    percents = dict(zip(OUTCOMES, (25.0, 20.0, 15.0), strict=True))
    chart = charts.effects_chart(pl.concat([effects_of(percents), effects_of(percents, "online-monitoring")]))
    assert set(OUTCOMES) <= set(texts(chart))
    assert all(svg_of(chart).count(f">{scenario}<") == 1 for scenario in ("awareness", "online-monitoring"))
    assert svg_of(chart).count("Difference from baseline (%)") >= len(OUTCOMES)


def test_the_subtitle_says_what_intervals_hold_though_luck_hides_every_share_of_ignorance():
    effects = effects_of({"Identified": 25.0, "Hidden": -8.0})
    alone, drawn = (" ".join(texts(charts.effects_chart(effects, drawn=drawn))) for drawn in (False, True))
    assert "chance only, not the parameters" in alone
    assert "chance and what is not known of the parameters" in drawn


def test_effects_of_one_scenario_have_a_row_for_each_outcome():
    svg = svg_of(charts.effects_chart(effects_of({"Identified": 25.0, "Hidden": -8.0})))
    assert all(f">{text}<" in svg for text in ("awareness", "Identified", "Hidden"))


def test_effects_that_differ_much_have_scales_of_their_own_and_the_subtitle_says_so():
    near, far = ({"Identified": 20.0, "Hidden": size} for size in (15.0, 1.0))
    for percents, own in ((near, False), (far, True)):
        chart = charts.effects_chart(pl.concat([effects_of(percents), effects_of(percents, "both")]))
        assert any("Each panel has its own scale." in text for text in texts(chart)) == own
        domains = {tuple(scale["domain"]) for scale in found_in(chart.to_dict(), "scale") if "range" not in scale}
        assert (len(domains) > 1) == own


@pytest.mark.parametrize("percents", [{"Identified": 25.0, "Hidden": None}, {"Identified": -25.0, "Hidden": None}])
def test_an_effect_that_cannot_be_said_in_percent_keeps_its_row_with_a_note(percents):
    svg = svg_of(charts.effects_chart(effects_of(percents)))
    assert svg.count(">reference is zero<") == 1
    assert ">Hidden<" in svg


def test_effects_none_of_which_can_be_said_in_percent_do_not_break_the_chart(tmp_path):
    chart = charts.effects_chart(effects_of({"Identified": None, "Hidden": None}))
    charts.save(chart, tmp_path, "effects")
    assert svg_of(chart).count(">reference is zero<") == 2


def test_a_policy_without_any_effect_can_be_drawn():
    nothing = effects_of({"Identified": 0.0}).with_columns(pl.lit(0.0).alias(name) for name in charts.PERCENT)
    assert "NaN" not in svg_of(charts.effects_chart(nothing))


def test_the_largest_flows_are_the_ones_drawn():
    flows = many_flows().sample(fraction=1.0, shuffle=True, seed=3)
    largest = flows.sort("persons", descending=True).head(maps.LARGEST)
    chart = maps.flows_map(flows, cities())
    assert drawn_flows(chart) == set(largest.select("origin", "destination").iter_rows())


def test_the_map_says_how_much_it_leaves_out():
    flows = flows_of(("Brussels", "Antwerp", 60.0), ("Berlin", "Brussels", 30.0), ("Hamburg", "Munich", 10.0))
    chart = maps.flows_map(flows, cities())
    assert drawn_flows(chart) == {("Brussels", "Antwerp")}
    assert texts(chart)[1] == (
        "The 1 largest flows between cities on the map: 60 % of 100 moves a year. Left out: 0 smaller flows (0 %), "
        "moves from or to cities beyond the map (40 %). A flow is wide where it begins, narrow where it ends."
    )


def test_a_flow_begins_in_its_origin_and_narrows_to_its_destination():
    rows = rows_with(maps.flows_map(flows_of(("Ghent", "Cologne", 8.0)), cities()), "step")
    widths = [row["width"] for row in rows]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == 8.0
    assert rows[0]["x"] < rows[-1]["x"]  # Cologne lies east of Ghent
    assert {row["kind"] for row in rows} == {"out of Belgium"}


def test_opposite_flows_do_not_cover_each_other():
    rows = rows_with(maps.flows_map(flows_of(("Ghent", "Liège", 8.0), ("Liège", "Ghent", 8.0)), cities()), "step")
    middles = [(row["x"], row["y"]) for row in rows if row["step"] == 8]
    assert abs(middles[0][1] - middles[1][1]) > 2 * maps.WIDEST


def test_the_map_names_its_sources_and_the_busiest_cities():
    svg = svg_of(maps.flows_map(flows_of(("Brussels", "Antwerp", 9.0), ("Ghent", "Brussels", 2.0)), cities()))
    assert "Outlines: Natural Earth (public domain). Cities: GeoNames (CC BY 4.0)." in svg
    assert all(f">{city}<" in svg for city in ("Brussels", "Antwerp", "Ghent"))


def test_cities_stand_on_the_map_where_the_outlines_put_them():
    spec = maps.flows_map(many_flows(), cities()).to_dict()
    projection = next(found_in(spec, "projection"))
    corner = maps._pixels(maps.WEST, maps.NORTH)
    assert corner == pytest.approx((0.0, 0.0), abs=1e-9)
    assert projection["translate"] == pytest.approx(maps._pixels(0.0, 0.0))
    assert maps._pixels(maps.EAST, maps.SOUTH) == pytest.approx((spec["width"], spec["height"]))


@pytest.mark.parametrize("flows", [flows_of(), flows_of(("Ghent", "Liège", 0.0)), flows_of(("Berlin", "Munich", 4.0))])
def test_a_map_without_flows_can_be_drawn(tmp_path, flows):
    chart = maps.flows_map(flows, cities())
    charts.save(chart, tmp_path, "flows")
    assert not drawn_flows(chart)


def test_a_saved_page_holds_the_chart_under_its_title(tmp_path):
    page, _ = charts.save(every_chart()["years"], tmp_path, "years")
    text = page.read_text(encoding="utf-8")
    assert "<title>Outcomes by year</title>" in text
    assert all(f'"{scenario}"' in text for scenario in SCENARIOS[:2])
