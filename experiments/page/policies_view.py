import panel as pn


def view(session):
    return pn.pane.Markdown("policies")
