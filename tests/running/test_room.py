"""The room without a browser: who is let in, and how answers stand side by side."""

import subprocess

import pandas as pd
import pytest

from smarter_spending.district.choices import NotLetInError
from smarter_spending.running import room
from smarter_spending.running.batch import CannotRunError
from smarter_spending.running.room import Guests, is_ours, spread

VERDICTS = ["Grow", "Keep", "Fix", "Stop", "don't know"]


@pytest.fixture
def guests(tmp_path, monkeypatch):
    made = Guests(tmp_path, "http://192.0.2.7:8866", "")
    made.now = 0.0
    monkeypatch.setattr(room.time, "monotonic", lambda: made.now)
    return made


def answers(*given):
    return pd.DataFrame(given, columns=["role", "answer"])


def refused(guests, code, place="192.0.2.1"):
    with pytest.raises(NotLetInError) as told:
        guests.try_code(code, place)
    return str(told.value)


@pytest.mark.parametrize(
    ("name", "ip", "ours"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("evil.example", "127.0.0.1", False),
        ("192.0.2.1", "127.0.0.1", False),
        ("192.0.2.1", "192.0.2.1", True),
        ("evil.example", "192.0.2.1", False),
        ("192.0.2.1", "0.0.0.0", True),  # listens to all; a foreign page has but names
        ("evil.example", "0.0.0.0", False),
    ],
)
def test_the_room_answers_to_this_computers_own_names(name, ip, ours):
    assert is_ours(name, ip) is ours


def test_the_code_is_six_digits_and_another_each_time(tmp_path):
    codes = {Guests(tmp_path, "", "").code for _ in range(20)}
    assert len(codes) > 15 and all(len(one) == 6 and one.isdigit() for one in codes)


def test_wrong_codes_are_throttled_by_place_and_in_all_and_forgotten_after_a_minute(guests):
    for _ in range(room.TRIES):
        assert "not the code" in refused(guests, "x")
    assert "Too many" in refused(guests, guests.code), "even the right one"
    guests.try_code(guests.code, "192.0.2.2")  # another place is not kept waiting
    for place in range(room.TRIES_OF_ALL - room.TRIES):
        refused(guests, "é", f"198.51.100.{place}")
    assert "Too many" in refused(guests, guests.code, "203.0.113.9")
    guests.now += room.AGAIN + 1
    guests.try_code(guests.code, "192.0.2.1")


def test_a_key_is_one_persons_and_a_restart_knows_it(guests, tmp_path):
    key = guests.let_in("Rosa", "finance", "4")
    assert guests.of(key) == "Rosa" and guests.of("x") == guests.of(None) == ""
    assert Guests(tmp_path, "", "").of(key) == "Rosa"
    new = guests.let_in("Rosa", again=True)
    assert (guests.of(key), guests.of(new)) == ("", "Rosa")


def test_nobody_without_a_name_and_not_more_than_a_room_holds(guests, monkeypatch):
    with pytest.raises(NotLetInError, match="Say your name"):
        guests.let_in("", "finance", "4")
    monkeypatch.setattr(room, "MOST_PEOPLE", 1)
    guests.let_in("Rosa", "", "")
    with pytest.raises(NotLetInError, match="full"):
        guests.let_in("Ana", "", "")


def test_who_has_shown_no_sign_of_life_is_away(guests):
    key = guests.let_in("Rosa", "", "")
    assert not guests.here("Rosa")
    guests.of(key)
    assert guests.here("Rosa")
    guests.now += room.GONE + 1
    assert not guests.here("Rosa")


def test_what_cannot_be_seen_is_no_part_of_a_name():
    assert room._cleaned(" Ro\u202esa\x00\n  D\u00edaz\u200b ") == "Rosa D\u00edaz"
    assert len(room._cleaned("x" * 500)) == 60


def test_choices_are_counted_by_side_with_who_does_not_know():
    given = answers(("finance", "Stop"), ("finance", "Stop"), ("academics", "Keep"),
                    ("academics", "don't know"), ("board", "Grow"), ("", "Fix"))  # fmt: skip
    told = spread("What now?", VERDICTS, given)
    assert told["rows"] == VERDICTS and told["unsure"] == 1
    assert told["sides"] == [
        ("Finance", 2, "finance", [0, 0, 0, 2, 0]),
        ("Academics", 2, "academics", [0, 1, 0, 0, 1]),
        ("Board", 1, "board", [1, 0, 0, 0, 0]),
        ("Other", 1, "others", [0, 0, 1, 0, 0]),
    ]
    assert told["said"] == "Finance and academics differ: Stop against Keep or don't know."


def test_sides_that_share_what_most_say_agree_and_one_side_alone_says_nothing():
    both = answers(("finance", "Stop"), ("academics", "Stop"), ("academics", "Keep"))
    assert spread("", VERDICTS, both)["said"] == "Finance and academics agree most on Stop."
    assert spread("", VERDICTS, both[:1])["said"] == ""


def test_of_a_long_list_what_nobody_picked_is_left_out_and_several_ticks_count_each():
    options = [f"Program {n}" for n in range(15)] + ["Art; music"]
    told = spread("", options, answers(("finance", "Program 3; Program 1"), ("", "Art; music")))
    assert told["rows"] == ["Program 1", "Program 3", "Art; music"]
    assert [cells for *_, cells in told["sides"]] == [[1, 1, 0], [0, 0, 1]]


def test_numbers_show_their_range_and_words_stand_by_side_without_names():
    told = spread("", (), answers(("finance", 5), ("finance", 40.0), ("finance", 10), ("", 7)))
    assert told["rows"] == ["Lowest", "Middle", "Highest"]
    assert told["sides"][0] == ("Finance", 3, "finance", ["5", "10", "40"])
    told = spread("Why?", (), answers(("academics", "It lasts"), ("finance", "<b>")))
    assert told["words"] == [("Finance", ["<b>"]), ("Academics", ["It lasts"])]


def test_a_certificate_needs_its_own_key(tmp_path):
    assert room.safe_with(None, None) is None
    pair = [tmp_path / name for name in ("key.pem", "room.pem")]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    named = ["-subj", "/CN=room", "-keyout", pair[0], "-out", pair[1]]
    subprocess.run([*make, *named], check=True, capture_output=True)
    assert room.safe_with(pair[1], pair[0]) is not None
    (tmp_path / "other.pem").write_text("no certificate")
    for certificate, key in ((None, pair[0]), (pair[1], None), (tmp_path / "other.pem", pair[0]),
                             (tmp_path / "none.pem", pair[0])):  # fmt: skip
        with pytest.raises(CannotRunError, match="both as PEM"):
            room.safe_with(certificate, key)
