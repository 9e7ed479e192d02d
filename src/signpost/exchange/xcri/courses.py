"""Providers, courses and presentations of a feed -> items in the words of schema.org, and what is kept beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from signpost.exchange.durations import minutes
from signpost.exchange.schemaorg.items import Item, Value, is_name, shown
from signpost.exchange.slugs import folded
from signpost.exchange.xcri import values
from signpost.exchange.xcri.elements import Element
from signpost.exchange.xcri.feed import Body, Course, Feed, Record
from signpost.exchange.xcri.names import DELETED, DESCRIPTIVE, NOTHING, OF_A_RUN, PATTERN, STUDY
from signpost.exchange.xcri.outcomes import outcomes

_UKPRN = re.compile(r"1[0-9]{7}")
_PATTERN = "Attendance pattern"
_PROGRAMME = "EducationalOccupationalProgram"


def body(feed: Feed, element: Element, number: int, stand_in: Item) -> Body:
    """A provider with its number, its homepage and its address; how to reach it is told and left out."""
    record = Record(feed, element, f"provider {number}", "provider")
    for one in record.take("identifier"):
        text = one.line_of_text()
        if is_name(text) and not one.type and not record.item.iri:
            record.item.iri = text
        elif "ukprn" in f"{one.type} {text}".lower() or (_UKPRN.fullmatch(text) and not one.type):
            record.item.words.setdefault("identifier", []).append(_identifier(record, one, "UKPRN"))
        else:
            record.keep(_typed("Identifier", one), one, text)
    record.put("name", "title")
    record.describe()
    record.put("url", "url")
    for one in record.take("location"):
        lines, _, _ = values.address(one)
        if lines:
            record.keep("Address", one, ", ".join(lines))
        _unread(record, one)
    for one in record.take("type"):
        record.keep("Kind", one)
    record.finish()
    return Body(record, stand_in)


def _unread(record: Record, element: Element, *known: str) -> None:
    """Tell what an element holds beside those that are known; of a location they are the lines of its address."""
    for child in element.children:
        if child.name not in (known or ("street", "town", "postcode", "address")):
            message = f"Left out, for signpost has no word for it: '{shown(child.name)}' ({element.name})"
            record.feed.tally.note(message, record.place(child))


def _identifier(record: Record, element: Element, scheme: str) -> Value:
    place = record.place(element)
    words = {"propertyID": [Value(place, scheme)], "value": [Value(place, element.line_of_text())]}
    return Value(
        place, item=Item(place, "", ("identifier",), {word: one for word, one in words.items() if one[0].text})
    )


def _typed(label: str, element: Element) -> str:
    return f"{label} ({element.type})" if element.type else label


def is_deleted(feed: Feed, element: Element, steps: str) -> bool:
    """Whether a feed of changes takes a thing back, which is told."""
    if element.attributes.get("recstatus", "").strip() != DELETED:
        return False
    place = f"{feed.name}:{element.line}: {steps}"
    feed.warn("Row dropped: it is marked as deleted ('recstatus' 3).", place, path="recstatus")
    return True


# ------------------------------------------------------------------------------------------------ courses
def course(feed: Feed, element: Element, number: int, provider: Item) -> Course:
    """A course with its runs; its competences, its award and its credits are in its item."""
    title = next((one.line_of_text() for one in element.children if one.name == "title" and one.line_of_text()), "")
    steps = f"course {number}" + (f" ({shown(title)})" if title else "")
    record = Record(feed, element, steps, "course", "Course")
    found = Course(record)
    _identifiers(record, found)
    record.put("name", "title")
    record.describe()
    record.put("url", "url")
    outcomes(record, record.item)
    _notes(record, DESCRIPTIVE)
    for one in record.take("type"):
        record.keep(_typed("Kind", one), one)
    record.put("educationalLevel", "level")
    for at, one in record.numbered("qualification"):
        _qualification(record, one, at, title)
    hours = _credits(record)
    _runs(found)
    _time(found, hours)
    record.item.words["provider"] = [Value(record.item.place, item=provider)]
    record.finish()
    return found


def _identifiers(record: Record, found: Course) -> None:
    for one in record.take("identifier"):
        text = one.line_of_text()
        if is_name(text) and not one.type and not record.item.iri:
            record.item.iri = text
        elif one.type or is_name(text):
            record.keep(_typed("Identifier", one), one, text)
            found.code = found.code or text
        elif text:
            record.add("courseCode", one, text)
            found.code = found.code or text
    if not record.item.iri and not found.code:
        message = "It has no identifier, so that its address or its name alone tells it apart"
        record.feed.tally.note(message, record.item.place, path="id")


def _notes(record: Record, labels: Mapping[str, str]) -> None:
    for name, label in labels.items():
        for one in record.take(name):
            if folded(one.line_of_text()) not in NOTHING:
                record.keep(label, one)


def _qualification(record: Record, element: Element, number: int, title: str) -> None:
    """What finishing leads to, in words; a course that is called as its qualification is a programme."""
    inner = Record(record.feed, element, f"{record.steps}, qualification {number}", "qualification")
    titles = [one.line_of_text() for one in inner.take("title")]
    short = [f"({one.line_of_text()})" for one in inner.take("abbr") if one.line_of_text()]
    parts = [" ".join([*titles, *short])]
    for name, before in (("awardedBy", "awarded by "), ("accreditedBy", "accredited by "), ("educationLevel", ""),
                         ("type", ""), ("description", ""), ("url", "")):  # fmt: skip
        parts += [before + one.line_of_text() for one in inner.take(name) if one.line_of_text()]
    for one in inner.take("identifier"):
        if one.line_of_text():
            inner.item.words.setdefault("identifier", []).append(_identifier(inner, one, one.type or "identifier"))
            parts.append(one.line_of_text())
    text = "; ".join(part for part in parts if part)
    if text:
        inner.item.words["value"] = [Value(inner.item.place, text)]
        value = Value(inner.item.place, item=inner.item)
        record.item.words.setdefault("educationalCredentialAwarded", []).append(value)
    record.feed.met(inner.finish())
    if title and folded(title) in map(folded, titles) and _PROGRAMME not in record.item.kinds:
        record.item.kinds = (*record.item.kinds, _PROGRAMME)


def _credits(record: Record) -> list[tuple[Element, str, int]]:
    """Keep the credits in words; those that stand for hours of learning."""
    found = []
    for one in record.take("credit"):
        text, hours = values.credit(one)
        _unread(record, one, "scheme", "level", "value")
        record.add("numberOfCredits", one, text)
        if hours:
            found.append((one, text, hours))
    return found


def _time(found: Course, hours: list[tuple[Element, str, int]]) -> None:
    """The learning time by the credits, where no run states one and all of the credits say the same."""
    stated = [value for run in found.runs for value in run.item.words.get("timeRequired", ())]
    if len({number for _, _, number in hours}) == 1 and all(minutes(value.text) is None for value in stated):
        element, text, number = hours[0]
        found.record.feed.rule("A credit is read as 10 hours of learning", found.record.place(element), "", "")
        found.record.add("timeRequired", element, f"{text} = {number} hours")


# ------------------------------------------------------------------------------------------------ presentations
def _runs(found: Course) -> None:
    record = found.record
    spoken: dict[str, Value] = {}
    for number, element in record.numbered("presentation"):
        steps = f"{record.steps}, presentation {number}"
        if is_deleted(record.feed, element, steps):
            continue
        run = Record(record.feed, element, steps, "presentation", "CourseInstance")
        _run(found, run)
        found.runs.append(run)
        record.item.words.setdefault("hasCourseInstance", []).append(Value(run.item.place, item=run.item))
        for value in run.item.words.get("inLanguage", ()):
            spoken.setdefault(value.text.lower(), value)
    if spoken:
        record.item.words["inLanguage"] = list(spoken.values())


def _run(found: Course, run: Record) -> None:
    run.put("name", "title")
    run.describe()
    run.put("url", "url")
    for name, word, label in (("start", "startDate", "Starts"), ("end", "endDate", "Ends")):
        for one in run.take(name):
            values.first_or_last(run, one, word, label)
    for one in run.take("duration"):
        values.duration(run, one)
    for one in run.take("attendanceMode"):
        values.attendance(run, one)
    for name, captions, label in (("studyMode", STUDY, "Study mode"), ("attendancePattern", PATTERN, _PATTERN)):
        for text, one in ((values.caption(one, captions), one) for one in run.take(name)):
            if text:
                run.keep(label, one, text)
    run.put("inLanguage", "languageOfInstruction")
    run.put("offers", "cost")
    run.put("maximumAttendeeCapacity", "places")
    for one in run.take("venue"):
        _venue(found, run, one)
    for one in run.take("identifier"):
        run.keep(_typed("Identifier", one), one, one.line_of_text())
    for name, label in (("applyFrom", "Apply from"), ("applyUntil", "Apply until")):
        for one in run.take(name):
            run.keep(label, one, values.of_day(one))
    _notes(run, {**OF_A_RUN, **DESCRIPTIVE})
    outcomes(run, found.record.item)
    run.finish()


def _venue(found: Course, run: Record, element: Element) -> None:
    """Where a run takes place: the name and the address of the organisation there."""
    _unread(run, element, "provider")
    for provider in (child for child in element.children if child.name == "provider"):
        inner = Record(run.feed, provider, f"{run.steps}, venue", "venue")
        parts = [one.line_of_text() for one in inner.take("title")]
        for location in inner.take("location"):
            lines, town, postcode = values.address(location)
            _unread(inner, location)
            parts += lines
            if town and postcode:
                found.towns[run.item.place] = town
        text = ", ".join(dict.fromkeys(part for part in parts if part))
        if text:
            inner.item.words["name"] = [Value(inner.item.place, text)]
            run.item.words.setdefault("location", []).append(Value(inner.item.place, item=inner.item))
        run.feed.met(inner.finish())
