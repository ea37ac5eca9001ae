"""What a parameter can mean at most, whatever the evidence says."""

import math

LIMITED = {
    "population.recruiters_per_network": 64.0,  # a recruiter's key has room for so many places
    "population.private_share": 1.0,
    "season.amplitude": 1.0,
    "recruitment.success_chance": 1.0,
    "recruitment.awareness": 1.0,
    "recruitment.online_share_before": 1.0,
    "recruitment.online_share_after": 1.0,
    "recruitment.second_form_share": 1.0,
    "recruitment.female_share": 1.0,
    "recruitment.minor_share": 1.0,
    "control.mean": 1.0,
    "control.settled": 1.0,
    "control.weekly_rate": 1.0,
    "exits.own_report_chance": 1.0,
    "inspection.recognition": 1.0,
    "inspection.inspectable": 1.0,
    "inspection.private_access": 1.0,
    "detection.denial": 1.0,
    "referral.chance": 1.0,
    "referral.report_chance": 1.0,
    "referral.own_report_chance": 1.0,
    "reception.contact_broken_chance": 1.0,
    "reception.acceptance_chance": 1.0,
    "reception.co_operation_chance": 1.0,
    "reception.residence_chance": 1.0,
    "reception.untied": 1.0,
    "recruitment.legal_work": 1.0,
    "recruitment.identity_checks": 1.0,
    "recruitment.evasion": 1.0,
    "monitoring.investigated_share": 1.0,
    "adaptation.hearing_chance": 1.0,
    "interview.coverage": 1.0,
    "interview.recognition": 1.0,
    "minors.guardianship_chance": 1.0,
    "referral.ministry_chance": 1.0,
    "documents.needed": 1.0,
    "retrafficking.chance": 1.0,
    "investigation.opening_chance": 1.0,
    "investigation.success_chance": 1.0,
    "investigation.reach_abroad": 1.0,
    "investigation.arrest_chance": 1.0,
    "prosecution.conviction_chance": 1.0,
    "prosecution.statement_gain": 1.0,
    "replacement.share": 1.0,
    "lists.own_chance": 1.0,
    "lists.exchange_chance": 1.0,
    "lists.together": 1.0,
    "lists.missed_link": 1.0,
}  # the most that a range may allow, whatever the evidence; nothing may be below 0


ABOVE_NOUGHT = ("population.persons_per_establishment", "population.speed_km_per_hour", "adaptation.half_life_weeks")


def limit_problem(quantity, place):
    """A sentence if a quantity's range goes beyond what its rule can mean, else None."""
    if quantity.low == 0.0 and ".".join(place.split(".")[:2]) in ABOVE_NOUGHT:
        return "low is 0, but the model divides by this; give a low above 0"
    most = LIMITED.get(".".join(place.split(".")[:2]), math.inf)
    if quantity.low is not None and quantity.low < 0.0:
        return f"low is {quantity.low}, but no parameter of the model can be below 0; raise it"
    if quantity.high is not None and quantity.high > most:
        return f"high is {quantity.high}, but this parameter means nothing above {most:g}; lower it"
    return None
