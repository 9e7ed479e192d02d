"""The words of schema.org, LRMI and Bioschemas that we understand, and what their values mean in ours."""

from __future__ import annotations

COURSE, INSTANCE = "Course", "CourseInstance"
COURSES = frozenset({COURSE, INSTANCE, "EducationalOccupationalProgram"})
"""The kinds of things that are taught."""
MATERIALS = frozenset({"LearningResource", "TrainingMaterial"})
"""The kinds of things that are studied."""
LEARNING = COURSES | MATERIALS
INSTANCES = ("hasCourseInstance",)
PARTS = ("hasPart",)
"""What a course or material consists of: each part is a learning resource of its own."""

PROVIDERS = ("provider", "offeredBy", "organizer")
"""Who offers it, by the first of these words that a thing has."""
ALSO_PROVIDERS = ("publisher", "sourceOrganization", "producer", "creator")
"""Who stands for the provider where none is named."""

DURATIONS = ("timeRequired", "courseWorkload", "duration", "timeToComplete")
MODES = ("courseMode", "educationalProgramMode", "eventAttendanceMode")
TERMS = frozenset({"DefinedTerm", "AlignmentObject", "CategoryCode"})
"""The kinds of things that a competence can be named as."""

SAYS = ("name", "targetName", "description", "targetDescription", "termCode", "url", "targetUrl", "inDefinedTermSet",
         "educationalFramework", "alignmentType", "ceterms:frameworkName", "sameAs")  # fmt: skip
"""What is understood of a term or alignment: its names; which set it is of follows from the competence."""

NOTES = {
    "abstract": "Abstract",
    "educationalLevel": "Education level",
    "educationalCredentialAwarded": "Award",
    "occupationalCredentialAwarded": "Award",
    "numberOfCredits": "Credits",
    "learningResourceType": "Kind of resource",
    "keywords": "Keywords",
    "license": "Licence",
    "creativeWorkStatus": "Status",
    "identifier": "Identifier",
}
"""Word that we have none for -> the label of the note that keeps what it says."""

ACTIVITIES = {
    "article": "reading", "book": "reading", "document": "reading", "guide": "reading", "handbook": "reading",
    "handout": "reading", "reading": "reading", "slides": "reading", "presentation": "reading",
    "tutorial": "open-learning", "handsontutorial": "open-learning", "selfstudy": "open-learning",
    "lessonplan": "open-learning", "workbook": "open-learning",
    "elearning": "e-learning", "elearningmodule": "e-learning", "mooc": "e-learning", "onlinecourse": "e-learning",
    "video": "online-activity", "webinar": "online-activity", "podcast": "online-activity",
    "recordedlecture": "online-activity",
    "lecture": "lecture", "talk": "lecture", "workshop": "direct-training", "trainingcourse": "direct-training",
    "conference": "event", "seminar": "event", "mentoring": "mentoring", "coaching": "coaching",
}  # fmt: skip
"""Kind of resource, in letters and digits alone -> activity type."""

OF_A_MATERIAL = ("reading", "it is a learning resource of no kind that we know")
OF_A_PROGRAMME = ("formal-study", "it is a programme")
OF_A_DATED_COURSE = ("direct-training", "it is a course that runs on dates")
OF_AN_OPEN_COURSE = ("open-learning", "it is a course at a pace one chooses, or from a distance")
OF_AN_ONLINE_COURSE = ("online-activity", "it is a course online without dates")
OF_ANOTHER_COURSE = ("external-learning", "it is a course of which neither dates nor a way of delivery are stated")
"""Activity type where none is stated, and why."""

_MODES = {
    "online": "online onlineonly onlineeventattendancemode virtual virtualclassroom liveonline webbased elearning "
    "remote webinar",
    "in-person": "onsite inperson inpersononly facetoface f2f classroom campus oncampus offline physical "
    "offlineeventattendancemode classroombased",
    "blended": "blended blendedlearning blendeddelivery hybrid mixed mixedmode mixedeventattendancemode",
    "workplace": "workplace workbased onthejob workbasedlearning",
    "distance": "distance distancelearning correspondence distanceeducation",
}
MODE_OF = {said: mode for mode, every in _MODES.items() for said in every.split()}
"""Way of delivery, in letters and digits alone -> mode."""
PACES = frozenset({"asynchronous", "selfpaced", "flexible", "selfdirected", "selfstudy"})
STUDY = PACES | {"synchronous", "fulltime", "parttime", "day", "daytime", "evening", "weekend", "dayrelease",
                 "instructorled"}  # fmt: skip
"""What else is said where a way of delivery belongs, and is kept as a note."""

FORMS = {
    "learningMinutes": ("a time in hours or minutes", "PT1H30M"),
    "price": ("an amount in pounds, with its currency", "GBP 95"),
    "startDate": ("a day as year-month-day", "2026-09-30"),
    "endDate": ("a day as year-month-day", "2026-10-01"),
    "lastChecked": ("a day as year-month-day", "2026-09-30"),
    "mode": ("where one learns: online, onsite, blended, workplace or distance", "online"),
    "language": ("the tag of a language", "en"),
    "seats": ("a whole number", "12"),
    "link": ("a whole web address", "https://www.skillsforcare.org.uk/"),
    "homepage": ("a whole web address", "https://www.skillsforcare.org.uk/"),
    "identifier": ("the eight digits of a UKPRN", "10001234"),
    "teaches": ("a level from 1 to 5 beside the competence", '"https://w3id.org/signpost/ns#outcomeLevel": 3'),
    "requires": ("a level from 1 to 5 beside the competence", '"https://w3id.org/signpost/ns#level": 2'),
    "entryLevel": ("a level from 0 to below the outcome level", "1"),
    "shows": ("knowledge, performance or both", "performance"),
}
"""Word of ours -> the form in which a feed can say it, and an example."""

ACCESS = {
    "captions": "captions", "closedcaptions": "captions", "opencaptions": "captions",
    "signlanguage": "sign-language", "signlanguageinterpretation": "sign-language",
    "easyread": "easy-read", "stepfree": "step-free", "wheelchairaccessible": "step-free",
    "screenreader": "screen-reader", "screenreadersupport": "screen-reader",
}  # fmt: skip
"""Feature, in letters and digits alone -> what makes the learning usable for more people."""

LANGUAGES = {
    "english": "en", "welsh": "cy", "cymraeg": "cy", "irish": "ga", "scottish gaelic": "gd", "gaelic": "gd",
    "french": "fr", "german": "de", "spanish": "es", "italian": "it", "polish": "pl", "dutch": "nl",
    "portuguese": "pt", "swedish": "sv", "british sign language": "bfi",
}  # fmt: skip
"""Name of a language in English -> its tag."""

KINGDOM = frozenset({"gb", "gbr", "uk", "united kingdom", "great britain", "england", "scotland", "wales",
                     "northern ireland"})  # fmt: skip
"""What is certainly in the United Kingdom, as countries are written."""
