"""Earlier rehearsals that the user kept, as the debrief and the lobby need them."""

from __future__ import annotations

from sim.privacy.vault import Vault
from sim.session.debrief_before import MOST_EARLIER, Earlier, earlier

_LOOKED_AT = 12
"""How many earlier sessions are read for it; most have lines that count."""


def past_of(vault: Vault | None, session: str = "") -> tuple[Earlier, ...]:
    """The rehearsals before `session`, newest first; all of them for "".

    A session that was stopped, or in which nothing was scored, is left out.
    """
    if vault is None:
        return ()
    infos = vault.sessions()
    ids = [info.id for info in infos]
    if session in ids:
        infos = infos[: ids.index(session)]
    found: list[Earlier] = []
    for info in list(reversed(infos))[:_LOOKED_AT]:
        one = earlier(vault.events(info.id), info.started_at)
        if one is not None:
            found.append(one)
        if len(found) == MOST_EARLIER:
            break
    return tuple(found)
