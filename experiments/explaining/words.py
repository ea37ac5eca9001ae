"""Events in words: what differs, where, and what happens in the other world instead."""

from experiments.explaining.fates import fate
from experiments.explaining.rules import THROUGH, rule_words
from experiments.explaining.scene import sector_of
from experiments.life.told import plain
from sim import names
from sim.names import AT_RISK, RESIDENCE, RETURNED, WAITING

MOST_NAMED = 3  # persons of one event; of more, the first and the last
OF_NETWORK = {
    "opened": "an investigation is opened",
    "investigated": "investigators take up the case",
    "action": "the police act",
    "given_up": "the investigation ends without action",
    "convicted": "the trial ends in a conviction",
    "acquitted": "the trial ends without a conviction",
    "released": "those in custody are let go",
    "prosecuted": "prosecutors take up the case",
}
OF_RECRUITER = {
    "arrested": "is arrested",
    "sentenced": "is convicted",
    "back": "is let go",
    "replaced": "gets a successor",
    "taken_down": "loses an advertisement that is taken down",
    "reposted": "advertises again",
}
NOTHING = "nothing of the kind"
SIGNS = {
    "found_by_teams": "persons found by teams",
    "report_by_others": "reports by others",
    "own_report": "own reports",
    "statement": "statements",
    "advertisement": "advertisements",
}


def text_of(event, row, scene):
    """What happens, as a sentence or two."""
    tell = {
        "parameters": _parameters,
        "visits": _visits,
        "signs": _signs,
        "network": _network,
        "recruiter": _recruiter,
    }.get(event.kind)
    if event.kind == "touched":
        rule = rule_words(event.through[0])
        return f"What the week spends of the clocks of {_who(event.keys, row, scene)} is not the same: {rule}"
    text = _persons(event, row, scene) if tell is None else tell(event, scene)
    return text[0].upper() + text[1:]


def place_of(event, scene):
    """The city of an event; empty for none."""
    if event.kind == "visits":
        return scene.city(event.other[0][0])
    step = event.other or event.one if event.keys else None
    return scene.city(step[1]) if step and step[0] in ("arrives", "found", "away", "moved") else ""


def through_words(told):
    """How an event hangs on an earlier one."""
    return ", ".join(THROUGH.get(word) or rule_words(word) for word in told.through)


def _parameters(event, scene):
    parts = []
    for paths, others, what in (
        (event.other, event.one, "not what {} in force"),
        (event.one, event.other, "again what {} in force"),
    ):
        found = [path for path in paths if path not in others]
        if found:
            is_ = "is" if len(found) == 1 else "are"
            parts.append(f"{', '.join(found)} {is_} {what.format(is_)} {scene.under(0)}")
    return f"{scene.under(1)} ({scene.title}), from this week on, {' and '.join(parts)}"


def _visits(event, scene):
    body = scene.body(event.subject)
    does = "reads advertisements" if body in names.ONLINE_CELLS else "visits"
    told = [
        f"{sector_of(market)} {there} instead of {here}"
        for (market, here), (_, there) in zip(event.one, event.other, strict=True)
    ]
    return f"a team of {plain(names.BODIES[body])} {does}: {', '.join(told)}"


def _signs(event, scene):
    told = [
        f"{SIGNS[sign]} {there} instead of {here}"
        for sign, here, there in zip(names.SIGNS, event.one, event.other, strict=True)
        if here != there
    ]
    return f"what points the police to {scene.network(event.subject)}: {', '.join(told)}"


def _network(event, scene):
    here, there = (" and ".join(OF_NETWORK[step] for step in steps) or NOTHING for steps in (event.one, event.other))
    return f"{scene.network(event.subject)}: {scene.under(1)}, {there}; {scene.under(0)}, {here}"


