"""What may be written of a ledger, in four languages."""

from experiments.advice.adding import figure
from experiments.language import named, number, say, signed
from sim.definitions import ALL


def sentence(ledger, language):
    """A paragraph on what each policy comes to and of what it is made, and at the end how that was measured."""
    told = [" ".join(_of_policy(ledger, policy, accounts, language)) for policy, accounts in ledger.accounts.items()]
    shares = [one.displaced.share for accounts in ledger.accounts.values() for one in accounts]
    halves = [say(language, "ledger.halves")] if any(share is not None for share in shares) else []
    return "\n".join([*told, " ".join([*halves, say(language, "ledger.model")])])


def _of_policy(ledger, policy, accounts, language):
    pairs, net, places = ledger.pairs, accounts[0].net, accounts[0].places
    words = {
        "policy": policy,
        "reference": pairs.names[0],
        "place": named(language, "places", ALL),
        "outcome": named(language, "outcomes", ledger.outcome),
        "interval": say(language, "compare.looked" if pairs.looks else "compare.interval"),
        "pairs": number(pairs.number, language, 0),
        "years": f"{pairs.years[0]}-{pairs.years[1]}",
    }
    if not any(account.entries for account in accounts):
        yield say(language, "ledger.nothing", **words)
        return
    bounds = {name: signed(getattr(net.effect, name), language, places) for name in ("low", "high")}
    text = "ledger.net" if net.clear else "ledger.net_open"
    yield say(language, text, net=signed(figure(net.units, places), language, places), **bounds, **words)
    for account in accounts:
        yield _made_of(account, language)
        yield from _displaced(account, bool(pairs.points.paths), language)


def _made_of(account, language):
    falls, rises = (
        signed(account.figure(sum(entry.units for entry in entries)), language, account.places)
        for entries in (account.falls, account.rises)
    )
    counts = {
        "entries": len(account.entries),
        "falling": len(account.falls),
        "rising": len(account.rises),
        "clear": sum(entry.clear for entry in account.entries),
    }
    by = say(language, f"ledger.by_{account.dimension}")
    return say(language, "ledger.made_of", by=by, falls=falls, rises=rises, **counts)


def _displaced(account, drawn, language):
    found = account.displaced
    if found.share is None:
        yield say(language, "ledger.share_few" if found.few else "ledger.share_unknown")
    elif found.nothing:
        yield say(language, "ledger.share_none")
    else:
        amount, low, high = _hundreds((found.share, found.low, found.high), language)
        text = "ledger.share" if account.displaces else "ledger.share_open"
        yield say(language, text, share=amount, low=low, high=high)
        if found.spread:
            low, high = _hundreds(found.spread, language)
            yield say(language, "ledger.spread", low=low, high=high)
        elif drawn:
            yield say(language, "ledger.spread_unknown")


def _hundreds(shares, language):
    """Shares as so many for each hundred, with one decimal where they lie close together."""
    digits = 1 if 100.0 * (shares[-1] - shares[-2]) < 2.0 else 0
    return [number(100.0 * share, language, digits) for share in shares]
