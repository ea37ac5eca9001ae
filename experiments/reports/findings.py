"""One page of findings: what each of the best policies changes, how surely, and what is open and why."""

from experiments.advice.enough import CLEAR, MANY, MORE, MOST, SAME
from experiments.language import number
from experiments.reports import words
from experiments.reports.briefing import IDENTIFIED, changes_nothing, is_clear
from experiments.reports.certainty import graded
from experiments.reports.document import Bullets, Heading, Paragraph
from experiments.reports.facts import Of

THOUSAND = 1000.0  # EUR
CHANCE = "chance_better"


def blocks(brief):
    """The findings."""
    yield Heading(brief.say("findings.heading"))
    yield Paragraph(brief.say("findings.read"))
    if not brief.drawn:
        yield Paragraph(brief.say("findings.luck_only"), "warning")
    elif not brief.fitted:
        yield Paragraph(brief.say("findings.of_ranges"), "warning")
    yield Bullets((*_overall(brief), *_rest(brief)))
    for place in brief.told:
        yield Heading(brief.titles[place], 3)
        yield Bullets((_main(brief, place), " ".join(_beside(brief, place))))


def _overall(brief):
    """Which policy has the best mean, and whether the first two can be told apart."""
    first = brief.order[0]
    comparison = brief.comparison
    sure = graded(float(comparison.chances.best[first]), brief.language, brief.surest)
    sure = brief.facts.cite(sure, "chance_best", brief.compared, Of(brief.outcome))
    if all(brief.way * brief.effect(place, brief.outcome).difference <= 0.0 for place in brief.order):
        yield brief.say("findings.none_best")
    yield brief.say("findings.best", policy=brief.quoted(first), certainty=sure)
    if comparison.best_two is not None:
        second = brief.order[1]
        state = comparison.best_two.state
        pair = {"first": brief.quoted(first), "second": brief.quoted(second)}
        if state in (CLEAR, SAME):
            yield brief.say(f"findings.two_{state}", **pair)
        else:
            yield brief.say("findings.two_open", why=why_open(brief, comparison.best_two, (first, second)), **pair)


def _main(brief, place):
    """The effect by which policies are judged, how surely it is better, and why it is open where it is."""
    enough = brief.comparison.enough[place - 1]
    sentences = [effect_sentence(brief, place, brief.outcome)]
    sure = graded(brief.better(place), brief.language, brief.surest)
    sentences.append(brief.say("findings.certainty", certainty=brief.cite(sure, CHANCE, [place])))
    if enough.state not in (CLEAR, SAME):
        sentences.append(brief.say("findings.open", why=why_open(brief, enough, (place,))))
    return " ".join(sentences)


def _beside(brief, place):
    """What it changes in identified victims and in cost, and whose it is."""
    if brief.outcome != IDENTIFIED:
        yield effect_sentence(brief, place, IDENTIFIED)
    yield cost_sentence(brief, place)
    owners = owners_of(brief, place)
    if owners:
        yield brief.say("findings.owner" if len(owners) == 1 else "findings.owners", owner=brief.listed(owners))


def owners_of(brief, place):
    """Official names of those who own the policies of a scenario, once each."""
    keys = dict.fromkeys(policy.owner for policy in brief.pairs.schedules[place].policies)
    return [words.owner(brief.language, key) for key in keys]


def effect_sentence(brief, place, outcome):
    """What a policy changes in one outcome, as a sentence."""
    effect = brief.effect(place, outcome)
    title = words.outcome(brief.language, outcome)
    if changes_nothing(effect):
        return brief.say("effect.nothing", outcome=title)
    bounds = effect.difference, effect.low, effect.high
    clear = is_clear(effect)
    if clear:
        low, high = sorted(map(abs, bounds[1:]))
        bounds = abs(bounds[0]), low, high
    key = "open" if not clear else "more" if effect.difference > 0.0 else "fewer"
    told = brief.bounds(bounds) if clear else brief.signed_bounds(bounds)
    amount = brief.cite(told, "difference", [place], Of(outcome))
    return brief.say(f"effect.{key}", outcome=title, amount=amount)


def cost_sentence(brief, place):
    """What a policy costs the public purse, as a sentence, in thousands of euros."""
    cost = brief.money.options[place].cost
    if cost.nothing:
        return brief.say("cost.nothing")
    mean, low, high = (value / THOUSAND for value in cost)
    if cost.sign:
        low, high = sorted((abs(low), abs(high)))
        mean = abs(mean)
    key = {1: "dearer", 0: "open", -1: "cheaper"}[cost.sign]
    told = brief.bounds((mean, low, high)) if cost.sign else brief.signed_bounds((mean, low, high))
    of = Of("public_cost", command=f"thbsim cost {brief.pairs.experiment}")
    return brief.say(f"cost.{key}", amount=brief.cite(told, "cost", [place], of))


def why_open(brief, enough, places):
    """Why a difference is open, as a part of a sentence: ignorance, luck, or both not told apart."""
    language = brief.language
    if enough.state not in (MORE, MANY):
        return brief.say(f"open.{enough.state}")
    pairs = enough.pairs if enough.state == MORE else MOST
    return brief.say(f"open.{enough.state}", pairs=brief.cite(number(pairs, language, 0), "pairs_needed", places))


def _rest(brief):
    """How many others there are, and how many of them are better, worse, open or change nothing."""
    rest = [place for place in brief.order if place not in brief.told]
    if not rest:
        return
    effects = [brief.effect(place, brief.outcome) for place in rest]
    kinds = [_kind(brief, effect) for effect in effects]
    counts = {"rest": len(rest)} | {kind: kinds.count(kind) for kind in ("better", "worse", "open", "same")}
    cited = {
        name: brief.cite(number(count, brief.language, 0), f"count_{name}", rest) for name, count in counts.items()
    }
    yield brief.say("findings.rest", **cited)


def _kind(brief, effect):
    if changes_nothing(effect):
        return "same"
    if not is_clear(effect):
        return "open"
    return "better" if brief.way * effect.difference > 0.0 else "worse"
