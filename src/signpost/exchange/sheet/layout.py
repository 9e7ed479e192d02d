"""The tables of the plain spreadsheet, each column with what stands in it: read, written and explained from this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

EXAMPLE = "EXAMPLE: this row is not read"
"""What stands in the first cell of a row that only shows how it is done."""

LONGEST = 32_767
"""Characters of a cell, as spreadsheets allow."""


class Holds(Enum):
    """What a cell holds."""

    TEXT = "text"
    PLAIN = "text without a language"
    NUMBER = "a whole number"
    LEVEL = "a level"
    ADDRESS = "a web address"
    CHOICE = "one of a few words"
    NAMED = "something named in another table, or by its address"
    OTHER = "read by hand"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the word of our context that it stands for, and what a cell holds."""

    head: str
    word: str
    holds: Holds
    note: str
    example: str = ""
    needed: bool = False
    several: bool = False
    """Whether a cell may have several values, each on a line of its own."""
    choices: tuple[str, ...] = ()
    among: str = ""
    """The table whose rows a cell names."""
    width: int = 24


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a sheet of the workbook, or a CSV file of that name."""

    name: str
    kind: str
    """The class of what a row describes."""
    about: str
    columns: tuple[Column, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns, in their order."""
        return tuple(column.head for column in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """The heads without which it is not this table."""
        return tuple(column.head for column in self.columns if column.needed)


_STATUS = ("current", "legacy", "withdrawn", "draft", "superseded", "unknown")
_ADDRESS = Column("address", "id", Holds.ADDRESS, "Its web address. Leave it empty, and one is made.", width=40)
_NAMES = "Other names, each on a line of its own (Alt+Enter)."


def _name(what: str, example: str) -> Column:
    return Column("name", "label", Holds.TEXT, f"What {what} is called.", example, needed=True, width=44)


FRAMEWORK = Table("Framework", "Framework", "The set of competences, in one edition. One row is usual.", (
    Column("code", "notation", Holds.PLAIN, "A short name of your own. Needed where there are several frameworks.",
           "orchard", width=16),
    _name("the framework", "Orchard skills"),
    Column("edition", "edition", Holds.PLAIN, "Which edition it is, such as a year.", "2026", width=12),
    Column("publisher", "publisher", Holds.OTHER, "The organisation that issues it.", "The Orchard Society"),
    Column("publisher address", "", Holds.OTHER, "The web address by which it is known. May be empty.", width=40),
    Column("rights", "rights", Holds.PLAIN, "Who holds the rights, and what others may do.", "The Orchard Society"),
    Column("licence", "license", Holds.ADDRESS, "The web address of the licence.",
           "https://creativecommons.org/licenses/by/4.0/", width=40),
    Column("status", "status", Holds.CHOICE, "Where it stands in its life.", "current", choices=_STATUS, width=12),
    Column("issued", "issued", Holds.PLAIN, "When it was issued, such as 2026-03.", "2026-03", width=12),
    Column("language", "language", Holds.OTHER, "The language of all texts here, such as en or cy; en if empty.", "en",
           width=12),
    Column("description", "description", Holds.TEXT, "What it is for.", "What people do in an orchard.", width=44),
    Column("note", "note", Holds.TEXT, "Anything else worth saying.", width=44),
    _ADDRESS,
))  # fmt: skip

COMPETENCES = Table("Competences", "Competence", "What people can do or know, one in a row.", (
    Column("code", "notation", Holds.PLAIN, "Its code in the framework. The other tables may name it by this.", "A1",
           width=16),
    _name("the competence", "Prune a tree"),
    Column("other names", "altLabel", Holds.TEXT, _NAMES, several=True),
    Column("definition", "definition", Holds.TEXT, "What it means.", "Cut a tree so that it bears well.", width=44),
    Column("kind", "competenceType", Holds.CHOICE, "What kind of statement it is.", "skill",
           choices=("standard", "category", "knowledge", "skill", "behaviour"), width=12),
    Column("broader", "broader", Holds.NAMED, "The wider competence it is part of: its code, name or address.",
           several=True, among="Competences"),
    Column("framework", "inFramework", Holds.NAMED, "Its framework, by code or name. Empty where there is only one.",
           among="Framework"),
    Column("status", "status", Holds.CHOICE, "Where it stands in its life.", "current", choices=_STATUS, width=12),
    Column("description", "description", Holds.TEXT, "More about it.", width=44),
    Column("note", "note", Holds.TEXT, "Anything else worth saying.", width=44),
    Column("order", "order", Holds.NUMBER, "Its place among its neighbours, where that matters.", "1", width=8),
    _ADDRESS,
))  # fmt: skip

ROLES = Table("Roles", "Role", "Kinds of posts, one in a row.", (
    _name("the kind of post", "Orchard keeper"),
    Column("other names", "altLabel", Holds.TEXT, _NAMES, several=True),
    Column("definition", "definition", Holds.TEXT, "What the post is.", "Answers for an orchard.", width=44),
    Column("management level", "managementLevel", Holds.CHOICE, "Its level of responsibility; several on lines.",
           "first-line", several=True, choices=("supervisory", "first-line", "middle", "senior"), width=18),
    Column("manager type", "managerType", Holds.TEXT, "What kind of manager, in a few words.", "Runs an orchard"),
    Column("occupation", "occupation", Holds.ADDRESS, "The address of an occupation of a classification.",
           several=True, width=40),
    Column("note", "note", Holds.TEXT, "Anything else worth saying.", width=44),
    _ADDRESS,
))  # fmt: skip

REQUIREMENTS = Table("Requirements", "Requirement", "What a role asks for: one competence at one level in a row.", (
    Column("role", "", Holds.OTHER, "The role, by its name or address.", "Orchard keeper", needed=True, width=30),
    Column("competence", "competence", Holds.NAMED, "The competence: its code, name, or its address where it is "
           "described elsewhere ('signpost find' shows addresses).", "A1", needed=True, among="Competences", width=30),
    Column("level", "level", Holds.LEVEL, "1 aware, 2 guided, 3 competent, 4 leads others, 5 shapes practice.", "3",
           needed=True, choices=("1", "2", "3", "4", "5"), width=10),
    Column("importance", "importance", Holds.NUMBER, "1 (useful) to 5 (essential).", "4",
           choices=("1", "2", "3", "4", "5"), width=12),
    Column("family", "family", Holds.CHOICE, "generic, specialist, partnership, or an address of your own.",
           "specialist", choices=("generic", "specialist", "partnership"), width=14),
    Column("horizon", "horizon", Holds.CHOICE, "When it is needed.", "now", choices=("now", "medium", "long")),
    Column("asks", "asks", Holds.CHOICE, "Whether knowing, doing or both is asked for.", "both",
           choices=("knowledge", "performance", "both"), width=14),
    Column("agreed by", "agreedBy", Holds.PLAIN, "Who agreed to it.", "The board"),
    Column("because", "because", Holds.PLAIN, "Why it is asked for.", "Trees are old.", width=44),
    Column("stated level", "statedLevel", Holds.PLAIN, "The level in the words of another scale, for the record."),
    Column("stated importance", "statedImportance", Holds.PLAIN, "The importance as stated elsewhere."),
    Column("order", "order", Holds.NUMBER, "Its place among the requirements of the role.", "1", width=8),
    _ADDRESS,
))  # fmt: skip

DUTIES = Table("Duties", "Duty", "What a role does: a line of its job description in a row.", (
    Column("role", "", Holds.OTHER, "The role, by its name or address.", "Orchard keeper", needed=True, width=30),
    Column("duty", "label", Holds.TEXT, "The duty, as a sentence.", "Keeps the trees healthy.", needed=True, width=44),
    Column("met by", "metBy", Holds.NAMED, "Competences that meet it, each on a line of its own.", "A1", several=True,
           among="Competences", width=30),
    Column("note", "note", Holds.TEXT, "Anything else worth saying.", width=44),
    _ADDRESS,
))  # fmt: skip

TABLES = (FRAMEWORK, COMPETENCES, ROLES, REQUIREMENTS, DUTIES)
BY_NAME = {table.name.lower(): table for table in TABLES}
BY_KIND = {table.kind: table for table in TABLES}

HELP = (
    "This workbook describes a framework of your own: its competences, the roles that need them, and at which level.",
    "Fill in the sheets from left to right. A sheet that you do not need stays empty; so does a cell.",
    "Rows that begin with EXAMPLE show how it is done. They are not read: delete or overwrite them.",
    "Columns with a dark head are needed. Point at a head to see what belongs there. Columns of your own are not read.",
    "Where a cell may have several values, each stands on a line of its own: press Alt+Enter in the cell.",
    "A competence is named by its code, by its name, or by its web address where it is described elsewhere.",
    "Formulas are read as the values that they show. A text that begins with = + - or @ gets an apostrophe before it.",
    "Check it with: signpost check FILE --source NAME. Publish it with: signpost publish FILE --source NAME.",
    "Every fault is told at once, with its sheet, row and column.",
)
"""The lines of the sheet that nobody reads but people."""
