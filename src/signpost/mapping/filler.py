"""Words on which no candidate may rest: 'within', 'about', 'make sure'.

The lists of others, so that none of it was chosen to please a figure: the stop words of PubMed (United States National
Library of Medicine, public domain; without its units of measure) and those of Snowball's English stemmer (BSD licence),
both without the halves of words like "don't". To these come the light verbs of English grammar, which say nothing of
what is done ('take' in 'take a decision', 'carry' in 'carry out'; their forms in -ing are left, for they name things:
'decision making'), and 'sure', which makes one verb with the first of them.
"""

from __future__ import annotations

from collections.abc import Collection

_PUBMED = """
a about again all almost also although always among an and another any are as at be because been before being between
both but by can could did do does done due during each either enough especially etc for found from further had has have
having here how however i if in into is it its itself just made mainly make may might most mostly must nearly neither no
nor obtained of often on our overall perhaps quite rather really regarding seem seen several should show showed shown
shows significantly since so some such than that the their theirs them then there therefore these they this those
through thus to upon use used using various very was we were what when which while with within without would
"""

_SNOWBALL = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its
itself they them their theirs themselves what which who whom this that these those am is are was were be been being have
has had having do does did doing would should could ought cannot a an the and but if or because as until while of at by
for with about against between into through during before after above below to from up down in out on off over under
again further then once here there when where why how all any both each few more most other some such no nor not only
own same so than too very
"""

_LIGHT = """
do does did done give gives gave given have has had make makes made take takes took taken carry carries carried sure
"""

_FILLER = frozenset(" ".join((_PUBMED, _SNOWBALL, _LIGHT)).split())


def telling(words: Collection[str]) -> frozenset[str]:
    """The words of a phrase that tell something; of fillers alone, those.

    >>> sorted(telling(("make", "sure", "within", "budget")))
    ['budget']
    """
    return frozenset(words) - _FILLER or frozenset(words)
