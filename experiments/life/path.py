"""A person's path on the map, and through time: cities in order, where found, which centre."""

from itertools import pairwise
from math import atan2, degrees

import altair as alt
import numpy as np

from experiments import charts, maps, theme
from experiments.life.told import plain
from sim.geography import cities
from sim.weeks import date_of

CENTRE_CITIES = {"payoke": "Antwerp", "pag_asa": "Brussels", "surya": "Liège"}  # the others are in no one place
STAGES = {
    "exploited": ("exploitation", theme.VERMILLION),
    "waiting": ("waiting for a place", "#E69F00"),
    "reflection": ("reflection period", "#56B4E9"),
    "assisted": ("assistance", theme.BLUE),
    "at_risk": ("at risk", theme.PALE),
}
EDGE, ASIDE = 26.0, 17.0  # from the map's edge to a city beyond it; from a city to its centre, or to where found [px]
BEND, TIP = 0.18, 0.6  # how far an arrow leaves the straight line, of its length; where along it its head sits
ORIENTATION = 9  # the biggest of the other cities that are named
ROW, MOST_DATED = 22, 14  # height of a row of the calendar [px]; stays whose first day is written beside them


def save(life, folder):
    """Write life.html and life.png: paths."""
    return charts.save(chart(life), folder, "life")


def chart(life):
    """The map with the calendar below."""
    stays = [stage for stage in life.path if stage.status == "exploited"]
    parts = alt.vconcat(_map(life.path, stays), _calendar(life), spacing=26, bounds="full")
    whole = parts.resolve_scale(color="independent")
    return theme.finished(whole, f"One synthetic person's path: {life.who}", _said(life, stays), maps.MAP_WIDTH)


def _said(life, stays):
    beyond = sorted({stage.city for stage in stays if _is_beyond(_city(stage.city))})
    told = f"Scenario {life.schedule.name}, seed {life.seed}, key {life.key}. "
    if len(stays) > 1:
        told += f"Numbers give the order of {len(stays)} stays in cities; an arrow is a move, a number on it how often."
    else:
        told += "No move from city to city." if stays else "Not arrived in any city before the run ends."
    if beyond:
        told += f" Beyond the map, drawn at its edge: {', '.join(beyond)}."
    return told


def _map(path, stays):
    spots = {stage.city: _spot(stage.city) for stage in stays}
    marks = list(_marks(path, spots))
    layers = [maps._countries(), *_arrows(path), *_dots(stays, spots, marks), maps._source()]
    return alt.layer(*layers).properties(width=maps.MAP_WIDTH, height=maps._pixels(maps.EAST, maps.SOUTH)[1])


def _city(name):
    return next(city for city in cities() if city.name == name)


def _is_beyond(city):
    return not (maps.WEST < city.longitude < maps.EAST and maps.SOUTH < city.latitude < maps.NORTH)


def _spot(name):
    """Where a city is drawn [px]: cities beyond the map at its edge, on the way there from the middle."""
    city = _city(name)
    spot = np.array(maps._pixels(city.longitude, city.latitude))
    middle = np.array(maps._pixels(maps.EAST, maps.SOUTH)) / 2.0
    reach = np.abs(spot - middle) / (middle - EDGE)
    return tuple((middle + (spot - middle) / max(1.0, reach.max())).tolist())


def _arrows(path):
    """Lines with heads for moves, one for each pair of cities however often it was taken."""
    legs: dict[tuple[str, str], int] = {}
    for left, entered in pairwise(path):
        if left.status == entered.status == "exploited":
            legs[left.city, entered.city] = legs.get((left.city, entered.city), 0) + 1
    if not legs:
        return
    points, heads = [], []
    for (left, entered), times in legs.items():
        facts = {"move": f"{left} to {entered}", "times": times, "kind": maps._kind(_city(left), _city(entered))}
        curve = _curve(_spot(left), _spot(entered))
        points += [facts | {"x": x, "y": y, "step": step} for step, (x, y) in enumerate(curve.tolist())]
        at = int(TIP * (len(curve) - 1))
        (x, y), (dx, dy) = curve[at].tolist(), (curve[at + 1] - curve[at - 1]).tolist()
        heads.append(facts | {"x": x, "y": y, "angle": degrees(atan2(dx, -dy))})
    legend = alt.Legend(title=None, orient="top-left", symbolType="stroke", symbolStrokeWidth=3)
    kinds = {kind: colour for kind, colour in maps.KINDS.items() if any(head["kind"] == kind for head in heads)}
    color = alt.Color("kind:N", scale=alt.Scale(domain=[*kinds], range=[*kinds.values()]), legend=legend)
    tooltip = ["move:N", "times:Q"]
    lines = maps._on_map(points).mark_line(strokeWidth=2, opacity=0.8)
    yield lines.encode(color=color, detail="move:N", order="step:Q", tooltip=tooltip)
    tips = maps._on_map(heads).mark_point(shape="triangle-up", filled=True, size=110, opacity=1)
    yield tips.encode(color=color, angle=alt.Angle("angle:Q", scale=None), tooltip=tooltip)
    often = [head for head in heads if head["times"] > 1]
    if often:
        count = maps._on_map(often).encode(text="times:Q", color=color)
        yield count.mark_text(fontSize=12, fontWeight="bold", dx=10, dy=-8)


def _curve(start, end, steps=24):
    """Points from one place to another, bending to the left [px]."""
    start, end = np.array(start), np.array(end)
    bent = (start + end) / 2.0 + BEND * np.array([start[1] - end[1], end[0] - start[0]])
    t = np.linspace(0.0, 1.0, steps + 1)[:, None]
    return ((1.0 - t) ** 2 * start + 2.0 * t * (1.0 - t) * bent + t**2 * end).round(1)


