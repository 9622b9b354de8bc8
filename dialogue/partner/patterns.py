"""Plain English patterns: what kind of act a line is, where no scorer says so."""

from __future__ import annotations

import re

from dialogue.skills import HARMFUL


def _any(*parts: str, start: str = r"\b", end: str = "") -> re.Pattern[str]:
    """One pattern out of alternatives, one a line, so that each can be read."""
    return re.compile(start + "(?:" + "|".join(parts) + ")" + end, re.I)


_CLAUSE = (
    r"(?:what|how|where|why|who|which) (?:i|i'd|i'm|i've|i'll|we|we'd|we're|we've)\b|"
    r"when (?:i|i'm|you|you're|we|we're|it|it's|he|she|they|my|your|our|the|things)\b|"
    r"(?:what|how|why|where) you\b.*\b(?:is|was|hurts?|matters?|means?|makes?|made)\b|"
    r"(?:can|could|would|will|should|have|do) (?:be|do|have|had|love|like|try|not|it|"
    r"that|whatever|fun)\b"
)
"""Beginnings that look like a question and are none without a question mark:
"What I'd love is …", "When you come late …", "Would love to."."""
QUESTION = re.compile(
    r"\?|^(?:and |so |but |then |well,? |ok(?:ay)?,? )*"
    rf"(?!{_CLAUSE})"
    r"(?:what|why|how|when|where|who|which|do|does|did|are|is|am|was|were|have|has|"
    r"can|could|would|will|should)\b(?! an? )",
    re.I,
)
RHETORICAL = re.compile(r"^(?:what an? |how (?:nice|lovely|dare)\b|who cares)", re.I)

GOODBYE = _any(
    r"good ?night",
    r"goodbye",
    r"bye",
    r"i (?:have|need|got) to go",
    r"i'?m (?:leaving|out of here|going to bed)(?! (?:with )?you)",
    r"(?:let'?s|we should) (?:stop|leave it) (?:here|there|for (?:now|tonight))",
    r"i'?m done (?:here|talking|with this)",
    r"talk (?:later|tomorrow)",
    r"see you (?:later|tomorrow|in the morning)",
    r"^sleep (?:well|tight)",
    r"^(?:(?:ok(?:ay)?|right|well|al(?:l )?right|so)[,.]? )*"
    r"(?:night(?:[ ,-]+night)?|nn)"
    r"(?:, \w+| (?:then|love|darling|dear|sweetheart|babe))?[.!… ]*$",
)
APOLOGY = _any(
    r"^sorry\b(?! what)",
    r"\bi(?:'?m| am) (?:so |really |truly )?sorry",
    r"(?<!not )\bsorry (?:about|for|that|i)\b",
    r"\bi apologi[sz]e",
    r"\bmy fault",
    r"(?:^|[.,!] |please )forgive me",
    r"\bi was wrong",
    r"\bi shouldn'?t have",
    start="",
)
THANKS = _any(r"thank you", r"thanks", r"i appreciate", r"grateful", end=r"\b")
BLAME = _any(
    r"you (?:always|only ever|don'?t even|keep)\b",
    r"you never\b(?! (?:ever )?(?:push|forc|pressur|rush|hurt|hit|blam|ma[dk]e me))",
    r"(?<!not )(?<!isn't )(?<!wasn't )your fault\b",
    r"what(?:'?s| is) wrong with you\b",
)
REFUSAL = _any(
    r"no\b(?!,? (?:no,? )*(?:it'?s not|it isn'?t|wonder|is (?:a|fine|okay|ok|all)|"
    r"problem|worries|pressure|idea|i'?m not (?:asking|saying|angry|blaming)|"
    r"that'?s not what|one|you))",
    r"nope",
    r"not (?:now|tonight|yet)",
    r"i (?:don'?t|do not) want (?:to (?:talk|do|have|go|answer|try)|that|it|this)\b",
    r"i can'?t\b(?! (?:promise|believe|imagine|wait|tell you how|say how|blame))",
    r"i won'?t\b(?! (?:leave|push|force|hurt|blame|pressure|rush|be angry|go anywhere|"
    r"let (?:you|it)))",
    r"i'?d rather not",
    start="^",
)
ASKS_FOR = _any(
    r"\b(?:can|could|would|will|should|shall) (?:you|we|i|it)\b",
    r"\bwe (?:can|could|might)\b",
    r"\bplease\b",
    r"\blet'?s\b",
    r"\bi(?:'d| would) (?:like|love)\b",
    r"\bi (?:want|need) (?:you|us) to\b",
    r"\bhow about\b",
    r"^(?:or )?maybe\b",
    r"\bwhat (?:if|about)\b",
    r"\byou should\b",
    r"\bwhy don'?t (?:we|you)\b",
    r"\bpromise\b",
    r"\bif i asked\b",
    r"\bdo you want to\b",
    r"\bare you (?:willing|up for)\b",
    r"^(?:just |come |go |sleep |try )",
    start="",
)
REQUEST = _any(
    r"(?:can|could|would|will) (?:you|we|i)\b",
    r"i(?:'d| would) (?:like|love)\b",
    r"please\b",
    r"let'?s\b",
    r"i (?:want|need) you to\b",
    r"how about\b",
    r"maybe we (?:can|could)\b",
    r"what if we\b",
)
COMFORT = _any(
    r"it'?s (?:ok|okay|alright|all right)\b",
    r"i understand",
    r"that (?:makes sense|must|sounds)",
    r"no pressure",
    r"take your time",
    r"i'?m (?:here|not going anywhere)",
)
GREETING = re.compile(
    r"^(?:hi|hey|hello|good (?:morning|evening|afternoon))\b[^?]{0,25}$", re.I
)
JOKE = re.compile(
    r"\b(?:ha){2,}h?\b|\blol\b|\b(?:just|only) (?:kidding|joking)\b|\bit was a joke\b",
    re.I,
)
"""Where the user laughs or says that it was a joke."""
AWAY = _any(
    r"(?:^|[.!?,] )anyway\b(?! you)",
    r"by the way",
    r"speaking of",
    r"changing the subject",
    r"never ?mind",
    r"forget (?:it|i said)",
    end=r"\b",
)
ACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("apologise", APOLOGY),
    ("thank", THANKS),
    ("blame", BLAME),
    ("refuse", REFUSAL),
    ("request", REQUEST),
    ("comfort", COMFORT),
    ("greet", GREETING),
    ("change_topic", AWAY),
)
"""Act to its pattern, first match wins."""

