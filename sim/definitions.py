"""What each outcome is: title, unit, definition.

Words that must not be mixed: detected (some body has found the person), referred (reported to a centre), identified
(recognised as a victim and taken into the procedure with assistance accepted), hidden (in exploitation, not detected).
"""

from typing import NamedTuple

BELGIUM, ALL = "BE", "BE+NL+DE"


class Definition(NamedTuple):
    title: str  # for readers
    unit: str
    text: str


OUTCOMES = {
    "identified": Definition(
        "Identified victims", "persons/year", "recognised as a victim and taken into the procedure, assistance accepted"
    ),
    "detected": Definition("Detected persons", "persons/year", "found by any body, or by their own report"),
    "hidden": Definition("Hidden victims", "persons", "in exploitation and not detected, at the year's end"),
    "victim_years": Definition(
        "Victim-years",
        "victim-years/year",
        "time that persons spent in exploitation; the week of leaving counts half, in the year of leaving",
    ),
    "arrived": Definition(
        "Arrived in exploitation", "persons/year", "brought into exploitation, those trafficked again too"
    ),
    "exits": Definition(
        "Exits without detection", "persons/year", "escaped without a report, or let go by the traffickers"
    ),
    "recruited": Definition(
        "Recruited persons", "persons/year", "persuaded, deceived or forced to set out, by networks active in Belgium"
    ),
    "relocations": Definition("Relocations", "moves/year", "moves from one city to another, into or within the area"),
    "border_relocations": Definition(
        "Relocations over borders", "moves/year", "moves from one country to another; for BE: into or out of Belgium"
    ),
    "inspections": Definition("Visits", "visits/year", "by inspectors and police; advertisements read by online cells"),
    "public_cost": Definition(
        "Public cost",
        "EUR/year",
        "of visits, monitoring, assistance, investigations, trials and interviews, and of the policy itself",
    ),
    "attempts": Definition("Recruitment attempts", "persons/year", "persons approached by recruiters"),
    "advertisements_removed": Definition(
        "Advertisements removed", "advertisements/year", "advertisements of recruitment taken down"
    ),
    "referred": Definition("Referred persons", "persons/year", "reported to a reception centre as a possible victim"),
    "taken_in": Definition("Taken in", "persons/year", "given a place by a reception centre"),
    "lost_while_waiting": Definition(
        "Lost while waiting",
        "persons/year",
        "would have accepted assistance at once, but not after weeks in the queue",
    ),
    "assisted": Definition("Persons assisted", "persons", "in reflection period or assistance, mean of the year"),
    "waiting": Definition("Persons waiting", "persons", "asked for a place and had none, mean of the year"),
    "advertisements_found": Definition(
        "Advertisements found", "advertisements/year", "of recruitment, found by the Belgian online cell"
    ),
    "hits": Definition(
        "Visits to establishments that exploit",
        "visits/year",
        "planned or returning, whether or not anybody is held there just then, or comes to light",
    ),
    "investigations": Definition("Investigations opened", "cases/year", "of whole networks, by what led to them"),
    "actions": Definition("Police actions", "cases/year", "that end an investigation of a network"),
    "freed": Definition("Persons freed by actions", "persons/year", "when the police act; also in detected"),
    "arrests": Definition("Arrests", "recruiters/year", "recruiters arrested when the police act"),
    "released": Definition("Releases", "recruiters/year", "let out of custody before or after trial"),
    "replaced": Definition("Places filled again", "recruiters/year", "of recruiters arrested, by others"),
    "convictions": Definition("Convictions", "cases/year", "trials that end so"),
    "acquittals": Definition("Acquittals", "cases/year", "trials that end without a conviction"),
    "cases_waiting": Definition("Cases waiting", "cases", "for investigators, or for prosecutors; mean of the year"),
    "cases_in_hand": Definition("Cases in hand", "cases", "with investigators, or with prosecutors; mean of the year"),
    "statements": Definition("Statements", "persons/year", "persons who co-operate with the judiciary"),
    "interviews": Definition("Interviews", "persons/year", "of exploited staff of diplomats, by Foreign Affairs"),
    "trafficked_again": Definition("Trafficked again", "persons/year", "taken again by a network after an end"),
    "documents": Definition("Documents issued", "documents/year", "by the Immigration Office along the procedure"),
    "records": Definition("Records", "records/year", "that reach the rapporteur in the year, by the body's list"),
    "rapporteur": Definition(
        "The rapporteur's count",
        "persons/year",
        "persons on any list, linked without identities, when the record of the list that held them first arrives",
    ),
    "on_lists": Definition(
        "On lists", "persons/year", "persons detected in the year, by the lists that hold a record of them"
    ),
    "ended": Definition(
        "Ends", "persons/year", "of exploitation, procedure or assistance, by how; again for persons trafficked again"
    ),
}
