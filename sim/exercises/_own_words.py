"""How somebody speaks of their body, read coarsely, so that nothing cold comes back.

Harsh words, a verdict on looks, and "nothing" each lead to one kind step that can be
passed over, so a word that is read wrongly costs no more than that. A worry that the
private questions ask for, told here instead, leads where a yes to them leads.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Tone = Literal["plain", "harsh", "judged", "none", "worry"]

_HARSH: Final = re.compile(
    r"\b(hat(e|ed|es|ing|eful)|loath\w*|detest\w*|despis\w*|disgust\w*|ugly|ugliness"
    r"|gross|revolting|repuls\w*|hideous|vile|worthless|useless|pathetic|stupid|freak"
    r"|monster|horrible|horrid|awful|shameful|ashamed|pointless|failure|betray\w*"
    r"|ruined|disgrace|unlov(e?able|ed)|shit\w*|crap|sucks?"
    r"|can'?t stand|cannot stand|sick of|don'?t deserve"
    r"|deserves? (nothing|it|this|pain)"
    r"|fat (pig|cow|slob|bitch|loser)|good for nothing)\b"
)
_JUDGED: Final = re.compile(
    r"\b(pretty|beautiful|lovely|nice|perfect|attractive|handsome|sexy|gorgeous|good"
    r"|bad|better|worse|wrong|flaw\w*|imperfect\w*|flabby|saggy|sagging|chubby"
    r"|scrawny|plain jane|ordinary looking|overweight|underweight"
    r"|too (big|small|fat|thin|wide|long|short|large|much|hairy|old|flat|pale|dark)"
    r"|not (big|small|thin|flat|good|nice|long|tall) enough|should be|shouldn'?t"
    r"|embarrass\w*|unsightly|weird|strange looking)\b"
)
_WORRY: Final = re.compile(
    r"\b(thr(o|e)w(ing)? up (after|every|what|my)|vomit(ing)? after"
    r"|mak(e|es|ing) (myself|me) (sick after|throw up|vomit)|make myself sick"
    r"|starv(e|ed|ing) myself|purg(e|ed|ing)|binge[- ]?eat\w*|bing(e|ing|eing) and"
    r"|laxatives?|anorexi\w*|bulimi\w*|eating disorder|dysmorphi\w*|bdd"
    r"|too fat to|stopped eating|can'?t stop (eating|checking|looking in)"
    r"|(not|n'?t) eaten (for|in) (a few |some |two |three )?days)\b"
)
_NONE: Final = re.compile(
    r"(nothing( at all| much| really| comes?( to mind)?)?|none|no|nope|nil|n/?a|idk"
    r"|dunno|(i )?(don'?t|do not) know|not sure|no idea|(i )?can'?t( think.*)?"
    r"|i have nothing.*|there is nothing.*|[\W_]*)"
)


def tone(words: str) -> Tone:
    """What `words` sound like; "none" for a "nothing" that stands alone."""
    line = " ".join(words.lower().replace("’", "'").split()).strip(" .!?…")
    if _NONE.fullmatch(line):
        return "none"
    if _WORRY.search(line):
        return "worry"
    if _HARSH.search(line):
        return "harsh"
    return "judged" if _JUDGED.search(line) else "plain"
