"""The picture of a ledger: a bar for each entry, filled where it is clear and an outline where it is not."""

import altair as alt
import polars as pl

from experiments import theme
from experiments.advice.adding import written
from experiments.advice.ledger_lines import named, shown, with_interval
from experiments.words import counted

WIDTH, ROW = 300, 20  # of one panel, of one row [px]
HOLLOW = "#ffffff"


def chart(ledger):
    """A panel for each account, those of a policy side by side."""
    panels = [
        _panel(policy, account, several=len(ledger.accounts) > 1)
        for policy, accounts in ledger.accounts.items()
        for account in accounts
    ]
    across = min(2, len(panels))
    whole = alt.concat(*panels, columns=across, spacing=30)
    first = next(iter(ledger.accounts.values()))[0].net.effect
    policies = ", ".join(ledger.accounts) if len(ledger.accounts) <= 2 else f"{len(ledger.accounts)} policies"
    years = f"{ledger.pairs.years[0]}-{ledger.pairs.years[1]}"
    title = f"{first.title.partition(',')[0]}: falls and rises with {policies}"
    held = "chance and what is not known of the parameters" if ledger.pairs.points.paths else "chance only"
    words = (
        f"{first.unit}, three countries, means {years}, {ledger.pairs.number} pairs with {ledger.pairs.names[0]}."
        f" Filled bars: the 95 % interval (thin line; it holds {held}) leaves out zero; outlined bars: it does not."
        " Dashed line: the net, to which the printed figures add up. Each panel has its own scale."
    )
    return theme.finished(whole, title, words, across * (WIDTH + 160))


def _panel(policy, account, several):
    rows, net = _rows(account), account.net
    at_net = account.figure(net.units)
    low, high = min(0.0, at_net, rows["low"].min()), max(0.0, at_net, rows["high"].max())
    room = 0.05 * (high - low) or 1.0
    scale = alt.Scale(domain=[low - room, high + 4.0 * room], nice=False)
    axis = alt.Axis(labelLimit=0, ticks=False, domain=False, labelFontSize=12, labelPadding=8)
    names = alt.Y("label:N", sort=rows["label"].to_list(), title=None, axis=axis)
    base = alt.Chart(theme.values(rows)).encode(y=names)
    bars = base.mark_bar(strokeWidth=1.6, height=12).encode(
        x=alt.X("value:Q", scale=scale, title=None, axis=alt.Axis(tickCount=5)),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        tooltip=["label:N", *theme.tooltips(("value", "low", "high"), "+.4f")],
    )
    whiskers = base.mark_rule(strokeWidth=1.2, color=theme.INK).encode(x="low:Q", x2="high:Q")
    texts = base.mark_text(fontSize=11, dx=5, align="left").encode(x="end:Q", text="text:N")
    lines = [
        alt.Chart(alt.Data(values=[{"at": at}])).mark_rule(color=theme.INK, strokeDash=dash).encode(x="at:Q")
        for at, dash in ((0.0, [1, 0]), (at_net, [5, 3]))
    ]
    title = theme.panel_title(f"{policy}, by {account.dimension}" if several else f"By {account.dimension}", WIDTH)
    title.subtitle = f"net {with_interval(account, net)}"
    return (lines[0] + lines[1] + bars + whiskers + texts).properties(title=title, width=WIDTH, height=alt.Step(ROW))


def _rows(account):
    one_by_one, falls, rises = shown(account)
    rows = [_row(account, entry) for entry in one_by_one]
    rows += [_together(account, way, rest) for way, rest in (("fell", falls), ("rose", rises)) if rest]
    if not rows:
        rows = [{"label": "nothing changes", **dict.fromkeys(("value", "low", "high", "end"), 0.0), "text": ""}]
    return pl.DataFrame(sorted(rows, key=lambda row: row["value"]), infer_schema_length=None)


def _row(account, entry):
    colour = theme.BLUE if entry.units < 0 else theme.VERMILLION
    low, high = entry.effect.low, entry.effect.high
    return {
        "label": named(entry.label), "value": account.figure(entry.units), "low": low, "high": high,
        "end": max(0.0, high), "text": written(entry.units, account.places),
        "colour": colour, "fill": colour if entry.clear else HOLLOW,
    }  # fmt: skip


def _together(account, way, entries):
    """Entries that are not shown one by one, without an interval."""
    units = sum(entry.units for entry in entries)
    value, colour = account.figure(units), theme.BLUE if units < 0 else theme.VERMILLION
    label = f"{counted(len(entries), 'other')} that {way}"
    return {
        "label": label, "value": value, "low": value, "high": value, "end": max(0.0, value),
        "text": written(units, account.places), "colour": colour, "fill": HOLLOW,
    }  # fmt: skip
