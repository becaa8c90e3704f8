"""Who may switch the contrast."""

from tests.access import table

ACCESS = table("""
city:contrast   POST  everyone
city_root:look  GET   everyone
""")
