"""Who joined a room: a name for good, and others' answers apart until they are revealed."""

import json
from urllib.parse import quote

import pytest

from smarter_spending.district import choices
from smarter_spending.district.choices import (
    TEAM,
    NotLetInError,
    join_room,
    joined_people,
    keep_room,
    key_mark,
    open_choices,
    questions_asked,
    read_choices,
    read_room,
    room_state,
)

PAGE = "02_student_learning"


@pytest.fixture
def as_rosa(tmp_path, monkeypatch):
    """A page's Python as the room begins it for Rosa, after others have answered."""
    for person, need in (("Ana", "reading"), (TEAM, "attendance"), ("Rosa Díaz", "math")):
        open_choices(tmp_path, PAGE, person).keep("need", need, "Which need?", ["reading", "math"])
    monkeypatch.setenv(choices.JOINED, quote("Rosa Díaz"))
    return tmp_path


def test_a_name_is_joined_once_and_its_key_is_never_on_the_disk(tmp_path):
    key = join_room(tmp_path, "Rosa", "finance", "Budget office")
    (rosa,) = joined_people(tmp_path)
    told = {"person": "Rosa", "role": "finance", "table": "Budget office", "key": key_mark(key)}
    assert rosa == told
    assert not any(key in one.read_text() for one in (tmp_path / "choices").rglob("*.json"))
    assert open_choices(tmp_path, PAGE, "Rosa").role == "finance"


@pytest.mark.parametrize("name", ["Rosa", " ROSA. ", "rosa", TEAM, "Our-Team", "Ana"])
def test_a_name_that_somebody_answers_under_is_nobody_elses(tmp_path, name):
    join_room(tmp_path, "Rosa")
    open_choices(tmp_path, PAGE, "Ana").keep("need", "reading")  # typed before anybody joined
    before = joined_people(tmp_path)
    with pytest.raises(NotLetInError, match="already"):
        join_room(tmp_path, name, "board")
    assert joined_people(tmp_path) == before


def test_a_new_key_keeps_who_one_is_and_ends_the_old_one(tmp_path):
    old = join_room(tmp_path, "Rosa", "finance", "4")
    new = join_room(tmp_path, "Rosa", again=True)
    (rosa,) = joined_people(tmp_path)
    assert (rosa["role"], rosa["table"]) == ("finance", "4")
    assert rosa["key"] == key_mark(new) != key_mark(old)


def test_a_role_said_later_leaves_the_key_alone(tmp_path):
    key = join_room(tmp_path, "Rosa", "", "4")
    open_choices(tmp_path, PAGE, "Rosa").keep_role("board")
    (rosa,) = joined_people(tmp_path)
    assert (rosa["role"], rosa["key"]) == ("board", key_mark(key))


def test_before_the_reveal_one_reads_ones_own_answers_and_the_teams(as_rosa):
    assert set(read_choices(as_rosa, PAGE)["person"]) == {"Rosa Díaz", TEAM}
    assert read_room(as_rosa, PAGE)["answer"].tolist() == ["math"]


def test_after_it_everybodys_to_that_question_on_that_page(as_rosa):
    open_choices(as_rosa, PAGE, "Ana").keep("why", "It is behind")
    open_choices(as_rosa, "03_goals", "Ana").keep("need", "another page's")
    keep_room(as_rosa, {"revealed": {PAGE: ["need"]}})
    assert read_room(as_rosa, PAGE)["answer"].tolist() == ["reading", "math"]
    assert read_room(as_rosa, "03_goals").empty
    assert room_state(as_rosa)["page"] == ""


def test_nobody_joined_and_everything_is_read_as_before(as_rosa, monkeypatch):
    monkeypatch.delenv(choices.JOINED)
    assert set(read_choices(as_rosa)["person"]) == {"Ana", TEAM, "Rosa Díaz"}


def test_whoever_joined_is_known_and_can_become_nobody_else(as_rosa, monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "person=Ana")  # an address that somebody typed
    mine = open_choices(as_rosa, PAGE)
    assert mine.person == "Rosa Díaz"
    for other in ("Ana", "", TEAM):
        with pytest.raises(ValueError, match="joined this room as Rosa Díaz"):
            mine.become(other)
    assert (mine.person, mine.answers) == ("Rosa Díaz", {"need": "math"})
    mine.become("rosa díaz")


def test_an_answer_is_kept_with_how_it_was_asked_and_what_could_be_picked(as_rosa):
    file = json.loads(open_choices(as_rosa, PAGE).file.read_text(encoding="utf-8"))
    assert file["options"] == {"need": ["reading", "math"]}
    assert questions_asked(as_rosa)[PAGE] == {"need": "Which need?"}
    assert questions_asked(as_rosa, "options")[PAGE] == {"need": ["reading", "math"]}


def test_where_a_room_stands_is_no_answer_of_anybodys(tmp_path):
    keep_room(tmp_path, {"page": PAGE, "until": 5})
    keep_room(tmp_path, {"shown": "need"})
    state = room_state(tmp_path)
    assert (state["page"], state["until"], state["shown"]) == (PAGE, 5, "need")
    assert read_choices(tmp_path).empty and not joined_people(tmp_path)
