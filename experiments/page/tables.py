"""Tables on the page: sorted by a click, and downloaded with every digit."""

from io import BytesIO

import panel as pn

MEDIA = {"csv": "write_csv", "parquet": "write_parquet"}
NARROW = {"sizing_mode": "stretch_width", "max_width": 420}  # of a choice or button
ROWS = 15  # on one screen


def as_table(session, table, name, shown=None):
    """A polars frame as a table with its downloads.

    Args:
        session: The visitor's Session.
        table: What is downloaded.
        name: Of the files, without an ending.
        shown: The same as it is to be read; the table itself by default.
    """
    import pandas  # takes long to import

    seen = table if shown is None else shown
    grid = pn.widgets.Tabulator(
        pandas.DataFrame(seen.to_dict(as_series=False)),
        show_index=False,
        disabled=True,
        pagination="local" if seen.height > ROWS else None,
        page_size=ROWS,
        layout="fit_data_stretch",
        formatters={column: {"type": "plaintext"} for column in seen.columns},  # whatever a cell says, it is text
        sizing_mode="stretch_width",
    )
    return pn.Column(grid, downloads(session, name, {kind: (lambda kind=kind: as_file(table, kind)) for kind in MEDIA}))


def downloads(session, name, makers):
    """Buttons that give files: {ending: what makes the bytes}."""
    return pn.FlexBox(*(
        pn.widgets.FileDownload(
            callback=lambda make=make: BytesIO(make()),
            filename=f"{name}.{ending}",
            label=session.say("page.download", name=f"{name}.{ending}"),
            button_type="default",
            width=260,
        )
        for ending, make in makers.items()
    ))  # fmt: skip


def as_file(table, kind):
    """A table as the bytes of a file; kind is of MEDIA."""
    held = BytesIO()
    getattr(table, MEDIA[kind])(held)
    return held.getvalue()


def chart_files(chart, language):
    """Makers of a chart's files, for `downloads`."""
    from experiments.reports import drawn

    return {"png": lambda: drawn.png(chart, language), "svg": lambda: drawn.svg(chart, language).encode("utf-8")}
