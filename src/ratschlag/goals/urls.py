from django.urls import path

from ratschlag.goals import desk as staff

_ORIGIN = "<int:number>/herkunft/<int:origin>"

desk = [
    path("massnahmen/", staff.measures, name="measures"),
    path("massnahmen/<int:number>/", staff.measure, name="measure"),
    path("massnahmen/<int:number>/stand/", staff.move_measure, name="move_measure"),
    path("massnahmen/<int:number>/herkunft/", staff.measure_origin, name="measure_origin"),
    path(f"massnahmen/{_ORIGIN}/weg/", staff.remove_measure_origin, name="remove_measure_origin"),
    path("massnahmen/<slug:process>/neu/", staff.new_measure, name="new_measure"),
    path("massnahmen/<slug:process>/alle/", staff.move_measures, name="move_measures"),
    path("ziele/", staff.goals, name="goals"),
    path("ziele/<int:number>/", staff.goal, name="goal"),
    path("ziele/<int:number>/stand/", staff.move_goal, name="move_goal"),
    path("ziele/<int:number>/herkunft/", staff.goal_origin, name="goal_origin"),
    path(f"ziele/{_ORIGIN}/weg/", staff.remove_goal_origin, name="remove_goal_origin"),
    path("ziele/<slug:process>/neu/", staff.new_goal, name="new_goal"),
    path("luecken/", staff.all_gaps, name="all_gaps"),
    path("luecken/<slug:process>/", staff.gaps_of_process, name="gaps"),
]
