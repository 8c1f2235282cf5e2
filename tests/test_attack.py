"""Nothing handed out gives a child away; and the attack finds a leak where there is one."""

import os
import shutil
import stat

import pandas as pd
import pytest

import smarter_spending as ss
from smarter_spending.case import REMEMBERED, open_case
from smarter_spending.district import privacy
from smarter_spending.guide import nb07_program_inventory as nb07
from tests.attack import PAGES, System, about_hidden, attack, handed_out, small_in_words
from tests.shown import Shown, everything_shown, words_and_keys
from tools.samples import write_sample

SEED = 1000  # of a small district: eight students in one program, few without a score in others


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("districts") / "cold_creek"
    write_sample("cold_creek", folder, SEED)
    return folder


@pytest.fixture
def small(small_folder, tmp_path):
    """A small district that has handed out nothing yet, and remembers nothing of another test."""
    REMEMBERED.clear()
    return open_case(small_folder, take_home=tmp_path / "out")


def with_minimum(folder, place, minimum):
    """The same district, which hides groups below another size."""
    other = shutil.copytree(folder, place / "cold_creek")
    settings = other / "district.toml"
    lines = settings.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("minimum_group")]
    settings.write_text("\n".join([f"minimum_group = {minimum}", *kept]), "utf-8")
    return open_case(other, take_home=place / "out")


def test_nothing_that_a_small_district_takes_home_gives_a_count_away(small):
    shown = handed_out(small)
    result = attack(small, shown)
    # there was something to attack, and pages told of it: 113 lines beside 516 rules
    assert result.hidden > 100 and result.sets > 300 and result.read > 100
    assert not result.leaks and result.narrowest >= 3
    assert not about_hidden(small, shown)
    assert not small_in_words(shown, 11)


def test_with_suppression_off_the_attack_finds_what_is_shown(small_folder, tmp_path):
    case = with_minimum(small_folder, tmp_path, 2)
    shown = handed_out(case, ["02_student_learning", "07_program_inventory"])
    found = {leak.cell for leak in attack(case, shown, 11).leaks}
    assert ("served", "P-06") in found and len(found) > 5


def test_with_primary_suppression_alone_the_attack_subtracts(small, monkeypatch):
    monkeypatch.setattr(privacy, "_with_neighbours", lambda size, hidden, minimum: hidden)
    monkeypatch.setattr(privacy, "_hidden_with_neighbours", lambda rows, small, minimum: small)
    leaks = {leak.cell[2:]: leak for leak in attack(small, handed_out(small, PAGES[:1])).leaks}
    found = leaks["0201", "", "r"]  # ten of one school's students reached the goal
    assert found.least == found.true == found.most == 10


def test_the_inventory_as_it_was_gave_participants_back_by_subtraction(small, monkeypatch):
    def hidden_alone(table, counts, minimum, columns=(), part=""):
        columns = ["students_with_outcome"] if part else []
        return hide_small(table, counts, minimum, columns)

    hide_small = privacy.hide_small
    monkeypatch.setattr(nb07, "hide_small", hidden_alone)
    leaks = {leak.cell: leak for leak in attack(small, handed_out(small)).leaks}
    assert leaks["with outcome", "P-06"].least == leaks["with outcome", "P-06"].true == 8
    assert leaks["without outcome", "P-01"].true == leaks["without outcome", "P-01"].most == 2


def test_one_student_alone_in_a_school_knows_the_other_hidden_school():
    counts = {"a": 1, "b": 10, "c": 50, "d": 61}
    table = pd.DataFrame({"school": list("abc"), "tested": [1, 10, 50]})

    def left(hidden):
        truth = {(*key, "n"): count for key, count in zip(counts, counts.values(), strict=True)}
        system = System(truth)
        system.must({("a", "n"): 1, ("b", "n"): 1, ("c", "n"): 1, ("d", "n"): -1})
        for name in counts:
            if name not in hidden:
                system.shown((name, "n"), counts[name], counts[name], "a table")
        return system.attacked(11).leaks

    by_one = left("ab")
    assert [(leak.cell, leak.least, leak.by) for leak in by_one] == [(("b", "n"), 10, ("a", "n"))]
    off = privacy.suppress(table, "tested", 11)
    assert not left("".join(off.loc[off["suppressed"], "school"]))


