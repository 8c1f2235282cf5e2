"""What people decided survives whatever happens to the machine."""

import json
import multiprocessing
import os
import random
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.district.choices import (
    NAME_FILE,
    ChoicesUnreadableError,
    earlier_answer,
    file_name,
    gather,
    join_room,
    joined_people,
    open_choices,
    questions_asked,
    read_choices,
)

NOTEBOOK, PAGE_APART = "09_cost_per_outcome", "05_instructional_priorities"


def test_opening_a_page_writes_nothing(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "Team 3")
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_on_the_disk_as_soon_as_it_is_kept(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "Team 3").keep("guess", 1200)
    assert open_choices(tmp_path, NOTEBOOK, "Team 3").answers == {"guess": 1200}


def test_two_people_keep_two_files_and_are_read_together(tmp_path):
    finance = open_choices(tmp_path, NOTEBOOK, "Finance table")
    finance.keep("role", "finance")
    finance.keep("guess", 900)
    open_choices(tmp_path, NOTEBOOK, "Academics table").keep("guess", 1500)

    answers = read_choices(tmp_path, NOTEBOOK)
    guesses = answers[answers["key"] == "guess"].set_index("person")
    assert guesses["answer"].to_dict() == {"Academics table": 1500, "Finance table": 900}
    assert guesses.loc["Finance table", "role"] == "finance"


def test_nobody_has_answered_yet_gives_the_same_columns(tmp_path):
    empty = read_choices(tmp_path)
    assert list(empty.columns) == ["notebook", "person", "role", "key", "answer"]
    assert empty.empty


def test_a_name_with_slashes_cannot_leave_the_folder(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "../../etc/Team 1").keep("guess", 1)
    files = [path for path in tmp_path.rglob("*.json") if path.is_file()]
    assert [file.parent for file in files] == [tmp_path / "choices" / NOTEBOOK]
    assert files[0].name.startswith("etc-team-1-")


def test_a_file_edited_by_hand_and_broken_is_named(tmp_path):
    choices = open_choices(tmp_path, NOTEBOOK, "Team 3")
    choices.keep("guess", 1)
    choices.file.write_text('{"answers": {', encoding="utf-8")
    with pytest.raises(ValueError, match=r"team-3\.json cannot be read"):
        open_choices(tmp_path, NOTEBOOK, "Team 3")


def test_a_file_that_is_no_set_of_answers_is_named_too(tmp_path):
    choices = open_choices(tmp_path, NOTEBOOK, "Team 3")
    choices.keep("guess", 1)
    for text in ("[1, 2]", '{"answers": [1]}'):
        choices.file.write_text(text, encoding="utf-8")
        with pytest.raises(ChoicesUnreadableError, match=r"team-3\.json are not laid out"):
            read_choices(tmp_path)


def test_a_file_saved_with_another_editor_is_read_all_the_same(tmp_path):
    choices = open_choices(tmp_path, NOTEBOOK, "Team 3")
    choices.keep("guess", 1)
    choices.file.write_text(choices.file.read_text("utf-8"), encoding="utf-8-sig")
    assert open_choices(tmp_path, NOTEBOOK, "Team 3").answers == {"guess": 1}


def test_a_role_is_asked_once_and_known_in_every_notebook(tmp_path):
    open_choices(tmp_path, "00_start_here", "Business office").keep_role("finance")
    later = open_choices(tmp_path, NOTEBOOK, "business office")
    later.keep("guess", 900)
    assert later.role == "finance"
    assert read_choices(tmp_path)[["notebook", "role"]].values.tolist() == [[NOTEBOOK, "finance"]]


def test_a_role_that_nobody_has_is_refused(tmp_path):
    with pytest.raises(ValueError, match="finance, academics, school, board"):
        open_choices(tmp_path, NOTEBOOK, "Team 3").keep_role("parent")


def test_capitals_and_spaces_make_no_other_person_but_other_signs_do():
    assert file_name("Team 3") == file_name(" team-3 ") == "team-3"
    assert len({file_name(name) for name in ("A/B", "A+B", "A B", "!", "?")}) == 5


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_two_people_never_share_a_file(one, other):
    def as_one(name):
        return "".join(letter for letter in name.casefold() if letter.isalnum())

    if as_one(one) != as_one(other):
        assert file_name(one) != file_name(other)


