"""What a short answer in a scene comes to; coarse on purpose.

Scenes have one written answer for each kind, and the one for `other` fits anything, so
that a line which is read wrongly still gets a reply that makes sense.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Kind = Literal["silence", "no", "ask", "thanks", "yes", "other"]
KINDS: Final[tuple[Kind, ...]] = ("silence", "no", "ask", "thanks", "yes", "other")

_PATTERNS: Final[tuple[tuple[Kind, str], ...]] = (
    (
        "no",
        r"^(no|nope|nah|not)\b|\b(no thank|rather not|not (now|today|yet|really|sure)"
        r"|don'?t want|do not want|can'?t|cannot|won'?t|i'?d rather|please stop|stop"
        r"|too (much|close|fast)|enough)\b",
    ),
    ("thanks", r"\b(thank|thanks|thankful|grateful)\b|\bkind of you\b"),
    ("ask", r"\?\s*$|^(what|how|why|when|where|who|can|could|would|do|does|is|are)\b"),
    (
        "yes",
        r"^(yes|yeah|yep|sure|okay|ok|of course|all right|alright|fine)\b"
        r"|\b(i would like|i'?d (like|love)|sounds good|happy to)\b",
    ),
)


def heard(words: str) -> Kind:
    """What `words` come to; "silence" for none."""
    line = words.strip().lower().replace("’", "'")
    if not line:
        return "silence"
    for kind, pattern in _PATTERNS:
        if re.search(pattern, line):
            return kind
    return "other"


_TRAUMA: Final = re.compile(
    r"\b(rap(e|ed|es|ist|ing)|molest\w*|incest|sexual(ly)? (abus|assault)\w*"
    r"|(was|were|been|got|being) (abused|assaulted|forced|molested|groomed)"
    r"|(my|the) (abuse|assault|abuser|attacker|rapist)|forced (me|himself|herself)"
    r"|against my will|(touched|hurt|used) me (when|as) (i was )?a (child|kid|teen\w*)"
    r"|(uncle|father|stepfather|brother|cousin|teacher|priest|coach) touched me)\b"
)


def is_trauma(words: str) -> bool:
    """Whether `words` name sexual harm that belongs with a therapist.

    Errs towards yes; the safety screen has read the line before. Never kept.
    """
    return bool(_TRAUMA.search(words.lower().replace("’", "'")))
