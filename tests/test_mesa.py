"""What Mesa offers works on the model: agents, selections, collectors, batches."""

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from sim import engine, names
from sim.events import HIDDEN_WEEKS
from sim.mesa_model import Inspector, ReceptionCentre, Recruiter, Sector, TraffickingModel, Victim
from sim.weeks import first_week_of
from sim.world import PERSONS, everyone, person_count, with_room
from tests.worlds import BRUSSELS, FEW_CITIES, changed, differences, founded, ordinary, quiet

KINDS = (Sector, Recruiter, Victim, Inspector, ReceptionCentre)
WEEKS = 60


def model_of(p, **how):
    return TraffickingModel(((0, p),), **({"scale": 0.2, "last_year": 2003, "cities": FEW_CITIES} | how))


def stepped(model, weeks):
    for _ in range(weeks):
        model.step()
    return model


@pytest.fixture(scope="module")
def model(p):
    """A model after some weeks; nobody changes it."""
    return stepped(model_of(p), WEEKS)


def test_every_kind_of_agent_exists(model):
    assert set(model.agent_types) == set(KINDS)
    assert all(len(model.agents_by_type[kind]) > 0 for kind in KINDS)


def test_there_is_one_agent_for_each_row(model):
    world = model.world
    for kind, rows in ((Sector, world.markets), (Recruiter, world.recruiters), (Inspector, world.teams)):
        assert [agent.row for agent in model.agents_by_type[kind]] == list(range(rows.size))
    assert [centre.name for centre in model.agents_by_type[ReceptionCentre]] == list(names.CENTRES)
    assert sorted(model.agents_by_type[Victim].get("row")) == list(range(world.counts[PERSONS]))


def test_persons_who_reached_an_end_have_left_the_agents_but_not_the_world(model):
    assert all(victim.ended_week < 0 or victim.status == "at_risk" for victim in model.agents_by_type[Victim])
    assert len(model.agents_by_type[Victim]) < person_count(model.world)


def test_agents_hold_no_state_of_their_own(model):
    for kind in KINDS:
        for agent in model.agents_by_type[kind]:
            assert set(vars(agent)) <= {"model", "unique_id", "pos", "row", "table"}


def test_the_same_agents_stand_for_the_same_rows_after_the_world_has_grown(p):
    model = stepped(model_of(p), 30)
    control = {victim.unique_id: victim.control for victim in model.agents_by_type[Victim]}
    old = model.world.persons
    model.world = with_room(model.world, 4 * old.size, 4 * old.size)
    old["control"] = -1.0
    assert {victim.unique_id: victim.control for victim in model.agents_by_type[Victim]} == control


def test_agents_are_selected_by_columns_in_words(model):
    exploited = model.agents_by_type[Victim].select(lambda victim: victim.status == "exploited")
    assert len(exploited) == model.hidden > 0
    women = exploited.select(lambda victim: victim.sex == "female" and victim.form == "sexual")
    assert 0 < len(women) < len(exploited)
    assert {victim.sector for victim in women} == {"prostitution"}
    belgian = model.agents_by_type[Sector].select(lambda sector: sector.country == "BE")
    assert sum(belgian.get("held")) == model.hidden_in("BE")
    assert sum(model.hidden_in(country) for country in names.COUNTRIES) == model.hidden


def test_a_column_that_is_not_yet_known_reads_as_none(model):
    exploited = model.agents_by_type[Victim].select(lambda victim: victim.status == "exploited")
    travelling = model.agents_by_type[Victim].select(lambda victim: victim.status == "travelling")
    assert {victim.body for victim in exploited} == {None}
    assert {victim.city_name for victim in travelling} | {victim.sector for victim in travelling} <= {None}
    assert {victim.city_name for victim in exploited} <= {
        "Brussels", "Antwerp", "Liège", "Rotterdam", "Maastricht", "Aachen",
    }  # fmt: skip


def test_every_column_of_every_agent_can_be_read(model):
    tables = ("markets", "recruiters", "persons", "teams", "centres")
    for kind, table in zip(KINDS, tables, strict=True):
        agent = model.agents_by_type[kind][0]
        for column in getattr(model.world, table).dtype.names:
            getattr(agent, column)


