"""The one place that builds things: settings in, a rehearsal with its parts out."""

from __future__ import annotations

import contextlib
import locale
import logging
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialogue import scenario as scenarios
from dialogue.messages import CHOOSING, to_json
from dialogue.scenario import Scenario
from dialogue.slots import Setting
from dialogue.strict import DataError
from sim.about import about_lines, people_lines, why_lines
from sim.clinic.client.task import Task
from sim.clinic.client.watching import Watching, folder_named
from sim.config import Config, Settings
from sim.errors import BadInput
from sim.keeping import may_record, may_send, settle
from sim.locking import Locking
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.past import past_of
from sim.performer import Performer
from sim.privacy.consents import may
from sim.privacy.errors import PassphraseNeeded, VaultError
from sim.privacy.sources import key_source
from sim.privacy.vault import Vault, open_vault, vault_folder
from sim.rehearsal import Rehearsal
from sim.screening import ceiling
from sim.screening.care import Care
from sim.screening.ceiling import Ceiling
from sim.screening.young import leave_nothing
from sim.session import debrief as debriefs
from sim.session.clock import SystemClock
from sim.session.events import Event, event
from sim.session.given import Given, given_in
from sim.session.marking import LookingBack
from sim.session.recorder import Recorder
from sim.session.state import SessionState
from sim.setting import of_settings
from sim.texts import text
from sim.wellbeing import Practice
from sim.writer import Writer

SEED_LIMIT = 2**31
_LOCALES = ("LC_ALL", "LC_CTYPE", "LANG")

_log = logging.getLogger(__name__)

AskPassphrase = Callable[[PassphraseNeeded | VaultError], str | None]
"""Asks the user for a passphrase; None: go on without keeping anything."""


def country_of(settings: Settings) -> str:
    """Two letters from the settings or the system's locale; "" when unknown."""
    if settings.country:
        return settings.country.upper()
    name = next(filter(None, map(os.environ.get, _LOCALES)), None)
    if name is None:
        try:
            name = locale.getlocale()[0] or ""
        except ValueError:  # a name that Python does not know
            name = ""
    # "C.UTF-8" means no country, though Python's own table says en_US
    _, _, rest = name.partition("_")
    code = rest[:2].upper()
    return code if len(code) == 2 and code.isalpha() else ""


def open_record(config: Config, ask: AskPassphrase | None) -> Vault | None:
    """Open the vault, asking for a passphrase if need be.

    Returns:
        None when nothing shall be kept: nobody could be asked, or the user said so.

    Raises:
        VaultError: it is there and cannot be opened; nothing was changed.
    """
    source = key_source()
    wrong: VaultError | None = None
    while True:
        try:
            return settle(open_vault(source, config.home))
        except PassphraseNeeded as needed:
            if ask is None:
                if needed.new:
                    return None
                raise
            given = ask(wrong or needed)
        if given is None:
            return None
        source = source.with_passphrase(given)


