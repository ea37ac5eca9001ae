"""A person's path on the map, and through time: cities in order, where found, which centre."""

from itertools import pairwise
from math import atan2, degrees
from typing import Any

import altair as alt
import numpy as np

from experiments import charts, maps, theme
from experiments.life.told import plain
from sim.geography import cities
from sim.weeks import date_of

CENTRE_CITIES = {"payoke": "Antwerp", "pag_asa": "Brussels", "surya": "Liège"}  # the others are in no one place
STAGES = {
    "exploited": ("exploitation", theme.VERMILLION),
    "waiting": ("decision, or waiting for a place", "#E69F00"),
    "reflection": ("reflection period", "#56B4E9"),
    "assisted": ("assistance", theme.BLUE),
    "at_risk": ("at risk", theme.PALE),
}
EDGE, ASIDE = 26.0, 17.0  # from the map's edge to a city beyond it; from a city to its centre, or to where found [px]
BEND, TIP = 0.18, 0.6  # how far an arrow leaves the straight line, of its length; where along it its head sits
ORIENTATION = 9  # the biggest of the other cities that are named
ROW, BAR = 18, 11  # height of a row of the calendar, and of its bar [px]
ROOM = 0.22  # that dates need, of the calendar's width
SIDES: dict[str, Any] = {
    "after": {"align": "left", "dx": 4, "color": theme.INK},
    "before": {"align": "right", "dx": -4, "color": theme.INK},
    "inside": {"align": "left", "dx": 4, "color": "white", "fontWeight": "bold"},
}  # of a bar, where its dates stand
ZERO_WIDTH = "\u200b"  # tells apart rows of one name


def save(life, folder):
    """Write life.html and life.png: paths."""
    return charts.save(chart(life), folder, "life")


def chart(life):
    """The map with the calendar below."""
    stays = [stage for stage in life.path if stage.status == "exploited"]
    rows = [*_bars(life)]
    parts = alt.vconcat(_map(life.path, stays), *([_calendar(rows)] if rows else []), spacing=26, bounds="full")
    whole = parts.resolve_scale(color="independent")
    return theme.finished(whole, f"One synthetic person's path: {life.who}", _said(life, stays), maps.MAP_WIDTH)


def _said(life, stays):
    beyond = sorted({stage.city for stage in stays if _is_beyond(_city(stage.city))})
    told = f"Scenario {life.schedule.name}, seed {life.seed}, key {life.key}. "
    if len(stays) > 1:
        told += f"Numbers give the order of {len(stays)} stays in cities; an arrow is a move, a number on it how often."
    else:
        told += "No move from city to city." if stays else "Not arrived in any city before the run ends."
    if stays:
        told += " Green: where found. Grey: where the person got away or was let go."
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
        facts = {"move": f"{left} to {entered}", "times": times, "kind": maps.kind_of(_city(left), _city(entered))}
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
    others = [city for city in cities() if not _is_beyond(city) and city.name not in spots]
    towns = {city.name: maps._pixels(city.longitude, city.latitude) for city in others}
    rows = [{"city": name, "x": x, "y": y} for name, (x, y) in towns.items()]
    yield maps._on_map(rows).mark_circle(size=14, color=theme.PALE, opacity=1).encode(tooltip=["city:N"])
    here = [{"city": city, "x": spots[city][0], "y": spots[city][1]} for city in visits]
    yield maps._on_map(here).mark_circle(size=70, color=theme.INK, opacity=1).encode(tooltip=["city:N"])
    yield from _signs(marks)
    biggest = sorted(others, key=lambda city: -city.population)[:ORIENTATION]
    yield from _names(visits, spots, marks, towns, [city.name for city in biggest])


def _names(visits, spots, marks, towns, biggest):
    """Names: of the path's cities, with what ended there where there is room for it; of centres; of big cities."""
    long = {}
    for city, orders in visits.items():
        ends = [words for words, *_, where in marks if where == city]
        long[", ".join([f"{_orders(orders)} {city}", *ends])] = f"{_orders(orders)} {city}"
    at = {text: spots[city] for text, city in zip(long, visits, strict=True)}
    short = dict(zip(long.values(), at.values(), strict=True))
    centres = {words: (x, y) for words, kind, x, y, _ in marks if kind == "centre"}
    every, size = at | short | centres | towns, maps._pixels(maps.EAST, maps.SOUTH)
    fitting = {row["text"] for row in theme.labels(at, every, size)}
    own = [*fitting & at.keys(), *(long[text] for text in at if text not in fitting), *centres]
    placed = list(theme.labels(sorted(own, key=lambda text: text in fitting) + biggest, every, size))
    lacking = [text for text in own if text not in {row["text"] for row in placed}]  # rather over another than lost
    placed += [{"text": text, "x": every[text][0] + 8, "y": every[text][1] - 15} for text in lacking]
    for look, rows in (
        ({"fontSize": 13, "fontWeight": "bold", "color": theme.INK}, [row for row in placed if row["text"] in own]),
        ({"fontSize": 11, "color": theme.GREY}, [row for row in placed if row["text"] not in own]),
    ):
        texts = maps._on_map(rows).encode(text="text:N")
        style = {"align": "left", "baseline": "middle"} | look
        yield texts.mark_text(strokeWidth=4, strokeJoin="round", opacity=0.9, **style | {"stroke": "white"})
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


def _calendar(rows):
    """What the person went through, a row for each stretch in a city or stage, with its dates."""
    stages = [name for name in STAGES if any(row["status"] == name for row in rows)]
    scale = alt.Scale(domain=[STAGES[name][0] for name in stages], range=[STAGES[name][1] for name in stages])
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("row:N", sort=[row["row"] for row in rows], title=None, axis=alt.Axis(labelLimit=200, ticks=False)),
        x=alt.X("from:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelAngle=0, tickCount=6)),
    )
    tooltip = ["stage:N", "row:N", "dates:N"]
    color = alt.Color("stage:N", scale=scale, legend=None)
    layers = [base.mark_bar(height=BAR).encode(x2="to:T", color=color, tooltip=tooltip)]
    for side, style in SIDES.items():
        texts = base.transform_filter(f"datum.side == '{side}'").mark_text(fontSize=11, **style)
        layers.append(texts.encode(x="to:T" if side == "after" else "from:T", text="dates:N"))
    return alt.layer(*layers).properties(width=maps.MAP_WIDTH, height=ROW * len(rows))


def _bars(life):
    """Stretches of the path in order, and on which side of its bar there is room for the dates."""
    ends = [*(stage.week for stage in life.path[1:]), life.lines[-1].week]
    stretches = [(stage, max(end, stage.week + 1)) for stage, end in zip(life.path, ends, strict=True)]
    told = [(stage, end) for stage, end in stretches if stage.status in STAGES]
    first, last = (told[0][0].week, told[-1][1]) if told else (0, 1)
    stays = 0
    for place, (stage, end) in enumerate(told, 1):
        stays += stage.status == "exploited"
        name, days = STAGES[stage.status][0], [date_of(week).isoformat() for week in (stage.week, end)]
        begins, stops = (stage.week - first) / (last - first), (end - first) / (last - first)
        yield {
            "row": f"{stays} {stage.city}" if stage.status == "exploited" else f"{name}{ZERO_WIDTH * place}",
            "status": stage.status,
            "stage": name,
            "from": days[0],
            "to": days[1],
            "dates": " to ".join(days),
            "side": "after" if stops < 1.0 - ROOM else "before" if begins > ROOM else "inside",
        }
