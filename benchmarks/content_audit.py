"""Who plays whom in the conversations: ``python -m benchmarks.content_audit``.

Counts, over all scenarios, who opens, who has hurt whom, whose desire is higher, who
says no and who repairs, by the partner's gender, age, family and relationship, and says
in plain sentences where they lean. ``--docs`` writes docs/explanation/fairness.md. The
last line of output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from assets.build.markdown import put, table
from dialogue.scenario.audit import BODY, REGIONS
from dialogue.scenario.loading import catalog
from dialogue.scenario.schema import Scenario

PAGE: Final = Path("docs/explanation/fairness.md")
PARTS: Final = {
    "opens": "brings it up",
    "hurt_by": "has hurt the other",
    "desire_higher": "wants more",
    "says_no": "says no",
    "repairs": "has something to make good",
}
WHO: Final = ("user", "partner", "both", "either", "neither")
GENDERS: Final = {"she": "women", "he": "men", "they": "non-binary"}
AGES: Final = ((25, 34), (35, 49), (50, 99))
LEAN: Final = 2 / 3
"""A part that one side has in this share of the scenarios is called a lean."""


def gender(scenario: Scenario) -> str:
    """The partner's, from the pronouns of the file; a user may change them."""
    subject = scenario.persona.pronouns.split("/")[0]
    return GENDERS.get(subject, "other pronouns")


def age_band(scenario: Scenario) -> str:
    """Such as ``35 to 49``."""
    low, high = next(b for b in AGES if b[0] <= scenario.persona.age <= b[1])
    return f"{low} to {high}" if high < AGES[-1][1] else f"{low} and over"


def people(scenarios: Sequence[Scenario]) -> list[dict[str, Any]]:
    """One row a scenario: the partner, and who does what."""
    rows = []
    for scenario in scenarios:
        persona, audit = scenario.persona, scenario.audit
        rows.append(
            {
                "scenario": scenario.id,
                "partner": f"{persona.name}, {persona.age}, {persona.pronouns}",
                "to the user": persona.relationship,
                "family": ", ".join(audit.ancestry) or "not said",
                "body": ", ".join(_bodies(scenario)) or "–",
                **{title: getattr(audit, part) for part, title in PARTS.items()},
            }
        )
    return rows


def _bodies(scenario: Scenario) -> list[str]:
    audit = scenario.audit
    return [
        *(f"partner: {matter}" for matter in audit.partner_body),
        *(f"user: {matter}" for matter in audit.user_body),
    ]


def counts(
    scenarios: Iterable[Scenario], group: Callable[[Scenario], str]
) -> dict[str, dict[str, dict[str, int]]]:
    """Part, then group, then who, to a number of scenarios."""
    made: dict[str, dict[str, dict[str, int]]] = {part: {} for part in PARTS}
    for scenario in scenarios:
        for part in PARTS:
            row = made[part].setdefault(group(scenario), dict.fromkeys(WHO, 0))
            row[getattr(scenario.audit, part)] += 1
    return made


def starting(scenarios: Sequence[Scenario]) -> dict[str, dict[str, float]]:
    """Mean level of partners of a gender at the start, and mean steepness (1 to 3)."""
    made: dict[str, dict[str, float]] = {}
    for name in sorted({gender(scenario) for scenario in scenarios}):
        mine = [s for s in scenarios if gender(s) == name]
        levels = ("felt_safety", "openness", "trust", "hurt", "anger")
        made[name] = {
            level: sum(getattr(s.persona.levels, level) for s in mine) / len(mine)
            for level in levels
        }
        made[name]["steepness"] = sum(s.difficulty for s in mine) / len(mine)
    return made


def leans(scenarios: Sequence[Scenario]) -> list[str]:
    """Plain sentences on what the scenarios lean to, and on who is absent."""
    total, said = len(scenarios), []
    for part, title in PARTS.items():
        tally = Counter(getattr(s.audit, part) for s in scenarios)
        for who in ("user", "partner"):
            if tally[who] >= LEAN * total or not tally[who]:
                share = f"in {tally[who]} of {total}" if tally[who] else "in none"
                said.append(f"The {who} {title} {share}.")
    said += _one_sided(scenarios)
    said += _absent(scenarios)
    said += _drawn(scenarios)
    return said


