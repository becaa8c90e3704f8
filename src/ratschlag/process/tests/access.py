"""Who may reach the plan, and what was decided before."""

from tests.access import table

ACCESS = table("""
process:document            GET       everyone     slug=process  document=document  announced
short:address               GET       everyone     short=short                      announced
short:address_with_slash    GET       everyone     short=short                      announced
process_desk:plan           GET       staff
process_desk:process        GET,POST  coordinator  slug=process
process_desk:new_phase      GET,POST  coordinator  slug=process
process_desk:phase          GET,POST  coordinator  number=phase
process_desk:new_milestone  GET,POST  coordinator  slug=process
process_desk:milestone      GET,POST  coordinator  number=milestone
process_desk:fields         GET       staff
process_desk:new_field      GET,POST  coordinator  slug=process
process_desk:field          GET,POST  coordinator  number=field_number
""")
