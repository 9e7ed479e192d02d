"""The columns of a course list: what a provider may call them, what stands in them, what the workbook says of them."""

from __future__ import annotations

import re

from signpost.exchange.sheet.layout import Column, Holds, Table

REFERENCE, TITLE, ACTIVITY, TIME, PRICE = "reference", "title", "activity type", "learning time", "price"
TEACHES, LEVEL, ENTRY, SHOWS, REQUIRES = "teaches", "level", "entry level", "shows", "requires"
START, END, PLACE, SEATS = "start", "end", "place", "seats"

_TWO = "Several with a semicolon between them."

COURSES = Table("Courses", "LearningResource", "One course, or one dated run of it, in a row.", (
    Column(REFERENCE, "notation", Holds.PLAIN, "Your own code of the course. Rows with the same one are runs of one "
           "course.", "SUP-1", needed=True, width=16),
    Column(TITLE, "label", Holds.TEXT, "What the course is called.", "Supervision that supports", needed=True,
           width=40),
    Column("description", "description", Holds.TEXT, "What a learner does and gets, in a few sentences.",
           "How to prepare, hold and record supervision.", width=48),
    Column("provider", "provider", Holds.OTHER, "Who offers it, if not yourself.", "A college", width=28),
    Column("ukprn", "ukprn", Holds.OTHER, "The provider's number in the UK register: eight digits, the first is 1.",
           "10000001", width=12),
    Column("link", "link", Holds.ADDRESS, "The web page of the course.",
           "https://www.gov.uk/find-a-course", width=36),
    Column(ACTIVITY, "activityType", Holds.CHOICE, f"What kind of learning it is. {_TWO}", "Direct training",
           needed=True, several=True, width=22),
    Column("mode", "mode", Holds.CHOICE, f"How it is delivered. {_TWO}", "In person", several=True, width=14),
    Column(TIME, "learningMinutes", Holds.OTHER, "The time that a learner needs in all, with its unit.", "6 hours",
           width=18),
    Column(PRICE, "price", Holds.OTHER, "What one learner pays in all, in pounds; or free. Empty where not known.",
           "95", width=10),
    Column("subsidy note", "fundingNote", Holds.TEXT, "What help with the cost there is, and for whom.",
           "Free for staff of care homes in the county.", width=30),
    Column("language", "language", Holds.OTHER, f"The language it is taught in. {_TWO}", "English", several=True,
           width=12),
    Column("region", "region", Holds.CHOICE, "Where it is held or who it is for: a nation, an English region or a "
           f"council. {_TWO}", "North West", several=True, width=24),
    Column(PLACE, "place", Holds.OTHER, "The place in words.", "Main campus, room 4", width=28),
    Column(START, "startDate", Holds.OTHER, "The first day of a run. Empty where one can begin at any time.",
           "2030-03-04", width=13),
    Column(END, "endDate", Holds.OTHER, "The last day of the run.", "2030-03-04", width=13),
    Column(SEATS, "seats", Holds.OTHER, "How many places of the run are left; 0 where it is full.", "12", width=8),
    Column("scheduled", "scheduled", Holds.CHOICE, "Yes where it runs on dates alone.", "yes", width=11),
    Column("access", "access", Holds.CHOICE, f"What makes it usable for more people. {_TWO}", "Step-free",
           several=True, width=18),
    Column(TEACHES, "teaches", Holds.OTHER, f"The competences it raises, by code, name or address. {_TWO} 'signpost "
           "find' shows them.", "SCDLMCA1", several=True, width=30),
    Column(LEVEL, "outcomeLevel", Holds.LEVEL, "The level that a learner has at the end: 1 aware, 2 guided, 3 "
           "competent, 4 leads others, 5 shapes practice. One for all, or one for each with semicolons.", "2 guided",
           several=True, width=14),
    Column(ENTRY, "entryLevel", Holds.LEVEL, "The level that a learner comes with, 0 to 4. One for all, or one for "
           "each.", "1 aware", several=True, width=14),
    Column(SHOWS, "shows", Holds.CHOICE, "What finishing can be evidence of: knowledge, performance or both.",
           "knowledge", several=True, width=14),
    Column(REQUIRES, "requires", Holds.OTHER, "Competences that a learner must bring, each with its level in brackets. "
           f"{_TWO} For example: CFAMLEA4 (level 1)", several=True, width=26),
    Column("award number", "identifier", Holds.OTHER, "The Ofqual number of the qualification that it leads to, such "
           "as 603/2681/5.", width=16),
    Column("last confirmed", "lastChecked", Holds.OTHER, "The day on which somebody saw that all this holds.",
           width=15),
))  # fmt: skip
"""The columns, in the order of the workbook; without the needed ones it is no course list."""