def _recruiter(event, scene):
    here, there = (" and ".join(_step_of_recruiter(step) for step in steps) for steps in (event.one, event.other))
    who = f"a recruiter of {scene.network(scene.network_of_recruiter(event.subject))}"
    if here and there:
        return f"{scene.under(1)}, {who} {there}; {scene.under(0)}, {here}"
    return f"{scene.under(1 if there else 0)}, {who} {there or here}; not then {scene.under(0 if there else 1)}"


def _step_of_recruiter(step):
    kind, _, channel = step.partition(":")
    return f"{OF_RECRUITER[kind]} through {plain(channel)}" if channel else OF_RECRUITER[kind]


def _persons(event, row, scene):
    who, count = _who(event.keys, row, scene), len(event.keys)
    if event.one and event.other:
        here, there = (_step(step, count, scene) for step in (event.one, event.other))
        return f"{scene.under(1)}, {who} {there}; {scene.under(0)}, {here}"
    world = 1 if event.other else 0
    step = event.other or event.one
    told = f"{scene.under(world)}, {who} {_step(step, count, scene)}"
    if row not in {scene.first[key] for key in event.keys}:
        return told
    fates = {key: fate(scene.end(1 - world, key), step[0], event.week, scene.last_year) for key in event.keys}
    return f"{told}; {scene.under(1 - world)}, {_fates(fates, scene)}"


def _fates(fates, scene):
    """What became of persons, together where it is the same."""
    if len(fates) > 1 and len(set(fates.values())) == 1:
        return f"each of them {next(iter(fates.values()))}"
    return ", ".join(f"P{scene.numbers[key]} {one}" for key, one in fates.items())


def _who(keys, row, scene):
    if len(keys) > MOST_NAMED:
        first, last = (scene.numbers[key] for key in (keys[0], keys[-1]))
        return f"{len(keys)} persons (P{first} to P{last})" if last - first + 1 == len(keys) else f"{len(keys)} persons"
    told = [scene.who(key, row) for key in keys]
    return " and ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]


def _step(step, count, scene):
    """A person's step as a verb, in the number of the persons."""
    one = count == 1
    are, kind = ("is" if one else "are"), step[0]
    if kind == "found":
        return f"{are} found by {plain(names.BODIES[step[2]])} in {_at(step[1], scene)} and {_after_found(step, one)}"
    centre = (
        plain(names.CENTRES[step[1]])
        if kind in ("waits", "taken_in", "gives_up", "assisted", "drops_out", "leaves")
        else ""
    )
    return {
        "recruited": lambda: f"{are} recruited by {scene.network(step[1])}",
        "again": lambda: f"{are} trafficked again by {scene.network(step[1])}",
        "arrives": lambda: f"{'arrives' if one else 'arrive'} in {_at(step[1], scene)}",
        "away": lambda: f"{'gets' if one else 'get'} away from {_at(step[1], scene)}, never found",
        "moved": lambda: f"{are} moved from {_at(step[1], scene)} to {_at(step[2], scene)}",
        "waits": lambda: f"{are} not taken in at once, all places of {centre} being taken",
        "taken_in": lambda: f"{are} taken in by {centre}",
        "gives_up": lambda: f"{are} not taken in by {centre} in the end",
        "assisted": lambda: f"{'goes' if one else 'go'} on to assistance by {centre}",
        "drops_out": lambda: f"{'drops' if one else 'drop'} out as reflection ends, leaving a place of {centre}",
        "leaves": lambda: f"{'leaves' if one else 'leave'} the assistance of {centre}{LEAVING[step[2]]}",
    }[kind]()


LEAVING = {RESIDENCE: ", a permanent resident", RETURNED: ", to return", AT_RISK: ""}


def _after_found(step, one):
    centre, status = step[3], step[4]
    if centre < 0:
        return "not referred"
    referred = f"referred to {plain(names.CENTRES[centre])}"
    return referred if status == WAITING else f"{referred}, but {'does' if one else 'do'} not break contact"


def _at(market, scene):
    return f"{sector_of(market)} in {scene.city(market)}"