@given(st.text(max_size=200))
def test_every_name_makes_a_file_name_that_any_computer_takes(name):
    made = file_name(name)
    assert 1 <= len(made) <= 69
    assert all(letter.isalnum() or letter == "-" for letter in made)


def test_two_windows_of_one_person_lose_nothing_of_each_other(tmp_path):
    one, other = (open_choices(tmp_path, NOTEBOOK, "Team 3") for _ in range(2))
    one.keep("guess", 900)
    other.keep("why", "rent")
    one.keep("doubt", "one year only")
    kept = open_choices(tmp_path, NOTEBOOK, "Team 3").answers
    assert kept == {"guess": 900, "why": "rent", "doubt": "one year only"} == one.answers


def test_going_on_as_another_person_shows_that_persons_answers(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "Team 3").keep("guess", 900)
    page, told = open_choices(tmp_path, NOTEBOOK), []
    page.watchers.append(lambda: told.append(page.person))
    page.keep("guess", 1)
    page.become("Team 3")
    assert page.answers == {"guess": 900} and told == ["Team 3"]
    assert open_choices(tmp_path, NOTEBOOK).answers == {"guess": 1}


def test_a_name_typed_once_is_known_in_the_next_notebook_on_that_machine(tmp_path, monkeypatch):
    monkeypatch.setenv(NAME_FILE, str(tmp_path / "settings" / "name.txt"))
    open_choices(tmp_path, "00_start_here").become("Team 3")
    assert open_choices(tmp_path, NOTEBOOK).person == "Team 3"
    assert open_choices(tmp_path, NOTEBOOK, "Team 4").person == "Team 4"


def test_on_a_hub_the_persons_own_name_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "team-7")
    assert open_choices(tmp_path, NOTEBOOK).person == "team-7"


def test_an_earlier_answer_is_this_persons_or_else_the_teams(tmp_path):
    open_choices(tmp_path, "02_student_learning").keep("question", "the team's")
    assert earlier_answer(tmp_path, "02_student_learning", "question", "Team 3") == "the team's"
    open_choices(tmp_path, "02_student_learning", "Team 3").keep("question", "their own")
    assert earlier_answer(tmp_path, "02_student_learning", "question", "Team 3") == "their own"


def keep_counting(folder, person, key, said):
    """A window that never stops answering, and says which answer was last acknowledged."""
    mine, parent = open_choices(folder, NOTEBOOK, person), os.getppid()
    count = int(mine.answers.get(key, 0))
    while os.getppid() == parent:  # never outlives the test
        count += 1
        mine.keep(key, count)
        said.value = count
        mine.keep(f"{key}_words", "x" * 4000)


@pytest.mark.slow
def test_choices_survive_two_writers_at_once_and_a_thousand_kills(tmp_path):
    """Two windows of one person and one of another write without pause and are killed
    mid-write, a thousand times in all.  No file is ever torn, no answer that was said
    to be saved is lost, and nobody writes into another person's file."""
    # from a process that has read in nothing but this file: a fork of the tests' own costs double
    fork = multiprocessing.get_context("forkserver")
    fork.set_forkserver_preload([__name__])
    windows = [("Team 3", "left"), ("Team 3", "right"), ("Team 4", "own")]
    said = {key: fork.RawValue("q", 0) for _, key in windows}
    chance, running, kills = random.Random(20261124), {}, 0
    try:
        while kills < 1000:
            for person, key in windows:
                if key not in running:
                    arguments = (tmp_path, person, key, said[key])
                    running[key] = fork.Process(target=keep_counting, args=arguments, daemon=True)
                    running[key].start()
            person, key = chance.choice(windows)
            running[key].join(chance.uniform(0.001, 0.015))
            assert running[key].is_alive(), "the writer stopped by itself"
            os.kill(running[key].pid, signal.SIGKILL)
            running.pop(key).join()
            kills += 1
            files = {who: open_choices(tmp_path, NOTEBOOK, who).file for who in dict(windows)}
            if said[key].value:
                answers = json.loads(files[person].read_text("utf-8"))["answers"]
                assert answers[key] >= said[key].value
                assert set(answers.get(f"{key}_words", "x")) == {"x"}
    finally:
        for process in running.values():
            process.kill()
    assert min(value.value for value in said.values()) > 50
    team_4 = open_choices(tmp_path, NOTEBOOK, "Team 4")
    assert set(team_4.answers) <= {"own", "own_words"}
    for person in ("Team 3", "Team 4"):
        open_choices(tmp_path, NOTEBOOK, person).keep("last", True)
    left_behind = list((tmp_path / "choices" / NOTEBOOK).glob("*.part"))
    assert left_behind == []


