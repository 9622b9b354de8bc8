"""The six principles of SAMHSA (SMA 14-4884), what the program does, and the test.

docs/explanation/trauma-informed.md shows this table; a test keeps the two alike, and
another looks whether each test exists.
"""

from __future__ import annotations

from typing import Final

SAFETY: Final = "Safety"
TRUST: Final = "Trustworthiness and transparency"
PEERS: Final = "Peer support"
TOGETHER: Final = "Collaboration and mutuality"
CHOICE: Final = "Empowerment, voice and choice"
IDENTITY: Final = "Cultural, historical and gender issues"

HERE: Final = "tests/trauma_informed/"
BEFORE: Final = "tests/screening/"

PRINCIPLES: Final[tuple[tuple[str, str, str], ...]] = (
    (SAFETY, "Leaving takes one act and is done within 300 ms, also while the partner "
     "thinks or the other process hangs.",
     HERE + "test_safety.py::"
     "test_leaving_is_one_act_and_done_at_once_while_mind_hangs"),
    (SAFETY, "Quick exit empties the screen within 300 ms, and nothing is written "
     "after it.",
     BEFORE + "test_quick_exit.py::"
     "test_the_screen_is_empty_within_300_ms_and_nothing_is_written_after"),
    (SAFETY, "No part of the partner comes nearer to your eyes than 1.0 m, in any mood "
     "or movement.",
     HERE + "test_safety.py::test_no_part_of_the_partner_comes_nearer_than_a_metre"),
    (SAFETY, "No phrase begins suddenly, is louder than -16 dB, or more than 4 dB "
     "louder than the one before, whatever voice is plugged in.",
     HERE + "test_safety.py::test_no_voice_can_startle_through_the_speaker"),
    (SAFETY, "The shipped voice stays within these steps from its softest to its "
     "loudest mood.",
     HERE + "test_safety.py::"
     "test_the_shipped_voice_stays_within_its_steps_through_the_speaker"),
    (SAFETY, "Who may be afraid of their partner is shown help first, and talks with a "
     "partner are closed.",
     BEFORE + "test_asking.py::test_a_yes_to_any_question_shows_help_first_and_closes_"
     "talks_with_a_partner"),
    (TRUST, "What comes up, when not to do it and why it is hard stand before the "
     "button that begins.",
     HERE + "test_transparency.py::test_what_comes_up_is_said_before_anything_plays"),
    (TRUST, "The partner can be seen and heard first; that is in no record and no "
     "score.",
     HERE + "test_transparency.py::"
     "test_the_partner_can_be_heard_first_and_nothing_is_recorded"),
    (TRUST, "At the start and on request it says that it is a program, who words it, "
     "what is sent and what it is not.",
     HERE + "test_transparency.py::"
     "test_it_says_what_it_is_at_the_start_and_on_request"),
    (TRUST, "Every statement of the debrief has its why.",
     HERE + "test_transparency.py::test_every_statement_of_the_debrief_has_its_why"),
    (TRUST, "Every reaction of the partner and of the safety check has its why while "
     "you talk.",
     HERE + "test_transparency.py::test_every_reaction_has_its_why"),
    (TRUST, "Every suggestion of what to practise says what it rests on.",
     HERE + "test_transparency.py::test_every_suggestion_says_what_it_rests_on"),
    (PEERS, "People to turn to, with numbers, are one command away at any time, and "
     "the program never stands in for them.",
     HERE + "test_peers.py::test_people_are_one_command_away_at_any_time"),
    (PEERS, "When practice has become plenty, or stands in for the real talk, it says "
     "so kindly and points outside; it never blocks.",
     HERE + "test_peers.py::test_plenty_is_said_at_a_pause_and_blocks_nothing"),
    (PEERS, "Nothing counts days in a row or what would be lost.",
     HERE + "test_peers.py::test_no_text_counts_days_or_threatens_a_loss"),
    (TOGETHER, "You choose what to practise, and the debrief answers to that.",
     HERE + "test_together.py::test_the_debrief_answers_to_the_goals_that_were_chosen"),
    (TOGETHER, "What you call wrong no longer counts.",
     HERE + "test_together.py::test_what_the_user_calls_wrong_no_longer_counts"),
    (CHOICE, "Skipping changes neither the partner, nor a grade, nor what is known of "
     "your skills.",
     HERE + "test_choice.py::test_skipping_costs_nothing"),
    (CHOICE, "What you ruled out is on no list and is not played when asked for by "
     "name.",
     HERE + "test_choice.py::test_what_was_ruled_out_never_appears"),
    (CHOICE, "What the notes of a conversation name is marked, so that ruling out "
     "means what it says.",
     HERE + "test_choice.py::test_what_a_conversation_holds_can_be_ruled_out"),
    (CHOICE, "Each private question, and all of them, can be skipped.",
     BEFORE + "test_asking.py::test_all_of_it_can_be_skipped_for_any_reason_and_that_"
     "closes_nothing"),
    (IDENTITY, "No text of the program takes your gender, or that of your partner, for "
     "granted.",
     HERE + "test_identity.py::test_no_text_takes_a_gender_for_granted"),
    (IDENTITY, "Names, pronouns and what you are to each other can be set in every "
     "conversation.",
     HERE + "test_identity.py::test_who_the_two_are_can_be_set_in_every_conversation"),
)  # fmt: skip


def table() -> str:
    """The table of the page."""
    rows = ["| principle | what the program does | test |", "|---|---|---|"]
    rows += [f"| {who} | {what} | `{test}` |" for who, what, test in PRINCIPLES]
    return "\n".join(rows)
