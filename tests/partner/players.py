"""Scripted users and a way to let them play."""

from __future__ import annotations

from dialogue.messages import PartnerTurn
from dialogue.partner.engine import Partner
from tests.partner.marks import mark

SKILLED = (
    "I miss you, Sam. I've been feeling lonely lately, and I'd like us to talk about "
    "our sex life.",
    "What is it like for you when I reach for you?",
    "That makes sense. I can understand that you'd feel under pressure.",
    "I'm sorry that I sulked when you said no. That was on me.",
    "Why do you come to bed so late?",
    "So you feel like bed has turned into a kind of exam. That must be exhausting.",
    "How long has it been like this? Did something happen?",
    "Thank you for telling me. I had no idea you were carrying that alone.",
    "I didn't mind that night at all. You don't have to perform for me.",
    "What would you really like, if you could choose?",
    "Could we just cuddle without it leading to anything? Only if you want.",
    "I'd be happy with that. We're in this together.",
    "Could you tell me next time when you feel pressured?",
    "Thank you for talking with me. I'm glad you told me.",
    "Good night, love.",
)
BLUNT = (
    "We never have sex anymore.",
    "Why not?",
    "That's just an excuse.",
    "You always make a joke when I come close.",
    "Do you still find me attractive?",
    "You should see a doctor.",
    "When was the last time we had sex?",
    "I want an answer.",
    "Fine.",
    "So what do we do?",
    "Okay.",
    "Is it me?",
)
AVOIDANT = (
    "Oh, nothing really.",
    "How was work?",
    "I don't know how to say this.",
    "Never mind.",
    "It's fine, don't worry about it.",
    "What's for dinner?",
    "I guess I miss us a bit.",
    "Haha, just kidding.",
    "I don't know.",
    "Maybe we could go somewhere next weekend?",
    "Anyway. Did you see the match?",
    "I'm tired, let's stop here for tonight.",
)
PRESSURING = (
    "Can we have sex tonight?",
    "Come on, just this once.",
    "If you loved me you would want to.",
    "You owe me that, after all this time.",
    "Everyone else does it. Come on.",
    "I'll find it somewhere else then.",
    "Please, just tonight, come on.",
    "You have to try, Sam.",
)
CONTEMPTUOUS = (
    "You're pathetic, you know that?",
    "What kind of man doesn't want sex?",
    "Oh, poor baby. You're so cold.",
    "You always have an excuse. What a joke.",
    "Grow up. You never think about me.",
    "Whatever. You're useless.",
    "You're ridiculous.",
)
ALL = {
    "skilled": SKILLED,
    "blunt": BLUNT,
    "avoidant": AVOIDANT,
    "pressuring": PRESSURING,
    "contemptuous": CONTEMPTUOUS,
}


def play(partner: Partner, lines: tuple[str, ...]) -> list[PartnerTurn]:
    """Turns of a scripted user, from the opening to the script's end or an ending."""
    turns = [partner.open()]
    for line in lines:
        if turns[-1].ending:
            break
        turns.append(partner.reply(turns[-1].memory, line, mark(line)))
    return turns
