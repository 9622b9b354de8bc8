"""Thirty lines such as a partner says, and how far what was heard is from them."""

from __future__ import annotations

import re

from avatars.voices._text import words_of

LINES = (
    "I hear you.",
    "That was hard for me to hear, but I think I understand what you mean.",
    "Can you give me a moment before we go on?",
    "I felt alone last night when you turned away.",
    "You never said anything, so I thought it was fine.",
    "I don't want to fight about this again.",
    "Thank you for asking me first.",
    "I would like that, but slowly, and not tonight.",
    "It hurts sometimes, and I didn't know how to tell you.",
    "No. I'm not ready for that.",
    "I miss the way you used to hold me on the sofa.",
    "Maybe we could start with a hug and see how that feels.",
    "When you say it like that, I feel like a problem to be solved.",
    "I know you didn't mean it that way.",
    "I was scared you would be angry with me.",
    "It's 10:30 and we both have to get up at 6.",
    "Honestly, I thought you had stopped wanting me.",
    "I need some time to think about it.",
    "What would help you feel safe with me?",
    "My doctor said it happens to 1 in 10 women.",
    "Okay. Let's talk about it on Sunday, after breakfast.",
    "I'm sorry I laughed. That was unkind.",
    "You're right, I should have asked.",
    "I love you, and I'm still angry.",
    "I've been pretending everything is all right.",
    "Sometimes I just want to be close without it leading anywhere.",
    "Please don't walk out when I'm talking to you.",
    "I didn't expect you to understand, but you do.",
    "We could read that book together, the one I read last year.",
    "I feel lighter now that I've said it.",
)

_PAIRS = (("okay", "ok"), ("alright", "all right"), ("sofa", "sofa"))


def plain(text: str) -> list[str]:
    """Words as they sound: numbers spelled out, no marks, no capitals."""
    words = [said for word in words_of(text) for said in word.spoken]
    joined = " ".join(word.removeprefix("letter:") for word in words)
    for one, other in _PAIRS:
        joined = joined.replace(one, other)
    return re.sub(r"[^a-z' ]", " ", joined).split()


def errors(said: list[str], heard: list[str]) -> int:
    """Words to change, add or drop to turn one into the other."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            change = before + (word != other)
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, change)
    return row[-1]