@dataclass
class App:
    """What the program holds while it runs."""

    config: Config
    vault: Vault | None = None
    links: list[MindLink] = field(default_factory=list)
    file: str = ""
    """Path of the scenario being rehearsed when it is the user's own."""
    writers: list[Writer] = field(default_factory=list)
    given: Given | None = None
    """What a therapist has given for the talk that is held, or that goes on."""
    task: Task | None = None
    """The part of an assignment that is done now."""
    own: Setting | None = None
    """Of a session that goes on, or as changed before the scene; else the settings'."""
    limit: Ceiling = field(default_factory=Ceiling)
    """What the user does not want to meet."""
    is_limit_said: bool = False
    """The user has set the ceiling in this run of the program."""
    is_checked_in: bool = False
    """The first check-in was done, or left, in this run."""
    care: Care = field(default_factory=Care)
    """What the private questions led to."""
    practice: Practice = field(default_factory=Practice)
    """How much was practised today."""
    is_vault_new: bool = False
    """The vault was made at this very start."""
    watching: Watching = field(init=False)
    """Looks into the folder that a therapist sees, too."""

    def __post_init__(self) -> None:
        self.watching = Watching(self.shared_folder)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.config.settings

    @property
    def shared_folder(self) -> Path | None:
        """The folder that a therapist sees, too, if there is one."""
        return folder_named(self.settings.shared_folder)

    @property
    def country(self) -> str:
        """The user's country for help, or "" when unknown."""
        return country_of(self.settings)

    @property
    def storage(self) -> str:
        """One sentence on where things are kept."""
        if self.record is None:
            return text("storage.none")
        return text("storage.vault", folder=str(vault_folder(self.config.home)))

    @property
    def record(self) -> Vault | None:
        """Where rehearsals are kept and looked up; None when nothing shall be."""
        if self.care.is_careful and not self.care.keeps_hidden:
            return None
        return self.vault if may_record(self.vault) else None

    @property
    def history(self) -> Vault | None:
        """Where earlier rehearsals may be shown from; None while they are hidden."""
        is_shown = not self.care.is_careful and may(self.vault, "progress")
        return self.vault if is_shown else None

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever done here, as far as can be known."""
        has_past = self.history is not None and bool(self.history.sessions())
        return not (self.is_checked_in or self.care.is_careful or has_past)

    @property
    def words(self) -> str:
        """Who words the partner: the settings, unless lines would leave unasked."""
        if not may_send(self.vault, self.server):
            return "authored"
        return self.settings.words

    def lead_out(self) -> None:
        """Nothing is left of somebody under 18: a vault made just now goes."""
        if self.vault is not None and self.is_vault_new:
            vault, self.vault = self.vault, None
            leave_nothing(vault)

    def scenarios(self) -> tuple[Scenario, ...]:
        """All scenarios that may be offered, gentlest first."""
        found = map(self.tell, filter(self.may_offer, scenarios.catalog()))
        return tuple(sorted(found, key=lambda told: (told.difficulty, told.title)))

    def may_offer(self, told: Scenario) -> bool:
        """Whether care and the user's own ceiling leave `told` open."""
        return self.care.allows(told) and self.limit.allows(told)

    @property
    def has_limit(self) -> bool:
        """Whether the user has said how steep it may get, now or earlier."""
        return self.is_limit_said or ceiling.is_said(self.vault, self.limit)

    def set_limit(self, limit: Ceiling) -> None:
        """Take what the user marked, and keep it where there is a vault."""
        self.limit, self.is_limit_said = limit, True
        ceiling.keep(self.vault, limit)

    def seed(self) -> int:
        """The seed of the settings, or a new one."""
        chosen = self.settings.seed
        return secrets.randbelow(SEED_LIMIT) if chosen is None else chosen

    @property
    def setting(self) -> Setting:
        """Names, pronouns and facts in force."""
        return self.own or of_settings(self.settings)

    def tell(self, scenario: Scenario) -> Scenario:
        """`scenario` with all its texts as they are told to this user."""
        return scenarios.as_told(scenario, self.setting)

    def values(self, told: Scenario) -> dict[str, str]:
        """The setting as the session's log and mind get it."""
        return scenarios.values_of(told, self.setting)

    def start_mind(
        self, told: Scenario, where: str, seed: int, *, voice: str, recognizer: str
    ) -> MindLink:
        """Start mind for `told`; it loads while the user reads."""
        settings = self.settings
        self.file = str(Path(where).absolute()) if where.endswith(".toml") else ""
        link = MindLink(
            Prepare(
                scenario=where,
                seed=seed,
                setting=self.values(told),
                words=self.words,
                model=settings.model,
                base_url=settings.base_url,
                deadline_s=settings.deadline_s,
                voice=voice,
                recognizer=recognizer,
                **_given_parts(self.given),
            )
        )
        link.start()
        self.links = [one for one in self.links if one.pid is not None]
        self.links.append(link)
        return link

    def rehearsal(
        self,
        told: Scenario,
        link: MindLink,
        performer: Performer | None = None,
        session: str | None = None,
    ) -> Rehearsal:
        """A rehearsal that records into the vault, if there is one."""
        self._end_writers()
        recorder, writer = None, None
        if self.record is not None:
            recorder = Recorder(self.record, session=session)
            writer = Writer(recorder)
            self.writers.append(writer)
            if self.care.keeps_hidden:
                self.record.notes.hide(recorder.session)
        rehearsal = Rehearsal(
            told,
            link,
            SystemClock(),
            writer,
            mouth=performer,
        )
        rehearsal.file, rehearsal.given = self.file, self.given
        rehearsal.session = recorder.session if recorder is not None else ""
        rehearsal.set_debrief(lambda: debrief_event(rehearsal.log, told))
        self.practice.vault = self.history
        self.practice.prepare(told)
        rehearsal.observe(self.practice)
        name = told.persona.name
        rehearsal.pages = {
            "about": lambda: self.about(rehearsal),
            "people": lambda: people_lines(self.country),
            "why": lambda: why_lines(rehearsal.log, name),
        }
        if recorder is not None and writer is not None:
            rehearsal.observe(_Closing(recorder, writer, self.vault))
        return rehearsal

    def about(self, rehearsal: Rehearsal | None = None) -> tuple[str, ...]:
        """What this is, with who words the partner now."""
        if rehearsal is None:
            return about_lines(self.settings, self.storage)
        chooses = rehearsal.parts.get("words", "").endswith(CHOOSING)
        name = rehearsal.scenario.persona.name
        return about_lines(self.settings, self.storage, name, chooses=chooses)

    def looking_back(self, rehearsal: Rehearsal) -> LookingBack:
        """The debrief of `rehearsal`, beside earlier ones, ready to be asked about."""
        past = past_of(self.history, rehearsal.session)
        return LookingBack(rehearsal.log, rehearsal.scenario, rehearsal.emit, past)

    def carried(self) -> str:
        """Where the user wanted to use the last rehearsal; "" for nowhere said."""
        last = next(iter(past_of(self.history)), None)
        return last.transfer if last is not None else ""

    @property
    def server(self) -> str:
        """Address of the model server that the settings name; "" for none."""
        settings = self.settings
        return settings.base_url if settings.words == "openai_compatible" else ""

    def locking(self) -> Locking:
        """What locks the vault when nobody is there."""
        minutes = self.settings.lock_minutes
        return Locking(self.vault, SystemClock(), minutes, lambda: self.writers)

    def _end_writers(self) -> None:
        """Write what earlier rehearsals left; a thread each would add up."""
        writers, self.writers = self.writers, []
        with contextlib.ExitStack() as stack:
            for writer in writers:
                stack.callback(writer.close)

    def close(self) -> None:
        """End mind, close the vault."""
        for link in self.links:
            link.close()
        self.links.clear()
        vault, self.vault = self.vault, None
        with contextlib.ExitStack() as stack:
            if vault is not None:
                stack.callback(vault.close)
            stack.callback(self._end_writers)


