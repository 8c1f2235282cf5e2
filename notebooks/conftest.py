"""What `pytest --nbval notebooks` looks at: the notebooks, not the texts they are built from."""

collect_ignore_glob = ["src/*.py", "build.py"]