def test_agents_are_grouped_and_counted(model):
    by_status = model.agents_by_type[Victim].groupby("status").count()
    assert sum(by_status.values()) == len(model.agents_by_type[Victim])
    assert by_status["exploited"] == model.hidden


def test_a_collector_collects_models_and_agents(p):
    model = model_of(p)
    collector = mesa.DataCollector(
        model_reporters={"hidden": "hidden", "Belgium": lambda model: model.hidden_in("BE")},
        agenttype_reporters={Victim: {"status": "status", "city": "city_name"}, Sector: {"held": "held"}},
    )
    for _ in range(20):
        model.step()
        collector.collect(model)
    weeks = collector.get_model_vars_dataframe()
    assert len(weeks) == 20
    assert (weeks["Belgium"] <= weeks["hidden"]).all()
    assert weeks["hidden"].iloc[-1] == model.hidden
    sectors = collector.get_agenttype_vars_dataframe(Sector)
    victims = collector.get_agenttype_vars_dataframe(Victim)
    held = sectors.groupby("Step")["held"].sum()
    exploited = victims[victims["status"] == "exploited"].groupby("Step")["status"].count()
    assert held.tolist() == weeks["hidden"].tolist()
    assert exploited.tolist() == weeks["hidden"][weeks["hidden"] > 0].tolist()


class Reported(TraffickingModel):
    """A model for batches: takes figures, not parameters, and collects each week."""

    def __init__(self, times=1.0, **how):
        p = ordinary()
        visits = p.inspection.visits_per_year * times
        super().__init__(((0, changed(p, {"inspection.visits_per_year": visits})),), scale=0.1, cities=BRUSSELS, **how)
        self.datacollector = mesa.DataCollector({"hidden": "hidden", "week": "week"})

    def step(self):
        super().step()
        self.datacollector.collect(self)


def test_a_batch_runs_over_seeds_and_figures(p):
    results = batch_run(
        Reported,
        {"seed": [1, 2], "times": [0.0, 3.0], "last_year": 2002},
        max_steps=39,
        data_collection_period=10,
        display_progress=False,
    )
    last = {(row["seed"], row["times"]): row for row in results if row["week"] == 40}
    assert last.keys() == {(1, 0.0), (1, 3.0), (2, 0.0), (2, 3.0)}
    assert {row["week"] for row in results} == {1, 11, 21, 31, 40}
    rules = changed(p, {"inspection.visits_per_year": p.inspection.visits_per_year * 3.0})
    compiled = engine.advance(founded(rules, 2, 0.1, 2002, BRUSSELS), rules, 2, 40)
    assert last[2, 3.0]["hidden"] == compiled.markets["held"].sum()


def test_a_batch_ends_with_the_last_year(p):
    """Mesa's batches go on until a model says that it has ended, or for a thousand steps."""
    results = batch_run(Reported, {"seed": [1], "last_year": 2001}, display_progress=False)
    assert results[-1]["week"] == first_week_of(2002)


def test_a_model_that_is_left_to_run_ends_with_the_last_year(p):
    model = model_of(p, scale=0.1, last_year=2001, cities=BRUSSELS)
    model.run_model()
    assert model.week == first_week_of(2002)


def test_a_behaviour_written_in_python_between_steps_has_effect(p):
    model = stepped(model_of(quiet(p, {"exits.own_report_chance": 0.0})), WEEKS)
    chosen = model.agents_by_type[Victim].select(
        lambda victim: victim.status == "exploited" and victim.form == "labour"
    )
    keys = chosen.get("key")
    assert len(keys) > 3
    for victim in chosen:
        victim.until_escape = 0.0
    model.step()
    people = everyone(model.world)
    freed = people[np.isin(people.key, keys)]
    assert (freed.status == names.EXITED).all()
    assert (freed.ended_week == WEEKS).all()
    assert not set(keys) & set(model.agents_by_type[Victim].get("key"))


