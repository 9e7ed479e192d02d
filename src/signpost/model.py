"""The glossary: one frozen dataclass for each thing that signpost speaks of.

Units, everywhere: money in pence (int), learning time in minutes (int), levels on signpost's scale 0-5 (int),
days as `datetime.date`, things by their IRI (str). `None` means "not known", never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Node = Mapping[str, Any]
"""One thing in the words of `ontology/context.jsonld`: `id`, `type` and the words of its class."""

NAMESPACE = "https://w3id.org/signpost/ns#"
THINGS = "https://w3id.org/signpost/id/"
VOCABULARY = "https://w3id.org/signpost/vocabulary/"
GRAPHS = "https://w3id.org/signpost/graph/"

LEVELS = range(6)
"""signpost's level scale: 0 none, 1 aware, 2 guided, 3 competent, 4 leads others, 5 shapes practice."""


# ---------------------------------------------------------------------------------------------- at the door
class Severity(StrEnum):
    """How heavy a finding is: a refused submission is not published; the other two are."""

    REFUSED = "refused"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, repair or advice on one place of what was sent."""

    message: str
    severity: Severity = Severity.REFUSED
    place: str = ""
    """Where the sender finds it: `file.csv:12:price`, `case.yaml:14:7`, or a JSON pointer."""
    node: str = ""
    """The IRI of the thing it is about, where it has one."""
    path: str = ""
    """The word of the field it is about."""
    expected: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who sends, under which licence, which edition; one source owns one named graph."""

    id: str
    """A short slug, such as `esco`; the named graph is `GRAPHS + id`."""
    label: str = ""
    publisher: str = ""
    licence: str = ""
    rights: str = ""
    edition: str = ""
    homepage: str = ""
    retrieved: str = ""
    """ISO 8601 day on which the facts were read."""
    shipped: bool = False
    """Whether it came with signpost: a later version may then bring a newer one in its place."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one source sends: nodes, where each was read, and what reading had to repair."""

    source: Source
    nodes: tuple[Node, ...]
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """Node IRI -> place in the input, for findings made later."""
    gives_way: frozenset[str] = frozenset()
    """IRIs of things that a public catalogue lists and others may describe: where a source does already, it is left to
    that source."""
    drops_dangling: frozenset[str] = frozenset()
    """IRIs of things, such as the alignments of a crosswalk, that only join what others describe: where nobody
    describes an end, the thing is left out with a finding, instead of the whole being refused."""
    adopts: bool = False
    """Whether it is an adoption that was decided upon here; no other submission may hold one."""
    amends: bool = False
    """Whether everything else that its source describes stays as it is; else it takes the place of all of it."""
    withdraws: tuple[str, ...] = ()
    """IRIs of resources that its source describes no more, where it amends."""


@dataclass(frozen=True, slots=True)
class Written:
    """Nodes in another format: the bytes, and what that format cannot hold, told one by one."""

    content: bytes
    losses: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """What was admitted: the named graph, its size and digest, and the findings that did not refuse it."""

    source: Source
    graph: str
    digest: str
    nodes: int
    triples: int
    release: str
    findings: tuple[Finding, ...] = ()
    store: str = ""
    """The address of the store that holds it."""
    added: int = 0
    """Things that the source did not describe before."""
    changed: int = 0
    removed: int = 0
    """Things that the source described before and does no more."""


@dataclass(frozen=True, slots=True)
class PublicationRecord:
    """One publication in the history of its source."""

    source: str
    number: int
    """1 is the first of the source; 0 is what was published and is not numbered yet."""
    at: str
    """When, in UTC: 2026-03-01T09:30:00Z."""
    by: str
    """Who published: the name of a token, or `command line`."""
    digest: str
    """SHA-256 of what its source said then."""
    release: str
    nodes: int
    triples: int
    added: int
    changed: int
    removed: int
    confirmed: str
    """When the same was last published again, else as `at`."""
    restores: int = 0
    """The number of the publication that it brought back."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came over the network, as it came: bytes, a name for the findings, and how it is meant."""

    content: bytes
    name: str
    """The name of a file, whose ending says what it may be."""
    source: str
    format: str = ""
    """As it was said; empty where it is to be found out."""
    amends: bool = False
    """Whether everything else that its source describes stays as it is."""
    withdraws: tuple[str, ...] = ()


