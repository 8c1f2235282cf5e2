"""Every notebook for every district: what is written, what goes wrong, what is run again."""

import json
import re
from zipfile import ZipFile

import nbformat
import pytest

from smarter_spending.running.batch import CannotRunError, run_batch, write_notes


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def page_of(result, notebook):
    oak = next(district for district in result.districts if district.folder == "oak")
    return next(page for page in oak.notebooks if page.notebook == notebook)


@pytest.fixture(scope="module")
def ran(tmp_path_factory, notebooks, make_district):
    """Two districts, one of them unreadable, and one notebook of each kind."""
    place = tmp_path_factory.mktemp("run")
    told = []
    result = run_batch(
        [
            make_district(place, "oak"),
            make_district(place, "elm", toml='name = "Elm"\nfiscal_year = "2024"\n'),
        ],
        place / "out",
        list(notebooks.values()),
        report=lambda page, done, total: told.append((page.district, page.status, done, total)),
    )
    return result, place / "out", told


def test_each_notebook_leaves_itself_its_page_and_what_to_take_home(ran):
    _, out, _ = ran
    assert {
        "index.html",
        "oak/01_fine.ipynb",
        "oak/01_fine.html",
        "oak/take_home/01_fine.html",
        "oak/take_home/01_fine.md",
    } <= files(out)


def test_a_failure_is_named_with_its_cell_and_the_rest_goes_on(ran):
    result, _, _ = ran
    assert page_of(result, "01_fine").status == "done"
    assert result.failed
    assert [page.notebook for page in result.failures] == ["02_fault", "03_ours", "04_misspelt"]
    fault = page_of(result, "02_fault")
    assert fault.place == '"What each program costs", under "Money goes somewhere"'
    assert fault.message.endswith("not in your files: ZeroDivisionError: division by zero")


def test_our_own_error_is_said_in_its_own_words_alone(ran):
    assert page_of(ran[0], "03_ours").message == "The price is -1.00; a price cannot be below zero."


def test_a_notebook_without_our_parameter_is_refused_and_the_near_name_shown(ran):
    refused = page_of(ran[0], "04_misspelt")
    assert 'no parameter "district_folder" (is "district_foldr" meant?)' in refused.message
    assert not refused.has_page
    assert not {name for name in files(ran[1]) if "04_misspelt" in name}


def test_a_folder_that_cannot_be_read_is_reported_once_and_none_of_its_notebooks_run(ran):
    result, out, told = ran
    elm = next(district for district in result.districts if district.folder == "elm")
    assert any("cds_code" in problem for problem in elm.problems)
    assert {page.status for page in elm.notebooks} == {"not run"}
    assert files(out / "elm") == {"record.json"}
    assert [status for name, status, _, _ in told if name == "elm"] == ["not run"] * 4
    assert [done for _, _, done, _ in told] == list(range(1, 9))


def test_a_page_shows_no_code_and_a_failed_one_says_where_it_stopped(ran):
    _, out, _ = ran
    fine = (out / "oak/01_fine.html").read_text(encoding="utf-8")
    assert "import smarter_spending" not in fine and "panels.form" not in fine
    assert "Let silence stand" not in fine
    assert "not answered yet" in fine
    fault = (out / "oak/02_fault.html").read_text(encoding="utf-8")
    assert "This page could not be finished." in fault
    assert "not reached" not in fault and "Traceback" not in fault


def test_the_index_names_the_district_says_it_is_invented_and_what_failed(ran):
    index = (ran[1] / "index.html").read_text(encoding="utf-8")
    assert "Oak Unified" in index and "September 15, 2025" in index
    assert "Invented district: no real district's figures" in index
    assert "What comes first?" in index
    assert "✓ done" in index and "✗ failed" in index and "– not run" in index
    assert "cds_code" in index
    links = set(re.findall(r'href="([^"#]+)"', index))
    assert links <= files(ran[1]), "a link that leads nowhere"


def test_what_a_page_says_in_short_is_kept_in_its_record_and_stands_on_the_index(ran):
    result, out, _ = ran
    page = page_of(result, "01_fine")
    assert (page.in_short, page.figure) == ("<p>Half is <em>shown</em>.</p>\n", "50% of it")
    kept = json.loads((out / "oak/record.json").read_text(encoding="utf-8"))["result"]
    assert kept["notebooks"][0]["figure"] == "50% of it"
    assert kept["missing"][0][0].endswith(".csv") and len(kept["missing"][0]) == 4


