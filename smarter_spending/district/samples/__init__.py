"""Three invented districts, from one seeded generator."""

from pathlib import Path

from smarter_spending.district.samples.build import SampleDistrict, built_district, built_students
from smarter_spending.district.samples.folder import write_folder
from smarter_spending.district.samples.shapes import SHAPES, SampleShapeError, shape_named

__all__ = [
    "SHAPES",
    "SampleDistrict",
    "SampleShapeError",
    "make_district",
    "make_students",
    "write_sample",
]

SEEDS = {"altamont_valley": 11, "cold_creek": 12, "port_sierra": 13}


def make_district(shape: str, seed: int) -> SampleDistrict:
    """docs later."""
    return built_district(shape_named(shape), seed)


def make_students(shape: str, seed: int) -> SampleDistrict:
    """docs later."""
    return built_students(shape_named(shape), seed)


def write_sample(shape: str, folder, seed: int | None = None) -> list[Path]:
    """docs later."""
    seed = SEEDS[shape_named(shape).folder] if seed is None else seed
    return write_folder(make_district(shape, seed), Path(folder))