class SubmissionState(StrEnum):
    """What became of a submission."""

    CHECKED = "checked"
    """It would be admitted; it was only checked and is not kept."""
    DRAFT = "draft"
    HELD = "held"
    """It waits for a steward."""
    PUBLISHED = "published"
    REFUSED = "refused"
    RETURNED = "returned"
    """A steward has sent it back with a comment."""


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission that was received over the network, and what became of it."""

    id: str
    source: str
    state: SubmissionState
    at: str
    """When it was received or last changed, in UTC."""
    by: str
    """The name of the token that it came with."""
    name: str
    """The name of the file, as the findings call it."""
    format: str
    """As it was said; empty where it is to be found out."""
    amends: bool
    findings: tuple[Finding, ...] = ()
    publication: PublicationRecord | None = None
    comment: str = ""
    """What a steward wrote who sent it back."""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token may do; the token itself is shown once and kept nowhere."""

    id: str
    name: str
    sources: tuple[str, ...]
    """The sources that it may publish as."""
    steward: bool
    """Whether it may accept and send back what is held, of every source."""
    created: str
    expires: str
    """When it ends, in UTC."""
    revoked: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader says is wrong with a thing, until a steward has seen to it; nobody is named in it."""

    id: str
    thing: str
    text: str
    at: str
    """When, in UTC."""


# ---------------------------------------------------------------------------------------------- a person
class Shows(StrEnum):
    """What a requirement asks for, or what learning and evidence can show."""

    KNOWLEDGE = "knowledge"
    PERFORMANCE = "performance"
    BOTH = "both"


class Horizon(StrEnum):
    """When a requirement is needed."""

    NOW = "now"
    MEDIUM = "medium"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a statement that no outside source makes is proposed, and how sure its editor is (0-1)."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a person specification: a competence at a level."""

    id: str
    competence: str
    level: int
    importance: int = 3
    """1 (useful) to 5 (essential)."""
    family: str = ""
    """IRI of a concept of the family scheme: generic, specialist, partnership, or an adopter's own."""
    horizon: Horizon = Horizon.NOW
    asks: Shows = Shows.BOTH
    source: str = ""
    """IRI of the role it comes from, or empty where the specification itself states it."""
    because: str = ""
    agreed_by: str = ""
    proposed: Basis | None = None
    """Set where level or link is signpost's own judgement."""
    instead_of: str = ""
    """IRI of the competence that is written there, where the edition of the day asks for this one in its place."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows an attainment."""

    kind: str
    """IRI of a concept of the evidence-kind scheme."""
    note: str = ""
    day: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Attainment:
    """A person holds a competence at a level, from a day and perhaps until a day, as someone judged."""

    id: str
    competence: str
    level: int
    judged_by: str
    """IRI of a concept of the judge scheme: self, line-manager, peer, direct-report, service-user, test, assessor."""
    evidence: tuple[Evidence, ...]
    since: date | None = None
    until: date | None = None
    """The last day on which it is in date."""
    shows: Shows = Shows.BOTH


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a route must keep to; an empty tuple or None constrains nothing."""

    budget: int | None = None
    """Pence."""
    hours_per_week: float | None = None
    deadline: date | None = None
    regions: tuple[str, ...] = ()
    """IRIs of regions a person can travel to; online learning is always in reach."""
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """IRIs of resources and providers that may not be used."""
    require: tuple[str, ...] = ()
    """IRIs of resources that must be used."""
    award: str = ""
    """IRI of an award that the route must end in."""
    access: tuple[str, ...] = ()
    """IRIs of accessibility features that each offering attended must have."""
    unknown_prices: bool = False
    """Allow resources of unknown price under a budget; the cost is then shown as "at least"."""
    unknown_times: bool = False
    """Allow resources of unknown learning time where there is no deadline; time and cost are then "at least"."""


@dataclass(frozen=True, slots=True)
class Policy:
    """An adopter's settings; the defaults are those of `data/adopter/default.yaml`, with their sources."""

    id: str = "default"
    value_per_hour: int = 0
    """Pence for one hour of a learner's time."""
    value_source: str = ""
    value_day: str = ""
    horizon_factors: Mapping[Horizon, int] = field(
        default_factory=lambda: {Horizon.NOW: 3, Horizon.MEDIUM: 2, Horizon.LONG: 1}
    )
    judges: tuple[str, ...] = ()
    """IRIs of the judges whose judgements count; empty: all."""
    close_match_credit: int | None = None
    broad_match_credit: int | None = None
    narrow_match_credit: int | None = None
    """Levels taken off when an attainment counts across such an alignment; None: it does not count."""
    disagreement: int = 2
    """The spread of levels between judges that is shown as disagreement."""
    default_hours_per_week: float = 3.0


