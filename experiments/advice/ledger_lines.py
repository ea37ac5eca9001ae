"""A ledger on the screen: its entries line by line, and how to read them."""

from experiments.advice.adding import units, written
from experiments.advice.notes import notes
from experiments.language import number
from experiments.leakage import COUNTRIES
from experiments.printing import ignorance
from experiments.words import counted, in_words
from sim.definitions import OUTCOMES

ENTRIES, FALLS, RISES, NET = "entry", "falls", "rises", "net"
MOST_SHOWN = 13  # entries of an account; smaller ones are added up, falls and rises apart


def named(label):
    """A label as readers write it."""
    return COUNTRIES.get(label) or in_words(label)


def shown(account):
    """The entries that are shown one by one, and those that are not, falls and rises apart."""
    largest = sorted(account.entries, key=lambda entry: (-abs(entry.units), entry.effect.difference))[:MOST_SHOWN]
    one_by_one = [entry for entry in account.entries if entry in largest and entry.units]
    rest = [entry for entry in account.entries if entry not in largest and entry.units]
    return one_by_one, [entry for entry in rest if entry.units < 0], [entry for entry in rest if entry.units > 0]


def rows(ledger):
    """Headings and cells."""
    headings = ["Where", "Difference (95 % interval)", "Clear", "Ignorance"]
    cells = [
        row
        for policy, accounts in ledger.accounts.items()
        for account in accounts
        for row in ([f"{policy}, by {account.dimension}", "", "", ""], *_of_account(account))
    ]
    return headings, cells


def _of_account(account):
    one_by_one, falls, rises = shown(account)
    for entry in one_by_one:
        yield [f"  {named(entry.label)}", *_measured(account, entry)]
    for way, rest in (("fell", falls), ("rose", rises)):
        if rest:
            yield [f"  {counted(len(rest), 'other')} that {way}", *_together(account, rest)]
    for heading, entries in (("falls", account.falls), ("rises", account.rises)):
        yield [f"  All {heading} ({len(entries)})", *_together(account, entries)]
    yield ["  Net", *_measured(account, account.net)]
    yield ["  Rises detected for each 100 that fall, mean", *_displaced(account)]


def _displaced(account):
    found = account.displaced
    if found.share is None:
        return "too few pairs" if found.few else "the fall is not clear", "", ""
    share, low, high = (number(100.0 * value, "en", 1) for value in (found.share, found.low, found.high))
    return f"{share} ({low} to {high})", "yes" if account.displaces else "no", ""


def _measured(account, entry):
    return with_interval(account, entry), "yes" if entry.clear else "no", ignorance(entry.effect)


def with_interval(account, entry):
    """An entry as it is printed: what adds up, and its interval."""
    places = account.places
    low, high = (written(units(bound, places), places) for bound in (entry.effect.low, entry.effect.high))
    return f"{written(entry.units, places)} ({low} to {high})"


def _together(account, entries):
    clear = [entry.units for entry in entries if entry.clear]
    told = f"{len(clear)} of {len(entries)}: {written(sum(clear), account.places)}" if entries else ""
    return written(sum(entry.units for entry in entries), account.places), told, ""


def lines(ledger):
    """How to read the table, and what goes with it."""
    pairs, first = ledger.pairs, OUTCOMES[ledger.outcome]
    years = f"{pairs.years[0]}-{pairs.years[1]}"
    yield (
        f"{first.title} in Belgium, the Netherlands and Germany, yearly means {years}, {pairs.number} pairs with"
        f" {pairs.names[0]} that share their luck. Falls and rises add up to the net in every pair and as printed:"
        " figures are rounded by the largest remainder, so each may lie up to one unit of its last decimal beside its"
        " own rounding. Labels that are the same in every run are left out."
    )
    yield (
        "Clear: the interval leaves out zero; beside falls and rises, how many entries are clear and what they come to."
        f" {_doubtful(ledger)} All rises hold luck as well, as whatever came out above zero is in them: do not quote"
        " them as displacement. Rises for each 100 that fall are measured by halves of the pairs and are at least"
        " about so many: where rises are spread thin over many entries, the interval bounds the share that could be"
        " detected, not the whole."
    )
    yield (
        "They are those of means over all draws: their interval holds luck and how few draws there are; how far they"
        " hang on what is not known of the parameters, the sentence says. They say what goes with what in the model,"
        " not that the same persons were moved."
    )
    if ledger.lacking:
        others = " and ".join(f'"{dimension}"' for dimension in ledger.lacking)
        yield f"Not kept, so not shown: by {', '.join(ledger.lacking)}; add {others} to keep.by of the design."
    yield "Tables by place and sector are for those who protect; do not publish them as a ranking."
    yield from notes(pairs)


def _doubtful(ledger):
    total = sum(len(account.entries) for accounts in ledger.accounts.values() for account in accounts)
    return f"Were nothing changed anywhere, about {round(0.05 * total)} of {total} entries would look clear."
