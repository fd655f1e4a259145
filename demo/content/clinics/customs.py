"""What the clinics have in common: names of days, fixed holidays, sentences about money."""

from ..shapes import Closure

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)

FIXED_HOLIDAYS = (
    Closure(1, 1, "New Year’s Day"),
    Closure(6, 19, "Juneteenth"),
    Closure(7, 4, "Independence Day"),
    Closure(12, 24, "Christmas Eve"),
    Closure(12, 25, "Christmas Day"),
)

PRICE_IN_WRITING = "You get one price in writing, with every visit of the series in it, before the first infusion."
NOTHING_DUE_FOR_A_NO = "If we decide against treatment after the first talk, you owe for that talk and nothing else."
