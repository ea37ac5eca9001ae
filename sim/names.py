"""The words of the field, in the order in which the columns of the world number them.

Countries by ISO 3166.  Forms and sectors as in "Trends in human trafficking" (Belgium, about 2014).
Never reorder: results that are already published name their rows by these words, the compiled code by the numbers.
"""

COUNTRIES = ("BE", "NL", "DE")
REGIONS = ("flanders", "brussels", "wallonia", "netherlands", "germany")
COUNTRY_OF_REGION = (0, 0, 0, 1, 2)

FORMS = ("labour", "sexual", "begging", "criminal_activities", "domestic_service")
LABOUR, SEXUAL, BEGGING, CRIMINAL_ACTIVITIES, DOMESTIC_SERVICE = range(5)

SECTORS = (
    "construction",
    "cleaning",
    "car_wash",
    "hospitality",
    "convenience_stores",
    "call_centres",
    "agriculture",
    "sweatshops",
    "prostitution",
    "begging",
    "criminal_activities",
    "domestic_service",
    "diplomatic_households",
)
PROSTITUTION, DIPLOMATIC_HOUSEHOLDS = 8, 12
FORM_OF_SECTOR = (LABOUR,) * 8 + (SEXUAL, BEGGING, CRIMINAL_ACTIVITIES, DOMESTIC_SERVICE, DOMESTIC_SERVICE)
FIRST_SECTOR, LAST_SECTOR = (0, 8, 9, 10, 11), (7, 8, 9, 10, 12)  # of each form: they stand together

ORIGINS = ("eastern_europe", "africa", "south_asia", "east_asia", "latin_america", "belgium_eu15")
CHANNELS = ("offline", "classified_ads", "forums", "social_networks")
ONLINE_CHANNELS = CHANNELS[1:]
OFFLINE = 0
SEXES = ("female", "male")
AGE_GROUPS = ("adult", "minor")

# Bodies that send out teams, then the ways in which others bring a victim to light.
BODIES = (
    "federal_social_inspection",
    "regional_social_inspection",
    "federal_police",
    "local_police",
    "online_monitoring_cell",
    "netherlands_labour_inspectorate",
    "netherlands_police",
    "netherlands_online_cell",
    "germany_customs_inspectorate",
    "germany_police",
    "germany_online_cell",
    "report_by_others",
    "own_report",
    "foreign_affairs",
    "child_focus",
)
REPORT_BY_OTHERS, OWN_REPORT, FOREIGN_AFFAIRS, CHILD_FOCUS = range(11, 15)
TEAM_BODIES = BODIES[:REPORT_BY_OTHERS]
COUNTRY_OF_BODY = (0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2)
SOCIAL_INSPECTIONS = (0, 1, 5, 8)  # enter workplaces
POLICE = (2, 3, 6, 9)  # enter places of prostitution, begging and criminal activities
ONLINE_CELLS = (4, 7, 10)  # read advertisements
REGIONAL_SOCIAL_INSPECTION, LOCAL_POLICE = 1, 3
POLICE_OF_COUNTRY = (2, 6, 9)  # acts against networks

CENTRES = ("payoke", "pag_asa", "surya", "minors_route", "netherlands_shelters", "germany_shelters")
MINORS_ROUTE = 3
CENTRE_OF_REGION = (0, 1, 2, 4, 5)  # for adults; in Belgium minors take the minors' route

# Where a person stands.  The first six are passed through, the others are ends.
STATUSES = (
    "travelling",
    "exploited",
    "waiting",
    "reflection",
    "assisted",
    "at_risk",
    "exited",
    "not_referred",
    "not_taken_in",
    "dropped_out",
    "residence",
    "returned",
)
TRAVELLING, EXPLOITED, WAITING, REFLECTION, ASSISTED, AT_RISK = range(6)
EXITED, NOT_REFERRED, NOT_TAKEN_IN, DROPPED_OUT, RESIDENCE, RETURNED = range(6, 12)
ENDS = STATUSES[EXITED:]

# What the Immigration Office issues along the procedure (Aliens Act, art. 61/2 to 61/5).
DOCUMENTS = ("none", "reflection_period", "provisional", "temporary", "permanent")
NO_DOCUMENT, FOR_REFLECTION, PROVISIONAL, TEMPORARY, PERMANENT = range(5)

# Where a recruiter stands, and the cases against a network.
STANDINGS = ("active", "arrested", "convicted")
ACTIVE, ARRESTED, CONVICTED = range(3)
CASES = ("none", "waiting", "in_hand")
NO_CASE, CASE_WAITS, IN_HAND = range(3)
OFFICES = ("investigators", "prosecutors")  # each has a case of its own against a network, or none
INVESTIGATORS, PROSECUTORS = 0, 1

# What the police may learn of a network: signs, and intelligence by State Security.
SIGNS = ("found_by_teams", "report_by_others", "own_report", "statement", "advertisement")
FOUND_BY_TEAMS, REPORTED_BY_OTHERS, REPORTED_BY_VICTIM, STATEMENT, ADVERTISEMENT = range(5)
STATE_SECURITY = 5
TIPS = (*SIGNS, "state_security")  # what may open an investigation

# Whose lists feed the national rapporteur.
LISTS = (
    "federal_police",
    "social_inspection",
    "prosecutors",
    "immigration_office",
    "reception_centres",
    "child_focus",
    "foreign_affairs",
)
LIST_OF_POLICE, LIST_OF_INSPECTION, LIST_OF_PROSECUTORS, LIST_OF_IMMIGRATION_OFFICE = range(4)
LIST_OF_CENTRES, LIST_OF_CHILD_FOCUS, LIST_OF_FOREIGN_AFFAIRS = range(4, 7)

DIMENSIONS = {
    "country": COUNTRIES,
    "region": REGIONS,
    "form": FORMS,
    "sector": SECTORS,
    "origin": ORIGINS,
    "channel": ONLINE_CHANNELS,
    "body": TEAM_BODIES,
    "centre": CENTRES,
    "end": ENDS,
    "sign": SIGNS,
    "list": LISTS,
}  # what a parameter may be indexed by, besides "city", whose names come from data/cities.csv
