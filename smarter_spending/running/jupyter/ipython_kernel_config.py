"""How the pages' Python behaves in a room: what went wrong in words, and no chatter."""

c = get_config()  # noqa: F821
c.InteractiveShell.xmode = "Minimal"
c.IPKernelApp.log_level = 50
