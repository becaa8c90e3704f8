"""Who may reach what we say about cookies, and the desk's pages about privacy."""

from tests.access import table

ACCESS = table("""
privacy:cookies            GET,POST  everyone
privacy_desk:consent       GET       counters
privacy_desk:texts         GET,POST  askers_of_consent
privacy_desk:switch        POST      askers_of_consent
privacy_desk:choices       GET       counters
privacy_desk:counts        GET       counters
privacy_desk:counts_file   GET       counters
privacy_desk:keeping       GET       counters
privacy_desk:requests      GET,POST  answerers
privacy_desk:copy          POST      answerers
privacy_desk:erase         POST      answerers
""")
