"""Who may switch the contrast."""

from tests.access import table

ACCESS = table("""
city:contrast  POST  everyone
""")