def test_an_agent_stays_the_same_person_though_rows_move(p):
    model = stepped(model_of(p), 20)
    kept = {victim.unique_id: (victim, victim.key) for victim in model.agents_by_type[Victim]}
    stepped(model, 40)
    rows = {victim.row for victim, _ in kept.values() if victim.table == "persons"}
    assert {victim.table for victim, _ in kept.values()} == {"persons", "past"}
    assert len(rows) > 5
    assert all(victim.key == key for victim, key in kept.values())
    assert all((victim.ended_week >= 0) == (victim.table == "past") for victim, _ in kept.values())


def test_a_word_is_written_as_a_word(p):
    model = model_of(p)
    recruiter = model.agents_by_type[Recruiter][0]
    recruiter.channel = "forums"
    recruiter.until_attempt = 2.5
    row = model.world.recruiters[0]
    assert names.CHANNELS[row["channel"]] == recruiter.channel == "forums"
    assert row["until_attempt"] == recruiter.until_attempt == 2.5
    with pytest.raises(ValueError, match="not in tuple"):
        recruiter.channel = "a channel that does not exist"


def test_mesas_own_luck_decides_nothing(p):
    one, other = model_of(p, seed=3), model_of(p, seed=3)
    for _ in range(20):
        other.random.random()
        other.rng.random()
        one.step()
        other.step()
    other.reset_randomizer(99)
    stepped(one, 10), stepped(other, 10)
    assert differences(one.world, other.world) == []


def test_two_models_live_side_by_side(p):
    one, other, alone = model_of(p, seed=3), model_of(p, seed=4), model_of(p, seed=3)
    for _ in range(20):
        one.step()
        other.step()
    assert differences(one.world, stepped(alone, 20).world) == []
    assert differences(one.world, other.world) != []


def test_a_model_may_begin_with_a_settled_world(p):
    settled = model_of(p, first_year=2003, last_year=2004)
    walked = stepped(model_of(p, last_year=2004), first_week_of(2003))
    assert settled.week == first_week_of(2003)
    assert differences(settled.world, walked.world) == []
    assert len(settled.agents_by_type[Victim]) == settled.world.counts[PERSONS]
    assert differences(stepped(settled, 5).world, stepped(walked, 5).world) == []


def test_the_date_and_the_parameters_follow_the_weeks(p):
    later = changed(p, {"season.demand": 2.0})
    model = TraffickingModel(((0, p), (2, later)), scale=0.1, last_year=2001, cities=BRUSSELS)
    seen = []
    for _ in range(4):
        seen.append((model.date.isoformat(), float(model.parameters.season.demand[0, 0])))
        model.step()
    assert seen == [("2001-01-01", 1.0), ("2001-01-08", 1.0), ("2001-01-15", 2.0), ("2001-01-22", 2.0)]


def test_nobody_lives_beyond_the_last_year(p):
    model = stepped(model_of(p, scale=0.1, last_year=2001, cities=BRUSSELS), first_week_of(2002))
    lived = model.world.tally.by_market[:, HIDDEN_WEEKS].copy()
    with pytest.raises(ValueError) as error:  # noqa: PT011
        model.step()
    assert str(error.value) == "TraffickingModel: the last year is over; give a later last_year to live on"
    assert np.array_equal(model.world.tally.by_market[:, HIDDEN_WEEKS], lived)


def test_a_model_without_recruiters_lives(p):
    model = stepped(model_of(changed(p, {"population.networks": 0.0})), 10)
    assert Recruiter not in model.agents_by_type
    assert Victim not in model.agents_by_type
    assert model.hidden == 0


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"first_year": 2020}, "TraffickingModel: give 2001 <= first_year (2020) <= last_year (2018)"),
        ({"last_year": 1990}, "TraffickingModel: give 2001 <= first_year (2001) <= last_year (1990)"),
        ({"scale": -1.0}, "TraffickingModel: scale is -1.0; give a number above 0"),
        ({"cities": [9999]}, "TraffickingModel: cities are rows of the table of cities, 0 to 58"),
        (
            {"seed": None},
            "TraffickingModel: seed is None; give a whole number from 0 on, as all luck hangs on it",
        ),
    ],
)
def test_a_world_that_cannot_be_is_refused_in_a_sentence(p, how, sentence):
    with pytest.raises(ValueError, match="TraffickingModel") as caught:
        TraffickingModel(((0, p),), **how)
    assert str(caught.value) == sentence