HEADS = COURSES.heads
TELLING = frozenset((
    ACTIVITY, TIME, TEACHES, ENTRY, "award number", "last confirmed", "subsidy note", "ukprn",
    "course fee", "course length", "course type", "delivery mode", "duration", "mode of delivery", "ofqual number",
    "qualification number", "study mode", "study time", "type of activity", "type of learning",
))  # fmt: skip
"""What a provider may call columns that no other table of codes and names has: a list that is recognised has one."""

_ALSO = {
    REFERENCE: "code, course code, course id, course reference, id, ref, your reference",
    TITLE: "course, course name, course title, name",
    "description": "about, course description, details, summary",
    "provider": "college, organisation, provider name, training provider",
    "link": "course link, course url, url, web address, web page, website",
    ACTIVITY: "activity, course type, kind, type, type of activity, type of learning",
    "mode": "delivery, delivery mode, mode of delivery, study mode",
    TIME: "course length, duration, length, study time, time",
    PRICE: "cost, course fee, fee, fees",
    "subsidy note": "funding, funding note, subsidy",
    "language": "languages, language of delivery",
    "region": "area, regions",
    PLACE: "address, location, venue",
    START: "date, from, start date, starts",
    END: "end date, ends, finish, to",
    SEATS: "capacity left, places, places left, seats left, spaces",
    "access": "access features, accessibility",
    TEACHES: "competence, competences, outcomes, standards",
    LEVEL: "levels, outcome level",
    ENTRY: "entry levels, starting level",
    SHOWS: "evidence, evidences",
    REQUIRES: "entry requirements, prerequisite, prerequisites",
    "award number": "ofqual number, qan, qualification number",
    "last confirmed": "confirmed, last checked, last updated",
}
MEANT = {other: head for head, others in _ALSO.items() for other in others.split(", ")}
"""What people call a column -> its head."""

_UNIT = re.compile(r"\((?P<unit>[^()]*)\)$")


def head(cell: str) -> tuple[str, str]:
    """A head as it is compared, and the unit that it states in brackets.

    >>> head(" Learning_Time (Hours) *")
    ('learning time', 'hours')
    """
    plain = " ".join(cell.replace("_", " ").lower().split()).rstrip(" *:")
    unit = _UNIT.search(plain)
    return (plain[: unit.start()].rstrip(), unit["unit"].strip()) if unit else (plain, "")


HELP = (
    "This workbook lists courses: what each teaches, to which level, for whom, when, where and at which price.",
    "Each row of the sheet 'Courses' is one course. Where it runs on several dates, write one row for each run with "
    "the same reference; what you leave empty there is as in the first row.",
    "Rows that begin with EXAMPLE show how it is done. They are not read: delete or overwrite them.",
    "Columns with a dark head are needed. Point at a head to see what belongs there. Columns of your own are not read.",
    "Leave a cell empty where you do not know. Nothing is guessed: what has no level cannot be signposted.",
    "Where a cell may hold several values, put a semicolon between them.",
    "A competence is named by its code, its name or its web address: 'signpost find WORD' looks for them.",
    "Days are read with the day first: 12/01/2030 is 12 January. Times have a unit: 90 minutes, 1.5 hours.",
    "Write values, not formulas.",
    "Check it with: signpost check FILE --source NAME. See where it would be signposted with: signpost preview FILE "
    "--source NAME. Publish it with: signpost publish FILE --source NAME.",
    "Every fault is told at once, with its row and column, and so is everything that was read otherwise than written.",
)
"""The lines of the sheet of instructions."""
