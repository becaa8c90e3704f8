"""Who may reach the meetings."""

from tests.access import table

ACCESS = table("""
events:calendar         GET       everyone     slug=process                 announced
events:event            GET       everyone     slug=process  event=event    announced
events_desk:events      GET       staff
events_desk:new_event   GET,POST  coordinator  slug=process
events_desk:event       GET,POST  coordinator  number=event_number
events_desk:new_result  GET,POST  coordinator  number=event_number
""")
