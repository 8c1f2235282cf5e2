"""Laws are tried with no time limit for one trial, and with the same trials every run."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
