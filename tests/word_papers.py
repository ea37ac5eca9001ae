"""A small document with every kind of block, LibreOffice to look at it, and Word files that a ministry might have."""

import os
import shutil
import subprocess
from pathlib import Path

import altair as alt
import pytest
from docx.oxml.ns import qn

from experiments.reports.document import (
    Bullets,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    marked,
    target,
)

TEXTS = {
    "en": {
        "title": "What could be done against trafficking in human beings",
        "subtitle": "A paper made up for a test",
        "marking": "Simulation, not statistics",
        "date": "Date",
        "findings": "Findings",
        "cost": "What it costs",
        "annex": "Annex: where the numbers come from",
        "body": "In the simulated worlds {number} persons fewer are exploited,"
        " at a cost of {cost} EUR a year; the share is {share} %.",
        "warning": "These are results of a simulation. They are not observations of real persons.",
        "item": "Inspections reach {number} more workplaces a year.",
        "table": "Persons by region and year",
        "figure": "Persons in three years",
        "alternative": "Bars for three years, each a little higher than the one before.",
        "note": "Means of the pairs of simulated worlds; 95 % intervals.",
        "columns": ("Region", "2026", "2027", "Why"),
        "row": ("Flanders", "Brussels", "Wallonia"),
        "why": "more workplaces",
    },
    "nl": {
        "title": "Wat er tegen mensenhandel gedaan kan worden",
        "subtitle": "Een document voor een test",
        "marking": "Simulatie, geen statistiek",
        "date": "Datum",
        "findings": "Bevindingen",
        "cost": "Wat het kost",
        "annex": "Bijlage: waar de getallen vandaan komen",
        "body": "In de gesimuleerde werelden worden {number} personen minder uitgebuit,"
        " voor {cost} EUR per jaar; het aandeel is {share} %.",
        "warning": "Dit zijn resultaten van een simulatie. Het zijn geen waarnemingen van echte personen.",
        "item": "Inspecties bereiken {number} werkplaatsen meer per jaar.",
        "table": "Personen naar gewest en jaar",
        "figure": "Personen in drie jaar",
        "alternative": "Staven voor drie jaren, elke iets hoger dan de vorige.",
        "note": "Gemiddelden van de paren van gesimuleerde werelden; 95 %-intervallen.",
        "columns": ("Gewest", "2026", "2027", "Waarom"),
        "row": ("Vlaanderen", "Brussel", "Wallonië"),
        "why": "meer werkplaatsen",
    },
    "fr": {
        "title": "Que faire contre la traite des êtres humains",
        "subtitle": "Un document pour un test",
        "marking": "Simulation, et non statistique",
        "date": "Date",
        "findings": "Constats",
        "cost": "Ce que cela coûte",
        "annex": "Annexe : d'où viennent les chiffres",
        "body": "Dans les mondes simulés, {number} personnes de moins sont exploitées,"
        " pour {cost} EUR par an ; la part « exploitée » est de {share} %.",
        "warning": "Ce sont les résultats d'une simulation : ils n'observent pas de personnes réelles.",
        "item": "Les inspections atteignent {number} lieux de travail de plus par an.",
        "table": "Personnes par région et par année",
        "figure": "Personnes en trois ans",
        "alternative": "Des barres pour trois années, chacune un peu plus haute que la précédente.",
        "note": "Moyennes des paires de mondes simulés ; intervalles à 95 %.",
        "columns": ("Région", "2026", "2027", "Pourquoi"),
        "row": ("Flandre", "Bruxelles", "Wallonie"),
        "why": "plus de lieux de travail",
    },
    "de": {
        "title": "Was gegen Menschenhandel getan werden kann",
        "subtitle": "Ein Dokument für einen Test",
        "marking": "Simulation, keine Statistik",
        "date": "Datum",
        "findings": "Ergebnisse",
        "cost": "Was es kostet",
        "annex": "Anhang: woher die Zahlen kommen",
        "body": "In den simulierten Welten sind {number} Personen weniger in Ausbeutung,"
        " für {cost} EUR im Jahr; der Anteil ist {share} %.",
        "warning": "Dies sind Ergebnisse einer Simulation. Es sind keine Beobachtungen wirklicher Personen.",
        "item": "Kontrollen erreichen {number} Arbeitsstätten mehr im Jahr.",
        "table": "Personen nach Region und Jahr",
        "figure": "Personen in drei Jahren",
        "alternative": "Balken für drei Jahre, jeder ein wenig höher als der vorige.",
        "note": "Mittelwerte der Paare simulierter Welten; 95-%-Intervalle.",
        "columns": ("Region", "2026", "2027", "Warum"),
        "row": ("Flandern", "Brüssel", "Wallonien"),
        "why": "mehr Arbeitsstätten",
    },
}
LINES = 60  # of the annex, so that it goes over pages