YES = _any(
    r"yes",
    r"yeah",
    r"yep",
    r"yup",
    r"ok",
    r"okay",
    r"sure",
    r"of course",
    r"definitely",
    r"absolutely",
    r"please(?=[.,!]|$| do\b(?! not))",
    r"i do",
    r"i would",
    r"i am",
    r"i will",
    r"i'?d (?:like|love) that",
    r"i think so",
    r"that'?s (?:true|right|it|fair)",
    r"right",
    r"exactly",
    r"deal",
    r"agreed",
    r"always",
    start=r"^(?:oh,? |well,? |um,? )?",
    end=r"\b",
)
NO = _any(
    r"no",
    r"nope",
    r"not (?:really|at all|now|yet|exactly)",
    r"never(?! mind)",
    r"nothing",
    r"i don'?t(?! know)",
    r"i can'?t",
    r"i wouldn'?t",
    r"i'?d rather not",
    r"i'?m not",
    start=r"^(?:oh,? |well,? |um,? )?",
    end=r"\b",
)
DODGE = re.compile(
    r"^(?:i don'?t know|no idea|dunno|never ?mind|whatever|anyway|forget it|ha+h|lol)|"
    r"\b(?:by the way|just kidding)\b",
    re.I,
)
MORE = _any(
    r"why\b",
    r"how come",
    r"how so",
    r"like what",
    r"such as",
    r"tell me(?: more)?\b",
    r"say more",
    r"go on",
    r"and then",
    r"since when",
    r"how long",
    r"what (?:do you mean|happened|else|is it|about it|kind)",
    r"in what way",
    r"how do you mean",
    r"what'?s that (?:like|mean)",
    r"meaning",
    r"i'm listening",
    r"keep going",
    r"(?:can|could) you (?:say (?:more|that)|tell me more|explain)",
    r"help me understand",
    r"(?:that|it) doesn'?t make (?:any )?sense",
    r"i don'?t (?:get it|understand)",
    start=r"^(?:and |but |so |then |ok(?:ay)?[,.]? |hm+[,.]? |oh[,.]? )*",
)
AROUND = frozenset({"c_small_talk", "c_joke"})
"""Common topics that lead away from what is hard."""
BECAUSE = re.compile(
    r"(?:because|'?cause|cos|that|to|when|just|maybe|it'?s|it was|since|well)\b", re.I
)
"""How an answer to an open question often begins."""
PEOPLE = re.compile(
    r"\b(?:i|i'm|i've|i'd|i'll|me|my|you|you're|your|we|we're|us|our|together)\b", re.I
)
ME = re.compile(r"\b(?:i|i'm|i've|i'd|my|me|mine)\b", re.I)
YOU = re.compile(r"\b(?:you|you're|you've|you'd|your|yours|we|us|our|it|that)\b", re.I)

SKILL_ACTS: tuple[tuple[str, str], ...] = (
    ("contempt", "blame"),
    ("criticism", "blame"),
    ("pressure", "request"),
    ("demand", "request"),
    ("mind_reading", "blame"),
    ("invalidation", "blame"),
    ("responsibility", "apologise"),
    ("accepts_no", "agree"),
    ("boundary", "refuse"),
    ("appreciation", "thank"),
    ("validation", "comfort"),
    ("reflection", "comfort"),
    ("repair", "comfort"),
    ("request", "request"),
    ("negotiation", "request"),
    ("consent_check", "ask"),
    ("open_question", "ask"),
    ("closed_question", "ask"),
)
"""Skill to the act it makes of a line, first match wins."""

WEIGHTS: dict[str, float] = {
    **{skill: 0.9 for skill in HARMFUL},
    "contempt": 1.0,
    "pressure": 0.97,
    "demand": 0.95,
    "advice": 0.6,
    "defensiveness": 0.65,
    "invalidation": 0.8,
    "responsibility": 0.92,
    "apologise": 0.85,
    "accepts_no": 0.9,
    "time_out": 0.95,
    "consent_check": 0.8,
    "validation": 0.75,
    "reflection": 0.72,
    "repair": 0.7,
    "appreciation": 0.78,
    "thank": 0.7,
    "boundary": 0.8,
    "feeling": 0.6,
    "need": 0.55,
    "negotiation": 0.5,
    "request": 0.4,
    "observation": 0.3,
    "open_question": 0.35,
    "closed_question": 0.3,
    "blame": 0.6,
    "refuse": 0.5,
    "comfort": 0.55,
    "agree": 0.5,
    "greet": 0.6,
    "goodbye": 0.8,
    "change_topic": 0.45,
    "ask": 0.3,
    "tell": 0.2,
    "answered": 0.25,
    "repeats": 0.65,
    "joke": 0.4,
    "silence": 1.0,
}
"""How much a reply owes each thing it hears: what wounds or mends comes first."""