@dataclass(frozen=True, slots=True)
class Objective:
    """A SMART objective for one competence, as the specification says it; never made up."""

    competence: str
    objective: str = ""
    support: str = ""
    applied: str = ""


@dataclass(frozen=True, slots=True)
class PersonSpecification:
    """What one person in one post needs, holds, and must keep to."""

    person: str
    """An opaque identifier such as `person-01`, never a name."""
    post: str
    roles: tuple[str, ...]
    as_at: date
    requirements: tuple[Requirement, ...]
    attainments: tuple[Attainment, ...] = ()
    constraints: Constraints = field(default_factory=Constraints)
    policy: Policy = field(default_factory=Policy)
    objectives: tuple[Objective, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    """Competences that a role asks for and the specification drops, each with its reason."""
    label: str = ""
    illustrative: bool = False


# ---------------------------------------------------------------------------------------------- audit
class State(StrEnum):
    """The state of one requirement on one day."""

    MET = "met"
    SHORT = "short"
    EXPIRED = "expired"
    NOT_ASSESSED = "not assessed"


class Edition(StrEnum):
    """Whether the edition of the standard that is required was in force on the day of the audit."""

    IN_FORCE = "in force"
    NOT_YET = "not yet in force"
    ENDED = "no longer in force"
    UNCERTAIN = "uncertain"
    """What is stated of its dates and status does not tell."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One judgement that was weighed for a requirement, and why it counts or does not."""

    attainment: Attainment
    level: int
    """The level it carries for the required competence, after alignment credit."""
    counts: bool
    via: str = ""
    """Empty where it is on the competence itself, else the alignment it came by, such as `exactMatch`."""
    alignment: str = ""
    """IRI of the statement of that alignment, where it is a thing of its own."""
    confidence: float = 1.0
    """How sure whoever stated that alignment is of it (0-1); less than 1 is a proposal."""
    reason: str = ""
    """Why it does not count: expired, not yet in date, a judge the policy leaves out, no credit, knowledge only."""
    age_days: int | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One requirement against what is held: its state and everything that was weighed."""

    requirement: Requirement
    label: str
    state: State
    held: int | None
    """The highest level that counts; None where nothing says anything."""
    gap: int | None
    """Levels missing (0 when met); None where the size is not known."""
    holdings: tuple[Holding, ...] = ()
    disagreement: bool = False
    edition: Edition = Edition.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Audit:
    """A specification against its attainments on a day, in the specification's order."""

    specification: PersonSpecification
    lines: tuple[AuditLine, ...]
    release: str

    @property
    def open(self) -> tuple[AuditLine, ...]:
        """The lines that are not met."""
        return tuple(line for line in self.lines if line.state is not State.MET)


@dataclass(frozen=True, slots=True)
class FamilyProfile:
    """Strengths and areas for development within one family of competences."""

    family: str
    """IRI of a concept of the family scheme; empty where the requirements name none."""
    strengths: tuple[AuditLine, ...]
    development: tuple[AuditLine, ...]


# ---------------------------------------------------------------------------------------------- route
class Proof(StrEnum):
    """How far the answer is proven; each includes those above it in this list."""

    NONE = "none"
    WEIGHT = "closed weight"
    COST = "cost"
    FINISH = "finish date"
    STEPS = "number of steps"
    PROVIDERS = "number of providers"
    UNIQUE = "optimal"


@dataclass(frozen=True, slots=True)
class Triple:
    """One statement of the graph that a reason rests on."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is in the route: the requirement it serves, and the chain of statements that says so."""

    requirement: str
    """IRI of the requirement that it helps to close, itself or through a later step."""
    competence: str
    from_level: int
    to_level: int
    for_step: str = ""
    """IRI of the later resource that needs this level, where the step serves as its prerequisite."""
    triples: tuple[Triple, ...] = ()
    proposed: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One learning resource in a route, with its dates and reasons; a Signpost is a step with its reason."""

    resource: str
    label: str
    provider: str
    offering: str
    start: date
    finish: date
    price: int | None
    minutes: int
    reasons: tuple[Reason, ...]
    mode: str = ""
    region: str = ""
    link: str = ""
    activity: str = ""
    work_based: bool = False
    supporter: str = ""
    dated: bool = False
    """Whether its offering sets the first day; else it begins when the learner does."""
    also: tuple[str, ...] = ()
    """IRIs of resources of other bodies that teach the same for as much money and time, and would serve as well."""
    unstated: tuple[str, ...] = ()
    """IRIs of accessibility features that the person needs, of which nothing says whether the step has them."""


class Cause(StrEnum):
    """Why a requirement stays open."""

    NOTHING = "nothing teaches it"
    KNOWLEDGE_ONLY = "only knowledge of it is taught"
    BUDGET = "only above budget"
    REGION = "only in other regions"
    MODE = "only in other modes or languages"
    CHAIN = "no prerequisite chain"
    OFFERING = "no known offering"
    DEADLINE = "no offering or time before the deadline"
    EXCLUDED = "only by excluded resources or providers"
    PRICE = "only at unknown prices"
    TIME = "only by learning of unknown length"
    ACCESS = "only without the access needed"
    SEVERAL = "only by lifting several constraints together"
    OBLIGED = "what must be used, or the award, cannot be had"
    LIMITS = "only above budget or after the deadline"
    UNSETTLED = "not settled before the search was stopped"


@dataclass(frozen=True, slots=True)
class OpenRequirement:
    """A requirement that the route leaves open, with its cause and where to look instead."""

    requirement: str
    competence: str
    label: str
    cause: Cause
    explanation: str
    gateways: tuple[str, ...] = ()
    missing: tuple[tuple[str, int], ...] = ()
    """Where no chain of prerequisites leads to it: the competences, each at a level, at which the chain breaks off."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The least change of one constraint that lets more be closed, or the change that lets everything in reach be."""

    constraint: str
    """The word of the constraint, such as `budget`; `assess` for a competence that may be held, unjudged."""
    value: str | int | float | date
    """What to set a limit to (pence, hours a week, a day), else the IRI or tag to put on the list or to take off it."""
    closes: tuple[str, ...]
    """Competences that it closes."""
    weight: int
    """The weight then closed; for `assess` what learning can then reach, limits aside."""
    cost: int | None
    """Generalised cost in pence of the best route then; None for `assess`."""
    level: int = 0
    """For `assess`, the level from which it helps."""


@dataclass(frozen=True, slots=True)
class LearningRoute:
    """Ordered steps that close gaps, with cost, dates, proof, and what stays open."""

    steps: tuple[Step, ...]
    closed: tuple[str, ...]
    """IRIs of the requirements it closes, in the specification's order."""
    open: tuple[OpenRequirement, ...]
    weight: int
    """The weight closed."""
    weight_bound: int
    """No valid route closes more."""
    price: int
    """Pence; "at least" where `price_incomplete`."""
    price_incomplete: bool
    minutes: int
    cost: int
    """Generalised cost in pence: price + learner hours x the policy's value per hour, rounded half up."""
    cost_bound: int
    """No valid route of this weight costs less."""
    finish: date | None
    proof: Proof
    stopped: str = ""
    """Empty where proven; else `work limit` (deterministic) or `time limit` (not byte-equal)."""
    extras_stopped: tuple[str, ...] = ()
    """What beside the route itself a limit cut short: `causes`, `alternatives`, `relaxations`."""
    alternatives: tuple[LearningRoute, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    minutes_incomplete: bool = False
    """Whether a step's learning time is not known, so that minutes, cost and days are "at least"."""
    greedy_cost: int | None = None
    """What the cheapest-chain greedy would have cost, for comparison."""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Signpost:
    """The single best step now, with its reason."""

    step: Step
    because: str
    closes: tuple[str, ...]
    """IRIs of the requirements that it helps to close, in the specification's order."""
    weight: int
    """Their weight in all."""
    then: int
    """How many steps of the route come after it."""


# ---------------------------------------------------------------------------------------------- placement
class Start(StrEnum):
    """What an illustrative person of a role holds."""

    NOTHING = "holding nothing"
    BELOW = "one level below"
    """In everything that the role asks for, one level less than that."""


class Place(StrEnum):
    """Where a resource stands beside the best route of a person."""

    STEP = "in the best route"
    BESIDE = "named beside a step as just as good"
    OUT = "not in the best route"
    UNASKED = "nothing it teaches is asked for"
    UNSETTLED = "not settled before the search was stopped"
    PASSED = "not looked at"
    """The role asks for something that it helps with, but so many roles ask that this one was left out."""


class Keeps(StrEnum):
    """The one thing of a resource that keeps it out of a best route, if it alone were otherwise."""

    PRICE = "price"
    TIME = "learning time"
    UNTIMED = "no learning time stated"
    UNDATED = "runs on dates and states none"
    PAST = "every offering has begun"
    FULL = "every offering is full"
    OUTCOME = "level it leads to"
    ENTRY = "level it starts from"
    SHOWS = "what it shows"
    PREREQUISITE = "what it asks for first"
    ALIGNED = "teaches a match of what is asked for"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that keeps a resource out, and how it would have to be: found by solving again with that changed."""

    keeps: Keeps
    value: int | None = None
    """As it is: pence, minutes or a level; None where it is not stated or no number."""
    needed: int | None = None
    """The most pence or minutes at which the route with it is the cheaper one; the level that would do."""
    competence: str = ""
    """IRI of the competence that it is about, where it is about one."""
    instead: str = ""
    """For `ALIGNED`, the IRI of the competence that is asked for."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Whether a resource stands in the best route of an illustrative person of a role, and what keeps it out."""

    resource: str
    role: str
    start: Start
    place: Place
    step: int = 0
    """Its place among the steps of a best route; 0 where it is no step. Routes that cost the same may differ in it."""
    steps: int = 0
    """How many steps that route has."""
    closes: tuple[str, ...] = ()
    """IRIs of the competences that it helps to close there, as the role asks for them."""
    beaten_by: tuple[str, ...] = ()
    """IRIs of the resources that give in a best route what it teaches."""
    anyway: bool = False
    """Whether each of these is there for something else too."""
    keeps_out: tuple[Obstacle, ...] = ()

    @property
    def signposted(self) -> bool:
        """Whether that person is told of it."""
        return self.place in (Place.STEP, Place.BESIDE)


@dataclass(frozen=True, slots=True)
class Reach:
    """A region: whether someone who can travel there alone can take a resource, and for which roles it is told."""

    region: str
    within: bool
    roles: tuple[str, ...] = ()
    looked: int = 0
    """How many roles that ask for something of it were looked at there."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one resource would be signposted."""

    resource: str
    label: str
    placements: tuple[Placement, ...]
    """One for each role and start, in the order of the roles."""
    regions: tuple[Reach, ...] = ()
    """Empty where place does not matter."""
    unpriced: bool = False
    """Whether no price is known, so that it is left out under a budget and counts as nothing without one."""
    language: str = ""
    """Its language where that is not English: it is left out where only English is asked for."""
    closed: Keeps | None = None
    """What keeps everybody from taking it on the day, wherever they live; None where somebody can."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles for which it is signposted to somebody, in their order."""
        return tuple(dict.fromkeys(one.role for one in self.placements if one.signposted))


# ---------------------------------------------------------------------------------------------- roles
FAMILIES = tuple(f"{VOCABULARY}family/{slug}" for slug in ("generic", "specialist", "partnership"))
"""The families that every role is expected to draw from, and is told of."""


class Flaw(StrEnum):
    """What a development lead should look at in how a role is mapped to standards."""

    EMPTY = "nothing required"
    DUTY = "duty without a standard"
    APART = "duty whose standard is not required"
    CLASH = "one standard at two levels"
    TWICE = "the same standard twice"
    EDITION = "edition not in use"
    FAMILY = "families out of balance"
    ABOVE = "more than a role above it"
    UNTAUGHT = "more than learning leads to"
    UNSURE = "proposal of low confidence"


@dataclass(frozen=True, slots=True)
class Remark:
    """One place of a role that needs a look: what it is, why that matters, and what to do."""

    role: str
    flaw: Flaw
    severity: Severity
    """A warning, or advice where it may be right as it is."""
    about: str
    """IRI of the competence, the duty or the family that it is about; else the role's."""
    what: str
    why: str
    remedy: str
    other: str = ""
    """IRI of the other competence, or of the role above, where there is one."""


@dataclass(frozen=True, slots=True)
class RoleMapping:
    """How much of a role is mapped to standards."""

    role: str
    label: str
    requirements: int
    families: Mapping[str, int]
    """IRI of each family (empty where none is said) -> how many requirements it has."""
    duties: int
    duties_met: int
    """Duties that are met by a standard."""


@dataclass(frozen=True, slots=True)
class FrameworkUse:
    """How much of a framework the roles use; what is withdrawn or superseded is left out of it."""

    framework: str
    label: str
    status: str
    used: int
    unused: tuple[str, ...]
    """IRIs of the competences that none of the roles requires."""


@dataclass(frozen=True, slots=True)
class MappingAudit:
    """How roles are mapped to standards on a day: what needs a look, and which standards no role uses."""

    as_at: date
    roles: tuple[RoleMapping, ...]
    remarks: tuple[Remark, ...]
    frameworks: tuple[FrameworkUse, ...]
    """Those that one of the roles uses."""
    release: str


class Standing(StrEnum):
    """Where a competence stands in a comparison."""

    HIGHER = "shared, more on the right"
    SHARED = "shared, not comparable by level"
    SAME = "shared, at one level"
    LOWER = "shared, less on the right"
    RIGHT = "only on the right"
    LEFT = "only on the left"


@dataclass(frozen=True, slots=True)
class Compared:
    """A role or an occupation that is compared."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What one side of a comparison asks for."""

    competence: str
    level: int | None
    """None where a classification states none."""
    importance: int | None
    """None for an occupation."""
    essential: bool | None
    """Whether a classification calls it essential, not optional; None for a role."""
    asks: Shows = Shows.BOTH
    family: str = ""
    proposed: bool = False
    """Whether the level is signpost's own judgement; so it is where a classification's is counted as one of ours."""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One competence of a comparison: what each side asks for, and by which alignment the two meet."""

    competence: str
    """That of the left side, else that of the right."""
    label: str
    standing: Standing
    left: Asked | None
    right: Asked | None
    difference: int | None
    """Levels that the right asks for beyond the left; None where one side does not ask for it or states no level."""
    via: str = ""
    """Empty where both ask for the same competence, else `exactMatch` or `closeMatch`."""
    confidence: float = 1.0
    """How sure whoever stated that alignment is of it (0-1)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two roles or occupations side by side, and the way from the left one to the right one."""

    left: Compared
    right: Compared
    lines: tuple[ComparedLine, ...]
    """What the right asks for in its order, each once; then what only the left asks for in the left's."""
    levels: int
    """Levels to gain for the right in one move, for a person who holds all that the left asks for."""
    moves: tuple[tuple[str, int], ...]
    """The cheapest way through other roles: the IRI of each, with the levels to gain for it; empty where none leads."""
    as_at: date
    release: str
    audit: Audit | None = None
    """What that person, who is illustrative, has open; None where the right states no levels."""
    route: LearningRoute | None = None
    """The learning route for that person."""


# ---------------------------------------------------------------------------------------------- editions
class Change(StrEnum):
    """What became of one or several competences from one edition to the next."""

    KEPT = "kept"
    REWORDED = "reworded"
    RETITLED = "retitled"
    MOVED = "moved"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EditionThing:
    """A competence or an occupation of an edition, as a reader knows it."""

    iri: str
    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One change: from which things of the old edition to which of the new, and what says so."""

    change: Change
    old: tuple[EditionThing, ...]
    new: tuple[EditionThing, ...]
    certain: bool
    """Whether somebody states it, or one IRI, or one identifier with one title, says so; else a person must decide."""
    evidence: tuple[str, ...]
    carries: bool = False
    """Whether what rests on the old thing rests on the new one without a decision: one IRI, or a stated exact match."""


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """Two editions of a framework: each thing of the old one stands in one change, and what is new in another."""

    old: EditionThing
    new: EditionThing
    changes: tuple[EditionChange, ...]
    """In the order of the old edition, then what is added."""


class Verdict(StrEnum):
    """What a new edition would do to something that rests on the old one."""

    KEEPS = "keeps cover"
    LOSES = "loses cover"
    DECIDE = "needs a decision"
    DECIDED = "is decided"
    """By an adoption that the store holds."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One use of a competence of the old edition, and what the new edition would do to it."""

    thing: str
    """IRI of the role, occupation, duty, resource or award; the file of a specification."""
    kind: str
    """role, occupation, duty, resource, award, specification, attainment, route step."""
    label: str
    about: EditionThing
    change: EditionChange
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Impact:
    """What a new edition would change for everything that rests on the old one, before it is adopted."""

    diff: EditionDiff
    touched: tuple[Touched, ...]
    """In order of kind, label and competence."""

    @property
    def to_decide(self) -> tuple[EditionChange, ...]:
        """The changes on which something rests that does not keep its cover by itself, in the order of the diff."""
        waiting = {one.change for one in self.touched if one.verdict in (Verdict.LOSES, Verdict.DECIDE)}
        return tuple(change for change in self.diff.changes if change in waiting)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an adopter decided on one competence of the old edition, as it was written down."""

    old: str
    outcome: str
    """same, replaced, ended or kept."""
    becomes: tuple[str, ...]
    agreed_by: str
    """A role, such as "development lead"; never a name."""
    decided_on: str
    because: str = ""
    place: str = ""


# ------------------------------------------------------------------------------------------------ duties
@dataclass(frozen=True, slots=True)
class DutyLine:
    """A line of a job description that is to be mapped to competences or occupations."""

    duty: str
    role: str = ""
    """Whose duty it is, where that is said."""
    place: str = ""
    """File and line."""
    chosen: tuple[str, ...] = ()
    """IRIs of the candidates that a person has marked in an earlier answer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a duty may be mapped to."""

    iri: str
    kind: str
    label: str
    code: str
    framework: str
    score: float
    """How much speaks for it, of the most that could (0-1); no probability."""
    why: str
    """The reason for its rank: which words of the duty stand where."""
    rests_on: str = ""
    """The one other name that the match rests on alone; empty where other fields speak for it too."""
    past: bool = False
    """Whether it, or its edition, is legacy, superseded or withdrawn."""


@dataclass(frozen=True, slots=True)
class MappedDuty:
    """A duty with its candidates, best first; of a duty that a person has decided, those that were chosen."""

    line: DutyLine
    candidates: tuple[Candidate, ...]
    decided: bool = False


# ------------------------------------------------------------------------------------------------ reconciliation
@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody else's table calls a thing: a name or a code, and what more it says of it."""

    text: str
    kinds: tuple[str, ...] = ()
    """Empty for every kind that can be reconciled."""
    limit: int = 10
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Property -> what the table says of it."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A thing that may be meant."""

    iri: str
    kind: str
    label: str
    score: float
    """100 (the very code or label, and nothing speaks against it) down to 0."""
    match: bool
    """Whether it alone, of the kinds asked for, has that very code or label, and agrees with all that is said."""
    detail: str
    """What tells it from others of the name: code, framework, who offers it."""
    exact: bool
    """Whether it has that very code or label."""
    agrees: Mapping[str, bool] = field(default_factory=dict)
    """Property that was asked about -> whether what is known of the thing is what the table says."""


@dataclass(frozen=True, slots=True)
class Property:
    """What can be told of things that were reconciled."""

    id: str
    label: str
    sentence: str
    kinds: tuple[str, ...]
    """Of which kinds of things."""
    names: str = ""
    """The kind of the things that are its values, where these can be reconciled too."""


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """One value of a property: a thing with its IRI and label, a number, or a text."""

    text: str
    iri: str = ""
    number: int | None = None
