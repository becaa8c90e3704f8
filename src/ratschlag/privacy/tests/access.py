"""Who may reach what we say about cookies."""

from tests.access import table

ACCESS = table("""
privacy:cookies  GET  everyone
""")