def test_no_time_no_live_control_and_no_path_of_this_machine_stays_in_a_notebook(ran):
    _, out, _ = ran
    text = (out / "oak/01_fine.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert "papermill" not in text and "widget-view" not in text and "duration" not in text
    assert str(out.parent) not in text
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    given = next(cell for cell in code if "injected-parameters" in cell.metadata.get("tags", []))
    assert 'district_folder = "../../oak"' in given.source
    assert all(
        c.metadata["jupyter"]["source_hidden"] for c in notebook.cells if c.cell_type == "code"
    )


def test_two_runs_give_the_same_files_byte_for_byte(ran, notebooks, tmp_path):
    _, out, _ = ran
    again = out.parent / "again"
    run_batch([out.parent / "oak", out.parent / "elm"], again, list(notebooks.values()), jobs=2)
    assert files(again) == files(out)
    # a failed notebook keeps Python's own words about it, which may hold addresses
    for name in sorted(files(out) - {"oak/02_fault.ipynb", "oak/03_ours.ipynb"}):
        assert (again / name).read_bytes() == (out / name).read_bytes(), name


def test_resuming_runs_only_what_changed_or_failed(notebooks, make_district, tmp_path):
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    both = [notebooks["fine"], notebooks["ours"]]
    run_batch(oak, out, both)

    def resumed():
        kept = {}
        run_batch(
            oak, out, both, resume=True, report=lambda p, *_: kept.update({p.notebook: p.kept})
        )
        return kept

    assert resumed() == {"01_fine": True, "03_ours": False}
    answer = oak / "choices/01_fine/our-team.json"
    answer.parent.mkdir(parents=True)
    answer.write_text(json.dumps({"answers": {"why": "Because"}}), encoding="utf-8")
    assert resumed() == {"01_fine": False, "03_ours": False}
    assert "Because" in (out / "oak/01_fine.html").read_text(encoding="utf-8")
    (out / "oak/01_fine.html").unlink()
    assert resumed() == {"01_fine": False, "03_ours": False}


def test_a_folder_that_went_bad_leaves_no_old_figures_standing(notebooks, make_district, tmp_path):
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    run_batch(oak, out, [notebooks["fine"]])
    (oak / "district.toml").write_text("name = ", encoding="utf-8")
    assert run_batch(oak, out, [notebooks["fine"]]).failed
    assert files(out) == {"index.html", "oak/record.json"}


def test_a_hand_out_of_an_earlier_run_goes_when_its_page_is_made_again(
    notebooks, make_district, tmp_path
):
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    run_batch(oak, out, [notebooks["fine"]])
    for name in ("01_fine-charter.html", "01_finer-charter.html"):
        (out / "oak/take_home" / name).write_text("old", encoding="utf-8")
    run_batch(oak, out, [notebooks["fine"]])
    left = files(out / "oak/take_home")
    assert "01_fine-charter.html" not in left
    assert "01_finer-charter.html" in left, "another page's is not ours to take away"


def test_a_page_not_asked_for_again_stays_and_says_when_it_is_out_of_date(
    notebooks, make_district, tmp_path
):
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    run_batch(oak, out, [notebooks["fine"]])
    toml = oak / "district.toml"
    toml.write_text(toml.read_text() + "minimum_group = 12\n", encoding="utf-8")
    result = run_batch(oak, out, [notebooks["ours"]])
    assert page_of(result, "01_fine").message.startswith("Made before the folder")


def test_two_folders_of_one_name_are_refused(make_district, tmp_path, notebooks):
    one, other = make_district(tmp_path / "a", "oak"), make_district(tmp_path / "b", "Oak")
    with pytest.raises(CannotRunError, match="Two districts' folders are called Oak"):
        run_batch([one, other], tmp_path / "out", [notebooks["fine"]])


@pytest.mark.parametrize("out", ["oak", "oak/out", "."])
def test_pages_are_never_written_into_a_districts_folder(make_district, tmp_path, notebooks, out):
    oak = make_district(tmp_path, "oak")
    with pytest.raises(CannotRunError, match="into the district's own folder"):
        run_batch(oak, tmp_path / out, [notebooks["fine"]])


def test_the_facilitators_edition_stands_beside_pages_that_stay_as_they_are(
    notebooks, make_district, tmp_path
):
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    both = [notebooks["fine"], notebooks["ours"]]
    result = run_batch(oak, out, both)
    before = {name: (out / name).read_bytes() for name in files(out)}
    write_notes(result)
    noted = {"oak/01_fine.facilitator.html", "oak/03_ours.facilitator.html"}
    assert files(out) == set(before) | noted
    changed = [name for name in before if (out / name).read_bytes() != before[name]]
    assert changed == ["index.html"], "of what was there only the index now leads further"
    page, index = ((out / name).read_text("utf-8") for name in (*sorted(noted)[:1], "index.html"))
    assert "Let silence stand." in page and 'href="03_ours.facilitator.html"' in page
    assert {f'href="{name}"' for name in noted} <= set(re.findall(r'href="[^"]+"', index))
    assert "Let silence stand." not in before["oak/01_fine.html"].decode()
    # the pages run again are those for leaders, and nothing old is left beside them
    run_batch(oak, out, both)
    assert {name: (out / name).read_bytes() for name in files(out)} == before


def test_the_packet_holds_what_is_handed_on_and_is_gone_where_a_page_failed(
    notebooks, make_district, tmp_path
):
    # it held the pages and all they left, under the names of OUT: now a page and a workbook a
    # session (tests/running/test_packet.py)
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    run_batch(oak, out, [notebooks["fine"]])
    index = (out / "index.html").read_text("utf-8")
    assert 'href="oak/packet.zip"' in index and 'href="oak/packet/0%20Start%20here.html"' in index
    with ZipFile(out / "oak/packet.zip") as packet:
        held = {name: packet.read(name) for name in packet.namelist()}
    assert list(held) == ["0 Start here.html", "1 Where we stand.html"]
    page = held["1 Where we stand.html"].decode()
    assert "Half is <em>shown</em>." in page and "It costs <strong>$5</strong>." in page
    # a district of which a page failed has none, and an old one is not left in its place
    run_batch(oak, out, [notebooks["fault"]])
    assert not (out / "oak/packet.zip").exists() and not (out / "oak/packet").exists()
    assert "packet.zip" not in (out / "index.html").read_text("utf-8")