def _marks(path, spots):
    """Where exploitation ended, and the centre that took the person in: (words, kind, x, y, city)."""
    for stage, following in pairwise(path):
        if stage.status == "exploited" != following.status:
            x, y = spots[stage.city]
            what = "found" if following.is_found else "got away"
            yield f"{what} {date_of(following.week)}", what, x, y, stage.city
        if following.status == "reflection" and following.centre in CENTRE_CITIES:
            x, y = _spot(CENTRE_CITIES[following.centre])
            yield f"{plain(following.centre)}, taken in {date_of(following.week)}", "centre", x + ASIDE, y + ASIDE, ""


def _dots(stays, spots, marks):
    """Cities of the path with numbers, green where found, squares for centres, names for all."""
    visits: dict[str, list[int]] = {}
    for order, stage in enumerate(stays, 1):
        visits.setdefault(stage.city, []).append(order)
    labels = {}
    for city, orders in visits.items():
        ends = [words for words, *_, where in marks if where == city]
        labels[", ".join([f"{_orders(orders)} {city}", *ends])] = spots[city]
    labels |= {words: (x, y) for words, kind, x, y, _ in marks if kind == "centre"}
    others = [city for city in cities() if not _is_beyond(city) and city.name not in spots]
    towns = {city.name: maps._pixels(city.longitude, city.latitude) for city in others}
    rows = [{"city": name, "x": x, "y": y} for name, (x, y) in towns.items()]
    yield maps._on_map(rows).mark_circle(size=14, color=theme.PALE, opacity=1).encode(tooltip=["city:N"])
    here = [{"city": city, "x": spots[city][0], "y": spots[city][1]} for city in visits]
    yield maps._on_map(here).mark_circle(size=70, color=theme.INK, opacity=1).encode(tooltip=["city:N"])
    yield from _signs(marks)
    size = maps._pixels(maps.EAST, maps.SOUTH)
    biggest = sorted(others, key=lambda city: -city.population)[:ORIENTATION]
    placed = list(theme.labels([*labels, *(city.name for city in biggest)], labels | towns, size))
    for look, own in (
        ({"fontSize": 13, "fontWeight": "bold", "color": theme.INK}, [row for row in placed if row["text"] in labels]),
        ({"fontSize": 11, "color": theme.GREY}, [row for row in placed if row["text"] not in labels]),
    ):
        texts = maps._on_map(own).encode(text="text:N")
        style = {"align": "left", "baseline": "middle"} | look
        halo = style | {"color": "white"}
        yield texts.mark_text(stroke="white", strokeWidth=4, strokeJoin="round", opacity=0.9, **halo)
        yield texts.mark_text(**style)


def _orders(orders, most=4):
    """The numbers of a city's stays: 1, 4, 6; of many, the first ones."""
    return ", ".join(map(str, orders[:most])) + (" …" if len(orders) > most else "")


def _signs(marks):
    looks = (
        ("got away", {"shape": "circle", "size": 110, "color": theme.GREY}),
        ("found", {"shape": "circle", "size": 110, "color": theme.GREEN}),
        ("centre", {"shape": "square", "size": 110, "color": theme.GREEN}),
    )
    for kind, look in looks:
        rows = [{"what": words, "x": x, "y": y} for words, which, x, y, _ in marks if which == kind]
        if rows:
            yield maps._on_map(rows).mark_point(filled=True, opacity=1, **look).encode(tooltip=["what:N"])


def _calendar(life):
    """What the person went through, week by week: a row for each city, then for each stage."""
    rows = [*_bars(life)]
    order = list(dict.fromkeys(row["row"] for row in sorted(rows, key=lambda row: row["status"] != "exploited")))
    stages = [name for name in STAGES if any(row["status"] == name for row in rows)]
    scale = alt.Scale(domain=[STAGES[name][0] for name in stages], range=[STAGES[name][1] for name in stages])
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=200, labelFontSize=12)),
        x=alt.X("from:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelAngle=0, tickCount=6)),
    )
    tooltip = ["stage:N", "row:N", alt.Tooltip("from:T", format="%Y-%m-%d"), alt.Tooltip("to:T", format="%Y-%m-%d")]
    color = alt.Color("stage:N", scale=scale, legend=None)
    bars = base.mark_bar(height=ROW * 0.6).encode(x2="to:T", color=color, tooltip=tooltip)
    beside = base.mark_text(align="left", dx=4, fontSize=11, color=theme.INK).encode(x="to:T", text="beside:N")
    before = base.mark_text(align="right", dx=-4, fontSize=11, color=theme.INK).encode(text="before:N")
    return alt.layer(bars, beside, before).properties(width=maps.MAP_WIDTH, height=ROW * len(order))


def _bars(life):
    """Stretches of the path, with their dates beside them, or before those that begin late."""
    path = [stage for stage in life.path if stage.status in STAGES]
    ends = dict(zip(life.path, [*(stage.week for stage in life.path[1:]), life.lines[-1].week], strict=True))
    number_of = {stage: order for order, stage in enumerate((s for s in path if s.status == "exploited"), 1)}
    middle = (life.path[0].week + life.lines[-1].week) / 2.0
    for stage in path:
        name = STAGES[stage.status][0]
        first_day, last_day = (date_of(week).isoformat() for week in (stage.week, max(ends[stage], stage.week + 1)))
        order = f"{number_of[stage]}: " if stage in number_of else ""
        told = f"{order}{first_day} to {last_day}" if len(path) <= MOST_DATED else ""
        yield {
            "row": stage.city if order else name,
            "status": stage.status,
            "stage": name,
            "from": first_day,
            "to": last_day,
            "beside": told if stage.week < middle else "",
            "before": told if stage.week >= middle else "",
        }
