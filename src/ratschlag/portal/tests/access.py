"""Who may reach the pages of the whole."""

from tests.access import table

ACCESS = table("""
root:front            GET  everyone
root:health           GET  everyone
root:favicon          GET  everyone
portal:home           GET  everyone
portal:about          GET  everyone
portal:process        GET  everyone     slug=process                 announced
portal:fields         GET  everyone     slug=process                 announced
portal:field          GET  everyone     slug=process  field=field    announced
portal:organisations  GET  everyone     slug=process                 announced
desk:today            GET  staff
desk:journal          GET  journal
desk:components       GET  superuser
""")
