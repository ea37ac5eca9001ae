"""Through which rule a person was touched first: what the week spent otherwise, else how it ended otherwise."""

from experiments.life.told import plain
from sim import names
from sim.cases import FREED_BY_ACTION
from sim.names import AT_RISK, EXITED, EXPLOITED, NOT_REFERRED, OWN_REPORT, TRAVELLING

WORDS = {
    "recruitment": "recruitment",
    "placement": "place on arrival",
    "control": "control",
    "investigation": "action against the network",
    "inspection": "visits",
    "detection": "reports by others",
    "interview": "yearly interviews",
    "minors": "reports to Child Focus",
    "exits": "exits",
    "adaptation": "flight after news",
    "relocation": "moves to other cities",
    "referral": "referral",
    "reception": "reception",
    "documents": "documents",
    "lists": "lists of the bodies",
    "retrafficking": "trafficked again",
}  # in the order of a person's path
THROUGH = {
    "parameters": "parameters in force",
    "places": "places taken or free",
    "news": "what is told of a market",
    "memory": "what the network remembers",
    "finds": "where teams found somebody",
    "network": "the case against the network",
    "recruiter": "the recruiter",
    "channel": "what is known of channels",
    "centre": "places in the centre",
    "person": "others who claim the same place",
}
OF_DETECTION = ("inspection", "detection", "interview", "minors")  # what spends the one detection clock
NOTHING = "nothing"


def first_rule(week, key, reads):
    """The name of the rule, of WORDS.

    Args:
        week: The Week at whose end the person's records differ for the first time.
        key: The person's.
        reads: The Reads of the week.
    """
    stood = week.reference.stood(key)
    if stood is None:
        return "recruitment"
    one, other = (side.stands(key) for side in week.sides)
    if stood.status == EXPLOITED:
        return _spent_otherwise(week, stood, reads) or _ended_otherwise(one, other)
    if stood.status == TRAVELLING:
        placed = one.status == other.status and one.establishment == other.establishment
        return "control" if placed and one.control != other.control else "placement"
    return "retrafficking" if stood.status == AT_RISK else _helped_otherwise(one, other)


def _spent_otherwise(week, stood, reads):
    """The first rule, in the order of the week, that does not spend the same of the person's clocks."""
    ends = (side.stands(stood.key) for side in week.sides)
    is_exposed_alike = len({(end.until_detection, end.until_escape, end.body) for end in ends}) == 1
    spent = (_spending(week, side, stood, reads) for side in week.sides)
    for (rule, one), (_, other) in zip(*spent, strict=True):
        if one != other and not (is_exposed_alike and rule in OF_DETECTION):
            return rule
    return None


def _spending(week, side, stood, reads):
    """What each rule's spending hangs on: (rule, numbers)."""
    p, world, stands = side.p, side.world, side.stands(stood.key)
    market, form = world.markets[stood.market], stood.form
    acted = world.networks["action_week"][stood.network] == week.number
    exposure = reads.exposure(side, stood.establishment)
    is_visited = exposure.any()
    interviewed = market["sector"] == names.DIPLOMATIC_HOUSEHOLDS and market["country"] == 0
    is_child = stood.age_group == 1 and market["country"] == 0
    yield "investigation", acted and stands.until_detection == FREED_BY_ACTION
    yield "control", (p.control.weekly_rate, p.control.settled[form])
    yield (
        "inspection",
        (*exposure.tolist(), *((p.detection.denial, p.detection.repeat_gain) if is_visited else (0.0, 0.0))),
    )
    yield "detection", p.detection.report_hazard[market["sector"]] * p.detection.hotline[market["country"]]
    yield "interview", (p.interview.coverage, p.interview.recognition) if interviewed else 0.0
    yield "minors", p.minors.report_hazard if is_child else 0.0
    yield "exits", (p.exits.escape_hazard[form], p.exits.release_hazard[form])
    news = reads.news_of(side, stood)
    yield "adaptation", (*news, p.adaptation.flight if any(news) else 0.0)
    yield "relocation", p.relocation.hazard[form]


def _ended_otherwise(one, other):
    """The same clocks, another end of the week."""
    if one.status == other.status == EXPLOITED:
        return "relocation"
    if one.detected_week != other.detected_week or one.body != other.body:
        return "exits" if OWN_REPORT in (one.body, other.body) else "detection"
    if _again_in_one_only(one, other):
        return "retrafficking"
    if one.centre != other.centre or (one.status == NOT_REFERRED) != (other.status == NOT_REFERRED):
        return "referral"
    return _helped_otherwise(one, other)


def _helped_otherwise(one, other):
    if _again_in_one_only(one, other):
        return "retrafficking"
    if one.status != other.status or one.weeks_left != other.weeks_left:
        return "reception"
    return "documents" if one.document != other.document else "lists" if one.lists != other.lists else "reception"


def _again_in_one_only(one, other):
    """Both came to an end, with being trafficked again ahead in one of the worlds only."""
    least, most = sorted((one.status, other.status))
    return least == AT_RISK and most >= EXITED and one.centre == other.centre


def read_words(subjects):
    """What differed in the world that the person's week read, in words; "nothing" where the audit finds nothing."""
    return "; ".join(THROUGH[kind] for kind in dict.fromkeys(subject[0] for subject in subjects)) or NOTHING


def rule_words(rule):
    return WORDS.get(rule, plain(rule))