class _Closing:
    """Marks a session as finished once it is over."""

    def __init__(self, recorder: Recorder, writer: Writer, vault: Vault | None) -> None:
        self._recorder, self._writer, self._vault = recorder, writer, vault

    def on_event(self, event: Event, state: SessionState) -> None:
        try:
            self._mark(event, state)
        except VaultError as why:
            # a full disk: the next start sees from the events that it is over
            _log.info("not marked: %s", type(why).__name__)

    def _mark(self, event: Event, state: SessionState) -> None:
        kind = event["event"]
        if kind not in ("branched", "debrief", "left", "stopped"):
            return
        if not self._writer.flush():
            return
        if kind == "branched":
            self._recorder.reopen()
            return
        self._recorder.close()
        is_minor = state.flag is not None and state.flag.category == "minor"
        if is_minor and state.phase == "stopped" and self._vault is not None:
            # someone under 18 is led out, and nothing of theirs is kept
            self._writer.forget()
            self._vault.erase_session(self._recorder.session)

    def on_notice(self, key: str) -> None:
        return


def debrief_event(log: list[Event], told: Scenario) -> Event | None:
    """The debrief of `log` as an event; None when nothing was said."""
    if not any(item["event"] == "utterance" for item in log):
        return None
    return event("debrief", **to_json(debriefs.build(log, told)))


def scenario_at(where: str) -> Scenario:
    """The scenario by id or path.

    Raises:
        ScenarioError: it does not exist or is wrong.
    """
    return scenarios.load(Path(where) if where.endswith(".toml") else where)


def scenario_of(log: list[Event]) -> Scenario | None:
    """The scenario of a recorded session; None when its file is gone or has changed."""
    first = log[0] if log else {}
    try:
        given = given_in(log)
    except DataError:  # of a later version: nothing is known of that partner
        return None
    for where in (first.get("file"), first.get("scenario")):
        try:
            if where:
                return scenario_under(given, str(where))
        except DataError:
            continue
    return None


def scenario_under(given: Given | None, where: str) -> Scenario:
    """The scenario by id or path, with what a therapist has given for it.

    Raises:
        ScenarioError: it does not exist or is wrong.
        DataError: what was given does not fit it.
    """
    if given is None:
        return scenario_at(where)
    if given.source:
        found = scenarios.load_text(given.source.encode(), where)
    else:
        found = scenario_at(where)
    return scenarios.laid_over(found, given.overlay)


def _given_parts(given: Given | None) -> dict[str, Any]:
    """What mind has to know of it."""
    if given is None:
        return {}
    return {"source": given.source, "overlay": given.overlay}


def resumed_scenario(app: App, session: str) -> Scenario:
    """The scenario of an earlier session, told as it was told then.

    Raises:
        BadInput: nothing is kept, so there is nothing to go on with.
        ScenarioError: its file is gone or has become wrong.
    """
    if app.vault is None:
        raise BadInput("--resume needs the vault, and it is not open.")
    info = app.vault.info(session)
    log: list[Event] = app.vault.events(info.id)
    app.own = scenarios.setting_of(log[0].get("setting") or {})
    app.given = given_in(log)
    return app.tell(scenario_of(log) or scenario_under(app.given, info.scenario))