def sample_document(language):
    """A Document in one language with every kind of block, marks, and an annex of nine columns."""
    say = TEXTS[language]
    body = say["body"].format(number=marked("17.3 (4.9 – 40.7)", 1), cost=marked("1 250 000", 2), share=marked("12", 3))
    return Document(
        language=language,
        title=say["title"],
        subtitle=say["subtitle"],
        marking=say["marking"],
        about=((say["date"], "2026"), ("thbsim", "0.1.0")),
        blocks=(
            Paragraph(say["warning"], "warning"),
            Contents(),
            PageBreak(),
            Heading(say["findings"]),
            Paragraph(body, "lead"),
            Paragraph(body),
            Bullets((say["item"].format(number=marked("5", 4)), say["item"].format(number=marked("7", 5)))),
            _table(say),
            Paragraph(body),
            Heading(say["cost"], 2),
            Picture(f"{marked(say['figure'], 6)}", say["alternative"], chart(), say["note"]),
            Heading(say["why"], 3),
            Paragraph(say["note"], "note"),
            PageBreak(),
            Heading(say["annex"]),
            _annex(say),
        ),
    )


def _table(say):
    rows = tuple((place, "1,234", "> 99 %", say["why"]) for place in say["row"])
    return Table(marked(say["table"], 7), say["columns"], rows, widths=(2, 1, 1, 2), words=(3,))


def _annex(say):
    rows = tuple(
        (
            target(line),
            "17.3 (4.9 – 40.7)",
            say["table"],
            say["alternative"],
            say["row"][0],
            "targeting / baseline",
            "2026–2030",
            "200",
            f"thbsim compare 1 --outcome victim_years_of_line_{line}",
        )
        for line in range(1, LINES + 1)
    )
    return Table(
        say["annex"],
        ("1", "2", say["table"], say["columns"][0], say["row"][1], "6", "7", "8", "9"),
        rows,
        note=say["note"],
        widths=(1, 3, 4, 4, 3, 4, 3, 2, 6),
        words=(1, 2, 3, 4, 5, 6, 8),
    )


def chart():
    """Three bars, of altair."""
    values = [{"year": str(year), "persons": persons} for year, persons in ((2026, 1200.5), (2027, 1300), (2028, 1450))]
    bars = alt.Chart(alt.Data(values=values)).mark_bar()
    return bars.encode(x=alt.X("year:O", title=None), y=alt.Y("persons:Q", title=None)).properties(
        width=480, height=200
    )


def soffice():
    """The program of LibreOffice; without it the test is skipped, and fails in CI."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        missing = (
            "LibreOffice is not installed, so that no Word file was opened; give apt-get install libreoffice-writer"
        )
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def pdf_of(path, folder):
    """A Word file as LibreOffice prints it: the path of a PDF in the folder."""
    profile = f"-env:UserInstallation={(Path(folder) / 'profile').resolve().as_uri()}"
    command = [soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    printed = Path(folder) / f"{Path(path).stem}.pdf"
    assert done.returncode == 0, done.stderr
    assert printed.is_file(), done.stdout + done.stderr
    return printed


def shown(paragraph):
    """All letters of a paragraph, those in links too."""
    return "".join(one.text or "" for one in paragraph._p.iter(qn("w:t")))
