"""Documents with every kind of block, in each language, whose texts are as awkward as a user's can be."""

import altair as alt

from experiments import theme
from experiments.language import LANGUAGES, number
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

AWKWARD = """Wage checks <at> "Tom & Jerry's" </style><script>alert('x')</script>"""

WORDS = {
    "en": {
        "title": "Recommendations on inspections of work",
        "marking": "SIMULATION, not statistics: made-up persons in a model; figures are of simulated worlds.",
        "findings": "Findings",
        "victims": "Identified victims",
        "measure": "Measure",
        "mean": "Yearly mean",
        "annex": "Annex: where the numbers come from",
        "line": "Line",
    },
    "nl": {
        "title": "Aanbevelingen over arbeidsinspecties",
        "marking": "SIMULATIE, geen statistiek: verzonnen personen in een model; cijfers over gesimuleerde werelden.",
        "findings": "Bevindingen",
        "victims": "Geïdentificeerde slachtoffers",
        "measure": "Maatregel",
        "mean": "Jaargemiddelde",
        "annex": "Bijlage: herkomst van de cijfers",
        "line": "Regel",
    },
    "fr": {
        "title": "Recommandations sur les inspections du travail",
        "marking": "SIMULATION, et non statistique : personnes fictives dans un modèle ; les chiffres montrent ce qui"
        " se passe dans des mondes simulés.",
        "findings": "Constatations",
        "victims": "Victimes identifiées",
        "measure": "Mesure",
        "mean": "Moyenne annuelle",
        "annex": "Annexe : d'où viennent les chiffres",
        "line": "Ligne",
    },
    "de": {
        "title": "Empfehlungen zu Arbeitsinspektionen",
        "marking": "SIMULATION, keine Statistik: erfundene Personen in einem Modell; Zahlen zeigen, was in simulierten"
        " Welten geschieht.",
        "findings": "Ergebnisse",
        "victims": "Identifizierte Opfer",
        "measure": "Maßnahme",
        "mean": "Jahresmittel",
        "annex": "Anhang: Herkunft der Zahlen",
        "line": "Zeile",
    },
}
assert tuple(WORDS) == LANGUAGES


def chart(language):
    """A chart with a clipped mark, which has parts that are pointed at; 640 px wide with its axes."""
    words = WORDS[language]
    values = [
        {"year": 2019 + step, "victims": 900.0 + slope * step, "policy": policy}
        for step in range(6)
        for policy, slope in (("a", 137.5), ("b", 80.0))
    ]
    lines = (
        alt.Chart(alt.Data(values=values))
        .mark_line(clip=True)
        .encode(
            x=alt.X("year:Q", axis=alt.Axis(format="d"), title=None),
            y=alt.Y("victims:Q", title=f"{words['victims']} <&>"),
            color=alt.Color("policy:N", title=words["measure"]),
        )
        .properties(width=420, height=200)
    )
    return theme.finished(lines, words["victims"], "2019–2024", 600)


def document(language, sections=1):
    """A Document; with more sections, longer."""
    words = WORDS[language]
    start = [
        Paragraph(f"{words['findings']}: {AWKWARD}", "lead"),
        Paragraph(words["marking"], "warning"),
        Contents(),
        PageBreak(),
    ]
    body = [block for place in range(sections) for block in _section(language, place)]
    return Document(
        language,
        words["title"],
        AWKWARD,
        words["marking"],
        ((words["measure"], AWKWARD), (words["mean"], "sha256 4f" + 30 * "a0")),
        (*start, *body, PageBreak(), *_annex(words)),
    )


def _section(language, place):
    words = WORDS[language]
    told = marked(f"{number(1234.5, language, 1)} (17 % – 20 %)", 1)
    caption = marked(words["victims"], 2)
    rows = tuple(
        (f"{words['measure']} {row}", words["findings"], number(row * 1000.5, language), "< 1 %") for row in range(1, 6)
    )
    return (
        Heading(f"{words['findings']} {place + 1}"),
        Heading(f"{words['victims']} & {words['measure']}", 2),
        Paragraph(f"{words['victims']}: {told}. " * 6),
        Paragraph(AWKWARD, "note"),
        Bullets((f"{words['mean']}: {told}", AWKWARD)),
        Heading(words["mean"], 3),
        Table(
            caption,
            (words["measure"], words["findings"], words["mean"], "P"),
            rows,
            note=AWKWARD,
            widths=(3, 3, 2, 1),
            words=(1,),
        ),
        Picture(caption, f"{words['victims']}: {AWKWARD}", chart(language), note=words["mean"]),
    )


def _annex(words):
    headings = (words["line"], *(f"{words['mean']} {column}" for column in range(8)))
    command = "thbsim compare 1 --outcome victim_years,identified_victims --area brussels"
    rows = tuple(
        (
            target(line),
            "17,3 (4,9–40,7)",
            words["mean"],
            words["victims"],
            "BE",
            "targeting / baseline",
            "2019–2024",
            "200",
            command,
        )
        for line in range(1, 30)
    )
    return (
        Heading(words["annex"]),
        Table(words["annex"], headings, rows, widths=(1, 2, 2, 2, 1, 2, 2, 1, 4), words=(1, 2, 3, 4, 5, 6, 8)),
    )
