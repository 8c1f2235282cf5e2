"""The teaching district's room: nine invented teams that do not agree."""

import re

import pytest

from smarter_spending.district.choices import TEAM, read_choices, read_room
from smarter_spending.guide.nb00_start_here import LEVELS, PRACTICES
from tools.samples.teams import TEAMS, answers_of, notebooks, write_room


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("altamont")
    write_room(place)
    return place


def test_nine_teams_of_four_roles_answered_beside_the_rooms_own_record():
    roles = [role for name, role in TEAMS.values() if name != TEAM]
    assert len(roles) == 9
    assert set(roles) == {"finance", "academics", "school", "board"}


def test_every_team_and_the_record_answered_every_notebook():
    for notebook in notebooks():
        assert set(answers_of(notebook)) == set(TEAMS), notebook


def test_what_is_written_is_read_back_with_the_role_of_each_team(folder):
    answers = read_choices(folder)
    assert set(answers["notebook"]) == set(notebooks())
    roles = answers.drop_duplicates("person").set_index("person")["role"].to_dict()
    assert roles == dict(TEAMS.values())


def test_the_record_is_no_further_voice(folder):
    assert TEAM in set(read_choices(folder, "00_start_here")["person"])
    assert set(read_room(folder, "00_start_here")["person"]) == {n for n, _ in TEAMS.values()} - {
        TEAM
    }


def test_every_rating_of_notebook_0_is_one_that_could_be_chosen(folder):
    answers = read_room(folder, "00_start_here")
    given = answers[answers["key"].str.startswith("rate_")]
    assert set(given["key"]) == {f"rate_{code}" for code in PRACTICES["code"]}
    assert set(given["answer"]) <= {*LEVELS, "don't know"}


def test_no_team_is_a_person_and_no_answer_names_one(folder):
    titles = re.compile(r"\b(Mr|Mrs|Ms|Dr)\.? [A-Z]|@|\b\d{3}-\d{4}\b")
    for answer in read_choices(folder)["answer"]:
        assert not titles.search(str(answer)), answer