def test_a_reading_that_the_district_contradicts_is_never_kept():
    with pytest.raises(AssertionError, match="read as 9"):
        System({("served", "P"): 8}).shown(("served", "P"), 9, 9, "a table")


@pytest.mark.real_data
def test_the_attack_finds_the_hidden_school_of_tracy_2024(tracy_2024):
    district, schools = tracy_2024
    whole = district["n_met_and_above"]
    met = schools["n_met_and_above"]
    hidden = met[met.isna()].index.item()
    true = met.fillna(whole - met.sum()).round().astype(int)

    def ends(shown):
        system = System({("met", name): count for name, count in true.items()})
        system.must({cell: 1.0 for cell in system.truth}, whole, whole)
        for name in shown:
            system.shown(("met", name), true[name], true[name], "the state's file")
        for name, tested in schools["students_tested"].items():
            system.must({("met", name): 1.0}, 0, tested)
        least, most = system.bounds({("met", hidden)})["met", hidden]
        return most - least

    assert ends(met.dropna().index) == 0  # as published: the six students' results come back
    # next smallest by size alone: 1 of 25 students met it, which of two schools is all that is open
    by_size = privacy.suppress(schools.reset_index(), "students_tested")
    assert ends(by_size.loc[~by_size["suppressed"], "school_name"]) == 1
    # a rate hides three counts at once
    rates = schools.reset_index().rename(columns={"students_tested": "students"})
    rates = rates.assign(year=2024, reached=true.to_numpy())
    rates = rates.assign(behind=rates["students"] - rates["reached"])
    ours = privacy.hide_rates(rates[["school_name", "year", *privacy.COUNTS]], 11, "year")
    assert ends(ours.loc[~ours["suppressed"], "school_name"]) >= 3


# --- No key, no row of a student, and for the owner's eyes only ----------------------------------


def keys_of(folder) -> set[str]:
    tables = [*folder.glob("students*.csv"), folder / "program_participation.csv"]
    return set().union(*(pd.read_csv(table, dtype=str)["student_key"] for table in tables))


def keys_shown(shown: Shown, keys: set[str]) -> list[str]:
    return [where for where, words in words_and_keys(shown) if words & keys]


def test_a_table_that_is_refused_says_rows_and_no_key(small_folder, tmp_path):
    folder = shutil.copytree(small_folder, tmp_path / "cold_creek")
    table = folder / "students_outcomes.csv"
    students = pd.read_csv(table, dtype=str)
    twice = pd.concat([students, students.tail(3)])
    twice.loc[twice.index[:2], ["grade", "days_absent"]] = ["99", "many"]
    twice.to_csv(table, index=False)
    run = ss.run_batch([folder], tmp_path / "out", notebooks="00")
    assert run.districts[0].problems
    shown = everything_shown(tmp_path / "out")
    assert shown.files > 1 and not keys_shown(shown, keys_of(folder))


def test_a_key_on_a_page_is_found(small_folder, tmp_path):
    key = sorted(keys_of(small_folder))[0]
    (tmp_path / "page.html").write_text(f'<p title="student {key}">One student.</p>', "utf-8")
    assert keys_shown(everything_shown(tmp_path), {key}) == ["page.html"]


def test_what_is_written_is_for_the_eyes_of_its_owner(small_folder, tmp_path):
    before = os.umask(0o022)
    try:
        ss.run_batch([small_folder], tmp_path / "out", notebooks="00")
    finally:
        os.umask(before)
    folder = tmp_path / "out" / "cold_creek"
    written = [folder, *folder.rglob("*"), tmp_path / "out" / "index.html"]
    assert len(written) > 5
    assert not [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_few_who_are_told_in_words_or_beside_a_hidden_program_are_found(small):
    row = pd.DataFrame([{"Program": "Dyslexia Lessons", "Effect": "0.12"}])
    said = ["Only 9 participants have it, fewer than 10.", "8 students took part."]
    shown = Shown(tables=[("page", row)], texts=[("page", one) for one in said])
    assert about_hidden(small, shown) == [("page", "Dyslexia Lessons", "Effect", "0.12")]
    assert len(small_in_words(shown, 11)) == 2
    assert not small_in_words(Shown(texts=[("page", "Fewer than 10 participants")]), 11)