def test_a_live_page_knows_who_writes_by_its_address(tmp_path, monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "person=Team+3+%3Cb%3E%0A&x=1")
    mine = open_choices(tmp_path, "09_cost_per_outcome")
    mine.keep("why", "It lasts")
    assert mine.person == "Team 3 <b>"
    assert open_choices(tmp_path, "09_cost_per_outcome", "Rosa").person == "Rosa"
    monkeypatch.setenv("QUERY_STRING", "person=+")
    assert open_choices(tmp_path, "09_cost_per_outcome").person == "our team"


# --- Answers made on laptops apart ----------------------------------------------------------------

APART = {
    "laptop_1": {"Ann": {"first": "Reading", "ranks": [1, 2]}, "Ben": {"first": "Math"}},
    "laptop_2": {"Ann": {"first": "Buses"}, "Cy": {"first": "Reading"}},
}


@pytest.fixture
def apart(tmp_path):
    for folder, people in APART.items():
        for person, answers in people.items():
            theirs = open_choices(tmp_path / folder, PAGE_APART, person)
            theirs.keep_role("finance")
            for key, answer in answers.items():
                theirs.keep(key, answer, f"{key}?")
    return [tmp_path / folder for folder in APART]


def answers_by_person(folder):
    read = read_choices(folder, PAGE_APART)
    return {person: dict(zip(one["key"], one["answer"], strict=True))
            for person, one in read.groupby("person")}  # fmt: skip


def test_answers_made_apart_come_together_and_one_name_of_two_people_is_kept_twice(apart, tmp_path):
    said = gather(apart, tmp_path / "oak")
    assert answers_by_person(tmp_path / "oak") == {
        "Ann": {"first": "Reading", "ranks": [1, 2]},
        "Ann (laptop_2)": {"first": "Buses"},
        "Ben": {"first": "Math"},
        "Cy": {"first": "Reading"},
    }
    assert set(read_choices(tmp_path / "oak")["role"]) == {"finance"}
    assert questions_asked(tmp_path / "oak")[PAGE_APART]["ranks"] == "ranks?"
    assert said == [
        "laptop_1: answers under 2 names.",
        "laptop_2: answers under 2 names, 1 of them beside another of the same name.",
    ]


def test_gathering_again_changes_nothing_and_nothing_is_taken_from_the_laptops(apart, tmp_path):
    def held(folder):
        return {file: file.read_bytes() for file in sorted(folder.rglob("*.json"))}

    laptops = [held(one) for one in apart]
    gather(apart, tmp_path / "oak")
    first = held(tmp_path / "oak")
    gather([*reversed(apart), *apart], tmp_path / "oak")
    assert held(tmp_path / "oak") == first and [held(one) for one in apart] == laptops


def test_the_key_to_a_name_stays_in_its_own_room_and_an_empty_folder_is_named(tmp_path):
    join_room(tmp_path / "one", "Dee", "academics", "4")
    open_choices(tmp_path / "one", PAGE_APART, "Dee").keep("first", "Reading")
    gather([tmp_path / "one"], tmp_path / "oak")
    assert joined_people(tmp_path / "one") and not joined_people(tmp_path / "oak")
    with pytest.raises(ChoicesUnreadableError, match=r"No answers are in .*two"):
        gather([tmp_path / "two"], tmp_path / "oak")
