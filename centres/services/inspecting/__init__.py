"""Rounds and visits: planned, begun, answered, finished."""

from centres.services.inspecting.answering import AnsweredMeanwhile, answer
from centres.services.inspecting.ending import finish
from centres.services.inspecting.photos import add_photo, remove_photo
from centres.services.inspecting.planning import add_visit, cancel, hand_over, plan_round
from centres.services.inspecting.starting import begin, facts_of

__all__ = [
    "AnsweredMeanwhile",
    "add_photo",
    "add_visit",
    "answer",
    "begin",
    "cancel",
    "facts_of",
    "finish",
    "hand_over",
    "plan_round",
    "remove_photo",
]