def _one_sided(scenarios: Sequence[Scenario]) -> list[str]:
    wants = Counter(s.audit.desire_higher for s in scenarios)
    said = [
        f"The user wants more than the partner in {wants['user']}, the partner wants "
        f"more than the user in {wants['partner']}."
    ]
    wronged = [s for s in scenarios if s.audit.hurt_by == "user"]
    said.append(
        f"The user alone has hurt the partner in {len(wronged)}: "
        + ", ".join(f"{s.persona.name} ({gender(s)})" for s in wronged)
        + "."
    )
    for name in GENDERS.values():
        mine = [s for s in scenarios if gender(s) == name]
        refuse = sum(s.audit.says_no == "partner" for s in mine)
        want = sum(s.audit.desire_higher == "partner" for s in mine)
        said.append(
            f"Of {len(mine)} {name} as partners, the talk turns on the no of {refuse}, "
            f"and {want or 'none'} of them wants more than the user."
        )
    return said


def _absent(scenarios: Sequence[Scenario]) -> list[str]:
    regions = Counter(region for s in scenarios for region in s.audit.ancestry)
    said = []
    missing = [name for name in REGIONS if not regions[name]]
    if missing:
        said.append(f"No partner's family comes from: {', '.join(missing)}.")
    matters = {
        m for s in scenarios for m in (*s.audit.partner_body, *s.audit.user_body)
    }
    absent = [matter for matter in BODY if matter not in matters]
    if absent:
        said.append(f"No talk is about: {', '.join(absent)}.")
    theirs = sum(bool(s.audit.partner_body) for s in scenarios)
    yours = sum(bool(s.audit.user_body) for s in scenarios)
    said.append(
        f"A body matter is the partner's in {theirs} and the user's in {yours} talks."
    )
    fixed = [s.persona.name for s in scenarios if s.audit.orientation == "asexual"]
    said.append(
        f"No line fixes whether a couple is of one gender or of two, for the user's "
        f"gender is never said; {len(fixed)} partner is asexual ({', '.join(fixed)})."
    )
    return said


def _regions(count: int) -> str:
    if count == 0:
        return "nowhere that is said"
    return f"{count} region{'' if count == 1 else 's'}"


def _drawn(scenarios: Sequence[Scenario]) -> list[str]:
    shown: dict[str, set[str]] = {}
    for scenario in scenarios:
        family = scenario.audit.ancestry or ("not said",)
        shown.setdefault(scenario.persona.body, set()).update(family)
    said = ", ".join(
        f"{body} for families from {_regions(len(families - {'not said'}))}"
        for body, families in sorted(shown.items())
    )
    return [
        f"{len(shown)} drawn bodies stand for {len(scenarios)} partners ({said}): "
        "partners who share one are told apart by their words, not by how they look."
    ]


def report(scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """All counts, for JSON."""
    groups: dict[str, Callable[[Scenario], str]] = {
        "gender": gender,
        "age": age_band,
        "form": lambda scenario: scenario.audit.form,
        "difficulty": lambda scenario: str(scenario.difficulty),
    }
    return {
        "scenarios": len(scenarios),
        "people": people(scenarios),
        "counts": {name: counts(scenarios, group) for name, group in groups.items()},
        "regions": Counter(r for s in scenarios for r in s.audit.ancestry),
        "starting": starting(scenarios),
        "leans": leans(scenarios),
    }


def tables(made: dict[str, Any]) -> str:
    """The report in Markdown."""
    rows = made["people"]
    parts = [
        f"{made['scenarios']} conversations. Where they lean:",
        "\n".join(f"- {line}" for line in made["leans"]),
        table(list(rows[0]), [list(row.values()) for row in rows]),
    ]
    titles = {"gender": "partner", "age": "partner's age", "form": "relationship"}
    for name, title in titles.items():
        parts.append(f"By {title}:\n\n" + _counted(made["counts"][name], title))
    regions = sorted(made["regions"].items(), key=lambda item: -item[1])
    parts.append(
        "Families of the partners, very broadly; one may count twice:\n\n"
        + table(["region", "partners"], regions)
    )
    levels = made["starting"]
    keys = list(next(iter(levels.values())))
    parts.append(
        "How partners begin (0 to 1) and how steep the talk is (1 to 3), on average:"
        "\n\n"
        + table(["partner", *keys], [[n, *row.values()] for n, row in levels.items()])
    )
    return "\n\n".join(parts)


def _counted(by_part: dict[str, dict[str, dict[str, int]]], title: str) -> str:
    rows = [
        [name, sum(row.values()), PARTS[part], *row.values()]
        for part, groups in by_part.items()
        for name, row in sorted(groups.items())
    ]
    return table([title, "talks", "who …", *WHO], rows)


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.content_audit")
    parser.add_argument("--docs", action="store_true", help="write the page's part")
    made = report(catalog())
    text = tables(made)
    if parser.parse_args().docs:
        put(PAGE, "content", "python -m benchmarks.content_audit --docs", text)
    print(text)
    print(json.dumps(made))


if __name__ == "__main__":
    main()
