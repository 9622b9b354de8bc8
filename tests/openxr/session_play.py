"""One session after the other in Monado: seen, covered, recentred, lost, closed.

Prints what the session said of each.
"""

from __future__ import annotations

import json
import time
from typing import Any

from sim.headsets.base import HeadsetUnavailable
from tests.openxr.rig import Monado, monado
from tests.openxr.session import Bare, window
from tests.openxr.user import User

HEAD = (0.3, -0.4, 1.1)


def seen_and_covered(bare: Bare, service: Monado) -> dict[str, Any]:
    """The ways between seen and not seen, and where the head was."""
    session, user = bare.session, User(service.hub())
    seen: dict[str, Any] = {}
    bare.run(user.until(lambda: session.has_focus, "the focus"))
    seen["begun"] = list(bare.states)
    bare.run(user.move(HEAD))
    bare.run(user.look_at((HEAD[0] - 1, HEAD[1] + 1, HEAD[2])))
    bare.run(user.wait(0.2))
    seen["head"], seen["hub"] = bare.head, (user.hub.head_place, user.hub.head_turn)
    seen["ahead"] = user.heading_deg
    bare.states.clear()
    with service.covered():
        bare.run(user.until(lambda: not session.is_visible, "being covered"))
        seen["covered"] = list(bare.states)
        bare.states.clear()
    bare.run(user.until(lambda: session.has_focus, "the focus again"))
    seen["uncovered"] = list(bare.states)
    return seen


def recentred(bare: Bare, service: Monado) -> dict[str, Any]:
    """Where the head is after its own wish, and after the runtime's."""
    session, user = bare.session, User(service.hub())
    bare.run(user.until(lambda: session.has_focus, "the focus"))
    bare.run(user.move(HEAD))
    bare.run(user.look_at((HEAD[0] - 1, HEAD[1] + 1, HEAD[2]), 0.0))
    bare.run(user.wait(0.2))
    seen: dict[str, Any] = {"kind": session.spaces.kind, "times": []}
    session.spaces.recentre(session.views.located.head)
    bare.run(user.wait(0.2))
    seen["wished"] = bare.head
    seen["times"].append(bare.recentred)
    bare.run(user.move((1.0, 1.0, 1.3)))
    bare.run(user.wait(0.2))
    seen["moved"] = bare.head
    service.recentre()
    bare.run(user.wait(0.4))
    seen["times"].append(bare.recentred)
    seen["runtime's"] = bare.head
    return seen


def lost(bare: Bare, service: Monado) -> dict[str, Any]:
    """The runtime dies, and comes back."""
    user = User(service.hub())
    bare.run(user.until(lambda: bare.session.has_focus, "the focus"))
    service.kill()
    began_s = time.perf_counter()
    bare.run(user.until(lambda: bare.session.is_lost, "the loss"))
    seen: dict[str, Any] = {"noticed_s": time.perf_counter() - began_s}
    seen["runtime"], seen["why"] = bare.session.is_runtime_lost, bare.session.why
    bare.close()
    try:
        bare.open()
    except HeadsetUnavailable as why:
        seen["none"] = str(why)
    service.start()
    bare.open()
    bare.run(user.until(lambda: bare.session.has_focus, "the focus again"))
    return seen


def closed(bare: Bare, service: Monado) -> dict[str, float]:
    """How long closing took in each state, in seconds."""
    user, took_s = User(service.hub()), {}

    def close(name: str) -> None:
        began_s = time.perf_counter()
        bare.close()
        bare.close()  # a second time does nothing
        took_s[name] = time.perf_counter() - began_s

    close("new")
    bare.open()
    bare.session.poll()
    close(bare.session.state.name)
    bare.open()
    bare.run(user.until(lambda: bare.session.has_focus, "the focus"))
    bare.session.poll()
    bare.session.wait()  # in the middle of a frame
    close("FOCUSED")
    bare.open()
    bare.run(user.until(lambda: bare.session.has_focus, "the focus"))
    with service.covered():
        bare.run(user.until(lambda: not bare.session.is_visible, "being covered"))
        close(bare.session.state.name)
    bare.open()
    bare.run(user.until(lambda: bare.session.has_focus, "the focus"))
    bare.session.request_exit()
    bare.run(user.until(lambda: bare.session.is_over, "the end"))
    close(bare.session.state.name)
    bare.open()
    bare.run(user.until(lambda: bare.session.has_focus, "the focus"))
    service.kill()
    close("killed")
    return took_s


def main() -> None:
    seen: dict[str, Any] = {}
    with monado() as service:
        bare = Bare(window())
        for act in (seen_and_covered, recentred, lost, closed):
            seen[act.__name__] = act(bare, service)
            bare.close()
            if act is not closed:
                bare.open()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
